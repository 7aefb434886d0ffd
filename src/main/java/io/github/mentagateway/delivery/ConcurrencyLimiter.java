package io.github.mentagateway.delivery;

import java.time.Duration;

/**
 * Limits how many attempts of a channel are under way in this process. A successful attempt frees its place before the store has its end,
 * so that many ends share one commit. A failed one keeps its place until the store has its end, because only then the circuit breaker knows
 * of it. No attempt begins while {@link #MOST_UNSETTLED} ends wait for the store: a crash repeats all of them.
 *
 * <p>The limit may adapt (additive increase, multiplicative decrease): after each round, which is as many successes as may be under way, it
 * grows by one while they take about as long as usual, and is halved when they take much longer. It is halved, too, by each failure that
 * speaks for the destination, so that one that comes back after an outage first gets one at a time.
 */
final class ConcurrencyLimiter {
  static final int MOST_UNSETTLED = 128;
  /** A round that takes so many times longer than usual, and so much longer, is slow. */
  private static final int SLOW_TIMES = 3;
  private static final long SLOW_NANOS = Duration.ofMillis(50).toNanos();
  private static final int SHORTEST_ROUND = 4;
  /**
   * What is usual is an average that each round moves by this part of the difference. Measured against the quickest round instead, calls
   * that merely differ among themselves would be slow again and again.
   */
  private static final int SLOWLY = 64;

  private final int concurrency;
  private final boolean adaptive;
  private boolean open;
  private int running;
  private int unsettled;
  private int allowed;
  private long usualNanos;
  private long roundNanos;
  private int round;

  ConcurrencyLimiter(int concurrency, boolean adaptive) {
    this.concurrency = concurrency;
    this.adaptive = adaptive;
    this.allowed = concurrency;
  }

  synchronized void open() {
    open = true;
  }

  /** From here on no place is free. */
  synchronized void close() {
    open = false;
  }

  synchronized boolean isOpen() {
    return open;
  }

  /** How many attempts may begin now. */
  synchronized int free() {
    return open ? Math.min(allowed - running, MOST_UNSETTLED - unsettled) : 0;
  }

  /** How many may be under way at present. */
  synchronized int allowed() {
    return allowed;
  }

  synchronized void begin() {
    running++;
  }

  /**
   * An attempt ended, and its end is on its way to the store.
   *
   * @param down whether it failed in a way that speaks for the destination
   */
  synchronized void end(boolean success, boolean down, Duration took) {
    unsettled++;
    if (success) {
      running--;
    }
    if (adaptive && success) {
      adapt(took.toNanos());
    } else if (adaptive && down) {
      allowed = Math.max(1, allowed / 2);
      startRound();
    }
  }

  private void adapt(long nanos) {
    roundNanos += nanos;
    round++;
    if (round < Math.max(allowed, allowed == concurrency ? SHORTEST_ROUND : 1)) {
      return;
    }
    long average = roundNanos / round;
    startRound();
    if (usualNanos > 0 && average > SLOW_TIMES * usualNanos && average > usualNanos + SLOW_NANOS) {
      allowed = Math.max(1, allowed / 2);
    } else if (allowed < concurrency) {
      allowed++;
    }
    usualNanos = usualNanos == 0 ? average : usualNanos + (average - usualNanos) / SLOWLY;
  }

  private void startRound() {
    round = 0;
    roundNanos = 0;
  }

  /** The store has the end of an attempt, or refused it. */
  synchronized void settled(boolean success) {
    unsettled--;
    if (!success) {
      running--;
    }
  }

  /** A claimed delivery was given back without an attempt. */
  synchronized void giveBack() {
    running--;
  }

  synchronized int running() {
    return running;
  }

  synchronized int unsettled() {
    return unsettled;
  }
}
