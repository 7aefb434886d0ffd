package io.github.mentagateway.store.delivery;

import java.util.concurrent.TimeUnit;

/**
 * How many deliveries of a channel are claimed beyond the attempts that can begin at once: what its reader has begun in the time that a claim
 * takes. A fast channel then never waits for the store, and a slow one leaves the rest to other instances. For one thread at a time.
 */
final class Prefetch {
  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final int MOST = 64;

  private long windowBegan;
  private int taken;
  private int size;

  Prefetch(long now) {
    windowBegan = now;
  }

  /** @param now in nanoseconds, by a clock that nobody sets */
  void took(int more, long now) {
    long elapsed = now - windowBegan;
    taken += more;
    if (elapsed >= WINDOW_NANOS) {
      size = (int) Math.min(MOST, taken * WINDOW_NANOS / elapsed);
      taken = 0;
      windowBegan = now;
    }
  }

  int size() {
    return size;
  }
}
