package io.github.mentagateway.inbox;

import io.github.mentagateway.inbox.Comparison.Handover;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tells a copy of a notification in custody from a new one. The sender gives no id and no time, so that each rule is a guess: which one
 * it was is counted on the first one.
 */
record Copies(Duration horizon) {
  /** How far a chain of owners is followed back: far more than a ticket is resold, and no sender can make the writer busy with it. */
  private static final int LONGEST_CHAIN = 1000;

  /** @param notification the one in custody */
  record Found(long notification, DuplicateRule rule) {
    static Optional<Found> of(OptionalLong notification, DuplicateRule rule) {
      return notification.isPresent() ? Optional.of(new Found(notification.getAsLong(), rule)) : Optional.empty();
    }
  }

  /** @param newest of the arrival's entity, or null */
  Optional<Found> first(Transaction transaction, Arrival arrival, EntityHeads.Head newest) throws SQLException {
    Comparison comparison = arrival.comparison();
    return switch (comparison.policy()) {
      case OFF -> Optional.empty();
      case SAME_ID -> Found.of(sameId(transaction, comparison.fingerprint()), DuplicateRule.ID);
      case UNANSWERED -> unanswered(transaction, comparison);
      case NEWEST -> newest == null ? unanswered(transaction, comparison) : beside(newest, transaction, arrival);
    };
  }

  private Optional<Found> beside(EntityHeads.Head newest, Transaction transaction, Arrival arrival) throws SQLException {
    Comparison comparison = arrival.comparison();
    Handover handover = comparison.handover();
    boolean equalsNewest = Arrays.equals(newest.fingerprint(), comparison.fingerprint());
    if (equalsNewest) {
      return isYoung(newest, arrival)
          ? Optional.of(new Found(newest.notification(), DuplicateRule.NEWEST))
          : unanswered(transaction, comparison);
    }
    if (handover != null && handover.from() != null && newest.owner() != null) {
      if (Arrays.equals(handover.from(), newest.owner())) {
        return Optional.empty();
      }
      OptionalLong older = older(transaction, newest, comparison.fingerprint());
      if (older.isPresent()) {
        return Found.of(older, DuplicateRule.CHAIN);
      }
    }
    return unanswered(transaction, comparison);
  }

  /** By the time of arrival of both; when the clock was set back in between, it is young. */
  private boolean isYoung(EntityHeads.Head newest, Arrival arrival) {
    return newest.receivedAt() != null && arrival.original().receivedAt().isBefore(newest.receivedAt().plus(horizon));
  }

  private static Optional<Found> unanswered(Transaction transaction, Comparison comparison) throws SQLException {
    return Found.of(transaction.unanswered().find(transaction, comparison.fingerprint()), DuplicateRule.UNANSWERED);
  }

  /** Each notification names the one before it, so that no index in the order of entities is needed. */
  private static OptionalLong older(Transaction transaction, EntityHeads.Head newest, byte[] fingerprint) throws SQLException {
    PreparedStatement select = transaction.prepared("select fingerprint, previous from notification where number = ?");
    long number = newest.notification();
    for (int step = 0; step < LONGEST_CHAIN; step++) {
      select.setLong(1, number);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return OptionalLong.empty();
        }
        if (Arrays.equals(row.getBytes("fingerprint"), fingerprint)) {
          return OptionalLong.of(number);
        }
        number = row.getLong("previous");
        if (row.wasNull()) {
          return OptionalLong.empty();
        }
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong sameId(Transaction transaction, byte[] fingerprint) throws SQLException {
    PreparedStatement select = transaction.prepared("select notification from sent_id where fingerprint = ?");
    select.setBytes(1, fingerprint);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    }
  }

  /** Remembers what a copy of a new one is told by. */
  void taken(Transaction transaction, Comparison comparison, long notification) throws SQLException {
    transaction.unanswered().stage(notification, comparison.fingerprint());
    if (comparison.policy() == Comparison.Policy.SAME_ID) {
      PreparedStatement insert = transaction.prepared("insert into sent_id (fingerprint, notification) values (?, ?)");
      insert.setBytes(1, comparison.fingerprint());
      insert.setLong(2, notification);
      insert.executeUpdate();
    }
  }
}
