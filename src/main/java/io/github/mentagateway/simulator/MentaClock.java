package io.github.mentagateway.simulator;

import java.util.function.LongSupplier;

/** Menta's time, in nanoseconds since its beginning: it runs {@code speed} times as fast as the source. */
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

  /** The real length of a span of menta's time; rounded up, so that a wait of that length reaches the end of the span. */
  long toReal(long nanos) {
    return (long) Math.ceil(nanos / speed);
  }

  long toMenta(long realNanos) {
    return (long) (realNanos * speed);
  }
}
