package io.github.mentagateway.destination.rest;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;

/** Ends calls whose time is over. */
public final class RestTimer implements AutoCloseable {
  private static final String NAME = "restTimer";

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
    Thread thread = new Thread(task, "rest-timer");
    thread.setDaemon(true);
    return thread;
  });

  public RestTimer() {
    timer.setRemoveOnCancelPolicy(true);
  }

  static RestTimer of(CamelContext context) {
    return context.getRegistry().lookupByNameAndType(NAME, RestTimer.class);
  }

  public void bindTo(BiConsumer<String, Object> registry) {
    registry.accept(NAME, this);
  }

  Future<?> after(long millis, Runnable task) {
    return timer.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
