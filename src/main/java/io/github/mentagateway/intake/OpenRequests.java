package io.github.mentagateway.intake;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests that were let in and are not answered yet, so that a stop can wait for them. */
final class OpenRequests {
  private final AtomicInteger open = new AtomicInteger();

  void begin() {
    open.incrementAndGet();
  }

  void end() {
    if (open.decrementAndGet() == 0) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** How many are still open when the last one ended, or the time is over. */
  synchronized int awaitNone(Duration most) throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    long left = most.toMillis();
    while (open.get() > 0 && left > 0) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
    return open.get();
  }
}
