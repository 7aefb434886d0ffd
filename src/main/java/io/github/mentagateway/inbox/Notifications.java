package io.github.mentagateway.inbox;

import io.github.mentagateway.inbox.Letters.Letter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was received and what became of it, whatever its state: for people who look for something. Calls block; they never run on the path of a
 * notification. The history is long: a page ends where it has looked through enough, with what it found there.
 */
public interface Notifications {

  /** The states that a delivery can have. */
  Set<String> STATES = Set.of("waiting", "delivered", "dead", "quarantined", "replayed", "discarded");

  /** The newest first, those with a number below {@code before} only ({@code Long.MAX_VALUE} for the first page). */
  Page find(Filter filter, long before, int most);

  /**
   * What came after a number, the oldest first, for who follows. Several instances commit side by side, so that a number may appear behind a higher
   * one: what came within the last seconds is told again, and the caller leaves out the ids that it has had.
   *
   * @param after {@code Long.MAX_VALUE}: only where to begin is asked
   * @return a page whose {@code next} is never null, and the next call's {@code after}
   */
  Page follow(Filter filter, long after, int most);

  /** Deliveries, the newest first, those with a number below {@code before} only ({@code Long.MAX_VALUE} for the first page). */
  DeliveryPage deliveries(DeliveryFilter filter, long before, int most);

  /**
   * @param id of a notification, or of one of its deliveries
   * @param mostDeliveries how many of its deliveries to tell of at most, the newest first
   */
  Optional<Detail> show(String id, int mostDeliveries);

  /**
   * All that is not null must hold. {@code destination}, {@code state} and {@code error} are about one and the same delivery.
   *
   * @param entities any of these; null: any at all
   * @param inEntity a part of the entity, between its signs {@code :} and {@code /}, as the entity writes it
   * @param family what the action begins with, before its first point
   * @param error a part of the reason or of the last error, in any case
   * @param until not this moment any more
   */
  record Filter(
      List<String> entities, String inEntity, String action, String family, String destination, String state, String error, Instant since,
      Instant until) {
    public static final Filter NONE = new Filter(null, null, null, null, null, null, null, null, null);
  }

  /** As {@link Page}; {@code back}: when the last one that was looked at was received. */
  record DeliveryPage(List<Letter> items, Long next, Instant back) {}

  /**
   * @param number for paging
   * @param states how many deliveries it has in each state
   */
  record Summary(long number, String id, String action, String entity, Instant receivedAt, Map<String, Long> states) {}

  /**
   * @param items perhaps none, although more follow
   * @param next pass it as {@code before}; null when all was looked through
   * @param back when what was looked through last was received; null when there was nothing
   */
  record Page(List<Summary> items, Long next, Instant back) {}

  /**
   * @param copies how many came that were not delivered, per rule
   * @param lastCopyAt null when none came
   */
  record Detail(Summary summary, Original original, List<Letter> deliveries, Map<DuplicateRule, Long> copies, Instant lastCopyAt) {}
}
