package io.github.mentagateway.inbox;

import io.github.mentagateway.inbox.Letters.RefusedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Keeps a person from undoing what came later by mistake. Looks for a newer delivery here and not on the writer: that reads all that was
 * delivered since, and intake must not wait for it. Meanwhile the lane is kept still, so that what was seen stays true until the
 * decision is written.
 */
final class Superseded {
  private final DataSource readers;
  private final Ids ids;
  private final Lanes lanes;
  private final Loading loading;

  Superseded(DataSource readers, Ids ids, Lanes lanes, Loading loading) {
    this.readers = readers;
    this.ids = ids;
    this.lanes = lanes;
    this.loading = loading;
  }

  /**
   * @param toTheEnd whether it would wait behind what waits already, instead of at its old place before that
   * @param force do not look
   * @throws RefusedException when a newer one of its lane was delivered, waits ({@code toTheEnd}), or is under way
   */
  <T> T unless(Entry entry, boolean toTheEnd, boolean force, Supplier<CompletableFuture<T>> decision) {
    // a letter that waits again at its old number would be read a second time
    loading.await();
    if (force) {
      return joined(decision.get());
    }
    Refusals refusals = new Refusals(ids, entry);
    if (!lanes.reserve(entry)) {
      throw refusals.newerUnderWay();
    }
    try {
      newer(entry, State.DELIVERED).ifPresent(newer -> {
        throw refusals.undoes(newer, "was delivered");
      });
      if (toTheEnd) {
        newer(entry, State.WAITING).ifPresent(newer -> {
          throw refusals.undoes(newer, "waits to be delivered");
        });
      }
      return joined(decision.get());
    } finally {
      lanes.release(entry);
      lanes.signal(List.of(entry.channel()));
    }
  }

  private Optional<Long> newer(Entry entry, State state) {
    return read(connection -> DeliveryTable.newer(connection, entry, state));
  }

  <T> T read(Query<T> query) {
    try (Connection connection = readers.getConnection()) {
      return query.run(connection);
    } catch (SQLException e) {
      throw new InboxUnavailableException("the store cannot be read: " + e.getMessage(), e);
    }
  }

  static <T> T joined(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  interface Query<T> {
    T run(Connection connection) throws SQLException;
  }
}
