package io.github.mentagateway.runtime;

import io.github.mentagateway.inbox.History;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what was delivered long ago, in a round every quarter of an hour. A round has small steps with a pause between them, so that
 * intake and deliveries have the store to themselves most of the time.
 */
final class RetentionJob implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);
  private static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(15);
  private static final Duration BETWEEN_STEPS = Duration.ofMillis(100);

  private final History history;
  private final Clock clock;
  private final ScheduledExecutorService timer;
  private final Duration keepDelivered;
  private Future<?> next;
  private boolean closed;

  RetentionJob(History history, Clock clock, ScheduledExecutorService timer, Duration keepDelivered) {
    this.history = history;
    this.clock = clock;
    this.timer = timer;
    this.keepDelivered = keepDelivered;
  }

  RetentionJob start() {
    after(BETWEEN_STEPS);
    return this;
  }

  private synchronized void after(Duration pause) {
    if (!closed) {
      next = timer.schedule(this::step, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void step() {
    // a step reads the store, which must not block the timer that others wait for
    CompletableFuture.supplyAsync(() -> history.removeDelivered(clock.instant().minus(keepDelivered)))
        .thenCompose(removed -> removed)
        .whenComplete((goesOn, failure) -> {
          if (failure != null) {
            LOG.warn("event=retention_failed error={} next=another round in {}", failure.getMessage(), BETWEEN_ROUNDS);
          }
          after(failure == null && goesOn ? BETWEEN_STEPS : BETWEEN_ROUNDS);
        });
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (next != null) {
      next.cancel(false);
    }
  }
}
