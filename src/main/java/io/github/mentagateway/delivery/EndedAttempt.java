package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.Settlement;
import io.github.mentagateway.inbox.Work;
import java.time.Duration;
import java.time.Instant;

/**
 * An attempt that has ended, and what that means for its delivery.
 *
 * @param overdue it took longer than its time limit
 */
record EndedAttempt(Work work, Instant startedAt, Duration took, Settlement settlement, boolean overdue) {

  boolean isSuccess() {
    return settlement instanceof Settlement.Delivered;
  }

  EndedAttempt meaning(Settlement other) {
    return new EndedAttempt(work, startedAt, took, other, overdue);
  }

  /** What the store said of it; {@code failure} is null when it is on record. */
  record SettleResult(EndedAttempt ended, Throwable failure) {}
}
