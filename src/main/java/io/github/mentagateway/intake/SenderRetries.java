package io.github.mentagateway.intake;

import java.time.Duration;

/**
 * When menta tech sends again what was refused, as far as it has published that: 50 retries, whose gaps grow from 5 s to 8 min in a way that is not said,
 * then one every 12 to 24 h, for ever.
 */
final class SenderRetries {
  private static final int PRIORITY = 50;
  private static final long FIRST = Duration.ofSeconds(5).toMillis();
  private static final long LONGEST = Duration.ofMinutes(8).toMillis();
  private static final long NON_PRIORITY = Duration.ofHours(12).toMillis();
  private static final int DOUBLINGS = 7;

  private SenderRetries() {}

  /** The shortest time until the retry with this number, from 1, in milliseconds: by whichever growth is slower. */
  static long shortest(int retry) {
    return retry > PRIORITY ? NON_PRIORITY : Math.min(doubled(retry), linear(retry));
  }

  static long longest(int retry) {
    return retry > PRIORITY ? 2 * NON_PRIORITY : Math.max(doubled(retry), linear(retry));
  }

  private static long doubled(int retry) {
    return Math.min(LONGEST, FIRST << Math.min(retry - 1, DOUBLINGS));
  }

  private static long linear(int retry) {
    return FIRST + (LONGEST - FIRST) * (retry - 1) / (PRIORITY - 1);
  }
}
