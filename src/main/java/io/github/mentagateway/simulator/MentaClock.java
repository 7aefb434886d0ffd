package io.github.mentagateway.simulator;

import java.util.function.LongSupplier;

/** Menta's time, in nanoseconds since its begin: {@code speed} times as fast as that of the source. */
final class MentaClock {
  private final LongSupplier source;
  private final double speed;
  private final long begin;

  /** @param source nanoseconds, such as {@link System#nanoTime} */
  MentaClock(LongSupplier source, double speed) {
    this.source = source;
    this.speed = speed;
    this.begin = source.getAsLong();
  }

  long now() {
    return (long) ((source.getAsLong() - begin) * speed);
  }

  /** How long a span of menta's time lasts by the source; rounded up, so that whoever waits for it has reached its end. */
  long toReal(long nanos) {
    return (long) Math.ceil(nanos / speed);
  }

  long toMenta(long realNanos) {
    return (long) (realNanos * speed);
  }
}
