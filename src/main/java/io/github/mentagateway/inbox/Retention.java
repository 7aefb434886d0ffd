package io.github.mentagateway.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;

/**
 * Removes notifications that are done with, some at a time and in the order of their keys, as changes between the others: nobody waits
 * for more than one step. A notification goes as a whole, with all its deliveries and their attempts, or stays as a whole.
 */
final class Retention {
  /** Written within a few milliseconds, so that a request that comes at the same moment hardly notices. */
  private static final int AT_ONCE = 100;

  private final DataSource readers;
  private final Writer writer;
  /** Everything up to here was looked at in this round. */
  private long looked;
  private Set<Lane> withLetters = Set.of();

  Retention(DataSource readers, Writer writer) {
    this.readers = readers;
    this.writer = writer;
    begin();
  }

  private void begin() {
    looked = Long.MIN_VALUE;
  }

  /** Completes with whether the round goes on. */
  synchronized CompletableFuture<Boolean> step(Instant before) {
    List<Long> candidates;
    try (Connection connection = readers.getConnection()) {
      if (looked == Long.MIN_VALUE) {
        withLetters = lanesWithLetters(connection);
      }
      candidates = receivedBefore(connection, before);
    } catch (SQLException e) {
      begin();
      return CompletableFuture.failedFuture(
          new InboxUnavailableException("the store cannot be read: " + Sql.explain(e), e));
    }
    if (candidates.isEmpty()) {
      begin();
      return CompletableFuture.completedFuture(false);
    }
    looked = candidates.get(candidates.size() - 1);
    Removal removal = new Removal(candidates, before, withLetters);
    writer.submit(removal);
    return removal.future;
  }

  /** Keys rise with the time of arrival, or nearly so: the first one that is too young ends the round. */
  private List<Long> receivedBefore(Connection connection, Instant before) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(
        "select number, received_at from notification where number > ? order by number limit ?")) {
      select.setLong(1, looked);
      select.setInt(2, AT_ONCE);
      List<Long> numbers = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next() && Sql.instant(row, "received_at").isBefore(before)) {
          numbers.add(row.getLong("number"));
        }
      }
      return numbers;
    }
  }

  /**
   * Once a round is enough: a letter that comes later is younger than what was delivered in its lane, unless a person forced
   * something.
   */
  private static Set<Lane> lanesWithLetters(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(
        "select distinct channel, entity from delivery where state in ('dead', 'quarantined') and entity is not null");
        ResultSet row = select.executeQuery()) {
      Set<Lane> lanes = new HashSet<>();
      while (row.next()) {
        lanes.add(new Lane(row.getString(1), row.getString(2)));
      }
      return lanes;
    }
  }

  private record Lane(String channel, String entity) {}

  private static final class Removal implements Change {
    private final List<Long> candidates;
    private final Instant before;
    private final Set<Lane> withLetters;
    private final CompletableFuture<Boolean> future = new CompletableFuture<>();

    Removal(List<Long> candidates, Instant before, Set<Lane> withLetters) {
      this.candidates = candidates;
      this.before = before;
      this.withLetters = withLetters;
    }

    @Override
    public void write(Transaction transaction) throws SQLException {
      // a start reads the heads that are not written yet from the notifications, which may be about to go
      transaction.dialect().beforeRemoval();
      for (long notification : candidates) {
        if (NotificationTable.keep(transaction, notification) && isDone(transaction, notification)) {
          remove(transaction, notification);
        }
      }
    }

    /** Nothing of it waits for anybody, and no letter needs it to tell that a newer one was delivered. */
    private boolean isDone(Transaction transaction, long notification) throws SQLException {
      PreparedStatement select =
          transaction.prepared("select channel, entity, state, since from delivery where notification = ?");
      select.setLong(1, notification);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String entity = row.getString("entity");
          if (!State.isFinal(row.getString("state")) || !Sql.instant(row, "since").isBefore(before)
              || entity != null && withLetters.contains(new Lane(row.getString("channel"), entity))) {
            return false;
          }
        }
      }
      return true;
    }

    private static void remove(Transaction transaction, long notification) throws SQLException {
      run(transaction, "delete from attempt where delivery in (select number from delivery where notification = ?)", notification);
      run(transaction, "delete from delivery where notification = ?", notification);
      run(transaction, "delete from unanswered where notification = ?", notification);
      run(transaction, "delete from duplicate where notification = ?", notification);
      run(transaction, "delete from sent_id where fingerprint = (select fingerprint from notification where number = ?)", notification);
      run(transaction, "delete from notification where number = ?", notification);
    }

    private static void run(Transaction transaction, String sql, long notification) throws SQLException {
      transaction.batch(sql, delete -> delete.setLong(1, notification));
    }

    @Override
    public void answer() {
      future.complete(true);
    }

    @Override
    public void failed(Throwable cause) {
      future.completeExceptionally(cause);
    }
  }
}
