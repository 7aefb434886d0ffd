package io.github.mentagateway.store.delivery;

import java.util.concurrent.TimeUnit;

/**
 * How many deliveries of a channel are claimed beyond the attempts that can begin at once: what its reader has begun in the time that a claim
 * takes, within a budget of bytes. A fast channel then never waits for the store, and a slow one leaves the rest to other instances. For one
 * thread at a time.
 */
final class Prefetch {
  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int MOST = 64;
  private static final long MOST_BYTES = 1 << 20;

  private long windowBegan;
  private int taken;
  private long bytes;
  private int size;

  Prefetch(long now) {
    windowBegan = now;
  }

  /**
   * @param more deliveries were begun, whose bodies have so many bytes together
   * @param now in nanoseconds, by a clock that nobody sets
   */
  void took(int more, long itsBytes, long now) {
    long elapsed = now - windowBegan;
    taken += more;
    bytes += itsBytes;
    if (elapsed >= WINDOW_NANOS) {
      long fast = taken * WINDOW_NANOS / elapsed;
      long inBudget = bytes == 0 ? MOST : MOST_BYTES * taken / bytes;
      size = (int) Math.min(MOST, Math.min(fast, inBudget));
      taken = 0;
      bytes = 0;
      windowBegan = now;
    }
  }

  int size() {
    return size;
  }
}
