package io.github.mentagateway.runtime;

import io.github.mentagateway.inbox.Inbox;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what was delivered long ago, and what people did longer ago, in a round every quarter of an hour. A round has small steps with a
 * pause between them, so that intake and deliveries have the store to themselves most of the time.
 */
final class RetentionJob implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);
  private static final Duration BETWEEN_ROUNDS = Duration.ofMinutes(15);
  private static final Duration BETWEEN_STEPS = Duration.ofMillis(100);

  private final Inbox inbox;
  private final Clock clock;
  private final ScheduledExecutorService timer;
  private final Duration keepDelivered;
  private final Duration keepActs;
  private Future<?> next;
  private boolean closed;

  RetentionJob(Inbox inbox, Clock clock, ScheduledExecutorService timer, Duration keepDelivered, Duration keepActs) {
    this.inbox = inbox;
    this.clock = clock;
    this.timer = timer;
    this.keepDelivered = keepDelivered;
    this.keepActs = keepActs;
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
    CompletableFuture.supplyAsync(() -> inbox.history().removeDelivered(clock.instant().minus(keepDelivered)))
        .thenCompose(removed -> removed)
        // not on the store's own thread, which it asks
        .thenApplyAsync(goesOn -> goesOn || inbox.acts().removeOld(clock.instant().minus(keepActs)))
        .whenComplete((goesOn, failure) -> {
          if (failure != null) {
            LOG.warn("event=retention_failed error={} next=\"another round in {}\"", failure.getMessage(), BETWEEN_ROUNDS);
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
