package io.github.mentagateway.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a command end in good order at Ctrl-C: the process goes on until {@link #close}, for a limited time. */
final class GracefulShutdown implements AutoCloseable {
  private static final Duration REST = Duration.ofSeconds(5);

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;
  private volatile Runnable end = () -> { };

  /** @param longest how long the work under way can take; some time is added for what follows it */
  GracefulShutdown(Duration longest) {
    hook = new Thread(() -> {
      end.run();
      try {
        done.await(longest.plus(REST).toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }, "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Sets the action that makes the command end. */
  void ends(Runnable action) {
    end = action;
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // the hook runs, and has been waiting for this
    }
  }
}
