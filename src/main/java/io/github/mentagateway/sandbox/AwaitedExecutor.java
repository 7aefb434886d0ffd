package io.github.mentagateway.sandbox;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Another thread, as for steps that do not wait for each other, which the caller waits for: the calls come in the same order each time, and
 * what a route may not do on another thread fails as in the gateway.
 */
final class AwaitedExecutor extends AbstractExecutorService {
  private final ExecutorService other;
  private volatile Thread thread;

  AwaitedExecutor(ThreadFactory threads) {
    other = Executors.newSingleThreadExecutor(task -> thread = threads.newThread(task));
  }

  @Override
  public void execute(Runnable task) {
    if (Thread.currentThread() == thread) {
      task.run();
      return;
    }
    try {
      other.submit(task).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RejectedExecutionException("interrupted", e);
    } catch (ExecutionException e) {
      throw new RejectedExecutionException(e.getCause());
    }
  }

  @Override
  public void shutdown() {
    other.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return other.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return other.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return other.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return other.awaitTermination(timeout, unit);
  }
}
