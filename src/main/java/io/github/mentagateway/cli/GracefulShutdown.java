package io.github.mentagateway.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a command that is told to end (Ctrl-C) come to an orderly one: the process goes on until {@link #close}, but not for long. */
final class GracefulShutdown implements AutoCloseable {
  private static final Duration REST = Duration.ofSeconds(5);

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook;
  private volatile Runnable end = () -> { };

  /** @param longest how long what is under way can take; a little is added for the rest */
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

  /** What makes it end. */
  void ends(Runnable action) {
    end = action;
  }

  @Override
  public void close() {
    done.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyEnding) {
      // then the hook has been waiting for this
    }
  }
}
