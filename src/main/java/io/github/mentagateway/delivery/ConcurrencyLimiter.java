package io.github.mentagateway.delivery;

/**
 * How much of a channel may be under way in this process. A success makes room for the next attempt before the store has its end: many ends
 * share one commit then. But none begins while {@link #MOST_UNSETTLED} ends wait for the store, because a crash repeats them all, and with
 * them what was under way; and a failure keeps its place until the store has it, because only then the breaker knows of it.
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

  /** Nothing is free any more. */
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

  /** An attempt ended, and the store is being told how. */
  synchronized void end(boolean success) {
    unsettled++;
    if (success) {
      running--;
    }
  }

  /** The store has the end of one, or refused it. */
  synchronized void settled(boolean success) {
    unsettled--;
    if (!success) {
      running--;
    }
  }

  /** What was begun made no attempt. */
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
