package io.github.mentagateway.delivery;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long to wait before the next attempt. {@code random} gives numbers from 0 to 1. */
record Backoff(ChannelOptions options, DoubleSupplier random) {
  /** A destination that asks for more is misconfigured, and a person should hear of it before tomorrow. */
  private static final Duration LONGEST_ASKED_FOR = Duration.ofDays(1);

  /** @param failures attempts that failed so far, at least 1; {@code askedFor}: the destination's own wish, or null */
  Duration delay(int failures, Duration askedFor) {
    double growth = Math.pow(options.multiplier(), failures - 1.0);
    double millis = Math.min(options.initialDelay().toMillis() * growth, options.maxDelay().toMillis());
    millis *= 1 + options.jitter() * (2 * random.getAsDouble() - 1);
    Duration delay = Duration.ofMillis((long) millis);
    if (askedFor == null || askedFor.compareTo(delay) <= 0) {
      return delay;
    }
    return askedFor.compareTo(LONGEST_ASKED_FOR) < 0 ? askedFor : LONGEST_ASKED_FOR;
  }
}
