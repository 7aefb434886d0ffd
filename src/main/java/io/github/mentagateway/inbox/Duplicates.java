package io.github.mentagateway.inbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The notifications of which copies came, for people. Calls block; they never run on the path of a notification. */
public interface Duplicates {

  /** The newest notifications first, those with a number below {@code before} only ({@code Long.MAX_VALUE} for the first page). */
  List<Counted> list(long before, int most);

  /**
   * A notification and the copies of it that were not delivered.
   *
   * @param number for paging: pass the last one's as {@code before}
   * @param copies how many, per rule that called them so
   * @param lastAt when the latest of them came
   */
  record Counted(
      long number, String notificationId, String action, String entity, Instant receivedAt, Map<DuplicateRule, Long> copies,
      Instant lastAt) {}
}
