package io.github.mentagateway.delivery;

/**
 * Limits how many attempts of a channel are under way in this process. A successful attempt frees its place before the store has its end,
 * so that many ends share one commit. A failed one keeps its place until the store has its end, because only then the circuit breaker knows
 * of it. No attempt begins while {@link #MOST_UNSETTLED} ends wait for the store: a crash repeats all of them.
 */
final class ConcurrencyLimiter {
  static final int MOST_UNSETTLED = 128;

  private final int concurrency;
  private boolean open;
  private int running;
  private int unsettled;

  ConcurrencyLimiter(int concurrency) {
    this.concurrency = concurrency;
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
    return open ? Math.min(concurrency - running, MOST_UNSETTLED - unsettled) : 0;
  }

  synchronized void begin() {
    running++;
  }

  /** An attempt ended, and its end is on its way to the store. */
  synchronized void end(boolean success) {
    unsettled++;
    if (success) {
      running--;
    }
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
