package io.github.mentagateway.delivery;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Interrupts the thread that made it, and what that thread waits for, when the time is over or {@link #interrupt} is called, unless it was
 * closed before. Nothing else may interrupt a worker: an interrupt inside the store closes the database's file.
 */
final class AttemptTimeout implements AutoCloseable {
  private final Thread thread = Thread.currentThread();
  private final Consumer<Thread> abort;
  private final Future<?> expiry;
  private boolean over;
  private boolean passed;

  AttemptTimeout(Duration timeout, ScheduledExecutorService timer, Consumer<Thread> abort) {
    this.abort = abort;
    expiry = timer.schedule(this::expire, timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void expire() {
    if (!over) {
      passed = true;
      interrupt();
    }
  }

  /** Interrupts the thread before its time is over. */
  synchronized void interrupt() {
    if (!over) {
      thread.interrupt();
      abort.accept(thread);
    }
  }

  synchronized boolean hasPassed() {
    return passed;
  }

  /** From here on the thread is not interrupted, and its interrupt flag is clear. */
  @Override
  public void close() {
    synchronized (this) {
      over = true;
    }
    expiry.cancel(false);
    Thread.interrupted();
  }
}
