package io.github.mentagateway.delivery;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long to wait before the next attempt. */
final class Backoff {
  /**
   * A destination may announce a longer maintenance, but it may also send a date in the wrong zone, or milliseconds for seconds. One call
   * an hour notices the end of either, and is no load.
   */
  private static final Duration LONGEST_ASKED_FOR = Duration.ofHours(1);

  private final ChannelOptions options;
  private final DoubleSupplier random;

  /** @param random from 0 to 1, for the jitter */
  Backoff(ChannelOptions options, DoubleSupplier random) {
    this.options = options;
    this.random = random;
  }

  /**
   * @param failures attempts that failed so far, at least 1
   * @param askedFor the delay that the destination asked for; null when it asked for none
   */
  Duration delay(int failures, Duration askedFor) {
    double growth = Math.pow(options.multiplier(), failures - 1.0);
    double millis = Math.min(options.initialDelay().toMillis() * growth, options.maxDelay().toMillis());
    millis *= 1 + options.jitter() * (2 * random.getAsDouble() - 1);
    Duration delay = Duration.ofMillis((long) millis);
    if (askedFor == null || askedFor.compareTo(delay) <= 0) {
      return delay;
    }
    return isTooLong(askedFor) ? LONGEST_ASKED_FOR : askedFor;
  }

  /** The text that the record of an attempt adds when the delay is shorter than what was asked for; else empty. */
  String note(Duration askedFor) {
    return askedFor != null && isTooLong(askedFor) ? " (it asked for " + askedFor.toSeconds() + " s without a call; the next one is made"
        + " after " + LONGEST_ASKED_FOR.toSeconds() + " s)" : "";
  }

  private static boolean isTooLong(Duration askedFor) {
    return askedFor.compareTo(LONGEST_ASKED_FOR) > 0;
  }
}
