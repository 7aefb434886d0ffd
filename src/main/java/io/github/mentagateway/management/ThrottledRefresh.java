package io.github.mentagateway.management;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a costly refresh at most once per interval, for all callers. A caller that comes while it runs waits for its end without a thread;
 * one that comes soon after gets its result.
 */
final class ThrottledRefresh {
  private final Runnable refresh;
  private final Duration interval;
  private final Duration patience;
  private final Clock clock;
  private final Runnable impatient;
  private Future<Void> last;
  private volatile Instant endedAt;

  /**
   * @param refresh may block
   * @param interval from the end of one refresh to the beginning of the next
   * @param patience how long a caller waits for a refresh; it goes on, and {@code impatient} is told, which must not block; the caller
   *     fails with what that throws
   */
  ThrottledRefresh(Runnable refresh, Duration interval, Duration patience, Runnable impatient, Clock clock) {
    this.refresh = refresh;
    this.interval = interval;
    this.patience = patience;
    this.impatient = impatient;
    this.clock = clock;
  }

  /** Completes, on any thread, when the last refresh is recent enough, or the caller has waited for long enough. */
  synchronized Future<Void> recent(Vertx vertx) {
    if (last == null || last.isComplete() && isOld()) {
      last = vertx.executeBlocking(this::run, false);
    }
    return last.isComplete() ? last : last.timeout(patience.toMillis(), TimeUnit.MILLISECONDS).recover(this::late);
  }

  private Future<Void> late(Throwable failure) {
    if (failure instanceof TimeoutException) {
      impatient.run();
      return Future.succeededFuture();
    }
    return Future.failedFuture(failure);
  }

  private Void run() {
    try {
      refresh.run();
    } finally {
      endedAt = clock.instant();
    }
    return null;
  }

  /** A refresh is old too when the clock was set back since. */
  private boolean isOld() {
    Instant ended = endedAt;
    Instant now = clock.instant();
    return ended == null || now.isBefore(ended) || !now.isBefore(ended.plus(interval));
  }
}
