package io.github.mentagateway.inbox;

import io.github.mentagateway.inbox.Letters.RefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Keeps a person from undoing what came later by mistake. */
interface Superseded {

  /** A person's decision, and where its answer will be. */
  record Asked<T>(Change change, CompletableFuture<T> answer) {}

  /**
   * Carries the decision out unless something newer stands in its way; nothing of its lane begins in between.
   *
   * @param toTheEnd whether it would wait behind what waits already, instead of at its old place before that
   * @param force do not look
   * @throws RefusedException when a newer one of its lane was delivered, waits ({@code toTheEnd}), or is under way
   */
  <T> T unless(Entry entry, boolean toTheEnd, boolean force, Supplier<Asked<T>> decision);

  static <T> T joined(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  static <T> T read(DataSource readers, Query<T> query) {
    try (Connection connection = readers.getConnection()) {
      return query.run(connection);
    } catch (SQLException e) {
      throw new InboxUnavailableException("the store cannot be read: " + Sql.explain(e), e);
    }
  }

  interface Query<T> {
    T run(Connection connection) throws SQLException;
  }
}
