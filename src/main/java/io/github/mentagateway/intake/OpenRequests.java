package io.github.mentagateway.intake;

import io.github.mentagateway.settings.Settings;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests that were let in and are not answered yet: so many and no more, and a stop waits for them. */
final class OpenRequests {
  private final Settings.Intake.Limits limits;
  private final AtomicInteger open = new AtomicInteger();

  OpenRequests(Settings.Intake.Limits limits) {
    this.limits = limits;
  }

  /**
   * False when as many are open as may be.
   *
   * @param whenLate runs on the connection's thread when the body is not there in time
   */
  boolean begin(IntakeRequest request, OpenConnection connection, Runnable whenLate) {
    if (open.incrementAndGet() > limits.maxRequests()) {
      end();
      return false;
    }
    request.open(this, connection, limits, whenLate);
    return true;
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
