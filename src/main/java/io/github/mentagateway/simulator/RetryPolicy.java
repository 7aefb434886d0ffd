package io.github.mentagateway.simulator;

import java.time.Duration;

/**
 * When menta sends a failed message again (MENTA.md): 50 times after gaps from 5 s to 8 min, then in non-priority sending, every 12 to
 * 24 h, for ever.
 *
 * @param seed decides the gaps of non-priority sending
 */
record RetryPolicy(BackoffGrowth growth, long seed) {
  static final int RETRIES = 50;
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(8);
  private static final Duration SHORTEST_NON_PRIORITY = Duration.ofHours(12);
  private static final Duration LONGEST_NON_PRIORITY = Duration.ofHours(24);

  /** @param retry 1 for the first one, which is the second attempt */
  static boolean isPriority(int retry) {
    return retry <= RETRIES;
  }

  /**
   * The time from the end of the failed attempt to the beginning of that retry.
   *
   * @param message its number
   * @param retry 1 for the first one
   */
  Duration gap(int message, int retry) {
    if (!isPriority(retry)) {
      double share = SeededRandom.share(seed, SeededRandom.Purpose.NON_PRIORITY, message, retry);
      return SHORTEST_NON_PRIORITY.plus(part(LONGEST_NON_PRIORITY.minus(SHORTEST_NON_PRIORITY), share));
    }
    return switch (growth) {
      case DOUBLING -> {
        // ten doublings are longer than the longest gap
        Duration doubled = SHORTEST.multipliedBy(1L << Math.min(retry - 1, 10));
        yield doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
      }
      case LINEAR -> SHORTEST.plus(part(LONGEST.minus(SHORTEST), (retry - 1.0) / (RETRIES - 1)));
    };
  }

  private static Duration part(Duration whole, double share) {
    return Duration.ofNanos(Math.round(whole.toNanos() * share));
  }
}
