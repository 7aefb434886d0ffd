package io.github.mentagateway.runtime;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * A clock that starts at the time of the given one, and then follows the time that has passed. It never jumps: a machine's clock that is
 * set back by an hour must not make every retry wait an hour longer. It stays as wrong as the machine's clock was at the start.
 */
final class MonotonicClock extends Clock {
  private final Instant start;
  private final long startNanos;
  private final LongSupplier nanos;
  private final ZoneId zone;

  /** @param nanos a source that nobody can set, such as {@link System#nanoTime} */
  MonotonicClock(Clock wall, LongSupplier nanos) {
    this(wall.instant(), nanos.getAsLong(), nanos, ZoneOffset.UTC);
  }

  private MonotonicClock(Instant start, long startNanos, LongSupplier nanos, ZoneId zone) {
    this.start = start;
    this.startNanos = startNanos;
    this.nanos = nanos;
    this.zone = zone;
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos.getAsLong() - startNanos);
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new MonotonicClock(start, startNanos, nanos, other);
  }
}
