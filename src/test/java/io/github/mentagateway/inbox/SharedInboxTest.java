package io.github.mentagateway.inbox;

import io.github.mentagateway.store.InboxFactory;
import io.github.mentagateway.store.delivery.Timing;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The suites of several instances, on PostgreSQL. */
class SharedInboxTest extends SharedConformance {
  @Override
  Inbox open(InboxOptions options, Clock clock, LongSupplier nanos) {
    return InboxFactory.open(options, clock, new Timing(clock::instant, nanos, clock::millis, Optional.of(Duration.ofMillis(20))));
  }
}
