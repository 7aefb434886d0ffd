package io.github.mentagateway.store.accept;

import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.Comparison;
import io.github.mentagateway.inbox.Comparison.Handover;
import io.github.mentagateway.inbox.DuplicateRule;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.write.Group;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Tells a copy of a notification in custody from a new one. The sender gives no id and no time, so that each rule is a guess: which one
 * it was is counted on the first one.
 */
final class Copies {
  /** How far a chain of owners is followed back: far more than a ticket is resold, and no sender can make the writer busy with it. */
  private static final int LONGEST_CHAIN = 1000;
  private static final String OLDER = "select fingerprint, previous from notification where number = ?";
  private static final String SAME_ID = "select notification from sent_id where fingerprint = ?";

  /** @param notification the one in custody */
  record Found(long notification, DuplicateRule rule) {
    private static Found of(OptionalLong notification, DuplicateRule rule) {
      return notification.isPresent() ? new Found(notification.getAsLong(), rule) : null;
    }
  }

  private final long horizon;
  private final Newest newestOnes;
  private final Answers answers;

  /** @param horizon how long a copy of the newest of its entity is a duplicate for that alone */
  Copies(Duration horizon, Newest newestOnes, Answers answers) {
    this.newestOnes = newestOnes;
    this.horizon = horizon.toNanos() / 1_000;
    this.answers = answers;
  }

  /** The one that it is a copy of, or null. @param newest of the arrival's entity, or null */
  Found first(Group group, Arrival arrival, Newest.Head newest) throws SQLException {
    Comparison comparison = arrival.comparison();
    return switch (comparison.policy()) {
      case OFF -> null;
      case SAME_ID -> Found.of(sameId(group, comparison.fingerprint()), DuplicateRule.ID);
      case UNANSWERED -> unanswered(comparison);
      case NEWEST -> newest == null ? unanswered(comparison) : beside(newest, group, arrival);
    };
  }

  private Found beside(Newest.Head newest, Group group, Arrival arrival) throws SQLException {
    Comparison comparison = arrival.comparison();
    Handover handover = comparison.handover();
    if (Arrays.equals(newest.fingerprint(), comparison.fingerprint())) {
      return isYoung(newest, arrival) ? new Found(newest.number(), DuplicateRule.NEWEST) : unanswered(comparison);
    }
    if (handover != null && handover.from() != null && newest.owner() != null && Handover.haveOneKey(handover.from(), newest.owner())) {
      if (Arrays.equals(handover.from(), newest.owner())) {
        return null;
      }
      OptionalLong older = older(group, newest, comparison.fingerprint());
      if (older.isPresent()) {
        return Found.of(older, DuplicateRule.CHAIN);
      }
    }
    return unanswered(comparison);
  }

  /** By the time of arrival of both. One that is as far ahead was received while the clock was wrong, and its age is unknown. */
  private boolean isYoung(Newest.Head newest, Arrival arrival) {
    long age = Columns.micros(arrival.original().receivedAt()) - newest.receivedAt();
    return Math.abs(age) < horizon;
  }

  private Found unanswered(Comparison comparison) {
    return Found.of(answers.find(comparison.fingerprint()), DuplicateRule.UNANSWERED);
  }

  /** Each notification names the one before it of its entity. */
  private OptionalLong older(Group group, Newest.Head newest, byte[] fingerprint) throws SQLException {
    Long number = newest.previous();
    for (int step = 1; step < LONGEST_CHAIN && number != null; step++) {
      Link link = link(group, number);
      if (link == null) {
        return OptionalLong.empty();
      }
      if (Arrays.equals(link.fingerprint(), fingerprint)) {
        return OptionalLong.of(number);
      }
      number = link.previous();
    }
    return OptionalLong.empty();
  }

  private record Link(byte[] fingerprint, Long previous) {}

  private Link link(Group group, long number) throws SQLException {
    Newest.Head accepted = newestOnes.accepted(number);
    return accepted != null ? new Link(accepted.fingerprint(), accepted.previous())
        : group.transaction().askOne(OLDER, row -> new Link(row.getBytes("fingerprint"), Columns.number(row, "previous")), number);
  }

  private static OptionalLong sameId(Group group, byte[] fingerprint) throws SQLException {
    Long notification = group.transaction().askOne(SAME_ID, row -> row.getLong(1), fingerprint);
    return notification == null ? OptionalLong.empty() : OptionalLong.of(notification);
  }
}
