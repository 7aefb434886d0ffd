package io.github.mentagateway.store.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The clocks beside the store's own.
 *
 * @param insteadOfTheDatabases a time that counts in place of the database's, for tests that move the time; giving null: the database's own
 * @param nanos this process's own, which nobody can set, and which may stand still while the machine is suspended
 * @param wallMillis the machine's, which goes on then, and which somebody may set
 * @param poll how often an instance looks for work that nobody told it of, where others share the store; empty: never
 */
public record Timing(Supplier<Instant> insteadOfTheDatabases, LongSupplier nanos, LongSupplier wallMillis, Optional<Duration> poll) {
  public static final Timing REAL =
      new Timing(() -> null, System::nanoTime, System::currentTimeMillis, Optional.of(Duration.ofSeconds(1)));
}
