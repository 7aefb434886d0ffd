package io.github.mentagateway.inbox;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The clocks of a shared store.
 *
 * @param clock the database's
 * @param nanos this process's own, which nobody can set
 * @param poll how often an instance looks for work that nobody told it of; empty: never
 */
record SharedTiming(StoreClock clock, LongSupplier nanos, Optional<Duration> poll) {
  static final SharedTiming REAL = new SharedTiming(StoreClock.OF_THE_DATABASE, System::nanoTime, Optional.of(Duration.ofSeconds(1)));
}
