package io.github.mentagateway.inbox;

import static org.awaitility.Awaitility.await;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Asks the store on a thread of its own, while the test keeps the store from going on. */
final class AsideTask<T> {
  private final FutureTask<T> task;
  private final Thread thread;

  AsideTask(Callable<T> question) {
    task = new FutureTask<>(question);
    thread = new Thread(task, "aside");
  }

  /** Returns when it waits for the store. */
  void begin() {
    thread.start();
    await().until(() -> task.isDone() || thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
  }

  T answer() throws Exception {
    return task.get();
  }

  /** @return null when there was none */
  Throwable failure() throws InterruptedException {
    try {
      task.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
