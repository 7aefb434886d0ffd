package io.github.mentagateway.store.delivery;

import io.github.mentagateway.inbox.Attempt;
import io.github.mentagateway.inbox.Settlement;
import java.time.Duration;
import java.time.Instant;

/** How the attempt of a claimed delivery ended. */
record End(Claimed claimed, Instant startedAt, Duration took, Settlement settlement) {

  Delivery delivery() {
    return claimed.delivery();
  }

  Attempt attempt() {
    return settlement.attempt(delivery().attempts() + 1, startedAt, took);
  }
}
