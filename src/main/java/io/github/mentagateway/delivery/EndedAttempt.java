package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.Settlement;
import io.github.mentagateway.inbox.Work;
import java.time.Duration;
import java.time.Instant;

/**
 * An attempt that has ended, and what that means for its delivery.
 *
 * @param overdue whether it took longer than its timeout
 */
public record EndedAttempt(Work work, Instant startedAt, Duration took, Settlement settlement, boolean overdue) {

  public boolean isSuccess() {
    return settlement instanceof Settlement.Delivered;
  }

  /** Whether it failed in a way that speaks for the destination as a whole. */
  boolean isOutage() {
    return settlement instanceof Settlement.Retry retry && retry.destinationDown();
  }

  EndedAttempt meaning(Settlement other) {
    return new EndedAttempt(work, startedAt, took, other, overdue);
  }

  /** The store's answer to the end of an attempt; {@code failure} is null when the end is stored. */
  record SettleResult(EndedAttempt ended, Throwable failure) {}
}
