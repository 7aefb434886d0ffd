package io.github.mentagateway.management;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Runs what is costly at most once in a while, for all who ask: who asks while it runs waits for its end, without a thread, and who asks
 * soon after is served by what it found.
 */
final class ThrottledRefresh {
  private final Runnable refresh;
  private final Duration interval;
  private final Clock clock;
  private Future<Void> last;
  private volatile Instant endedAt;

  /**
   * @param refresh may block
   * @param interval from the end of one to the begin of the next
   */
  ThrottledRefresh(Runnable refresh, Duration interval, Clock clock) {
    this.refresh = refresh;
    this.interval = interval;
    this.clock = clock;
  }

  /** Completes, on any thread, when there is something that is recent enough. */
  synchronized Future<Void> recent(Vertx vertx) {
    if (last == null || last.isComplete() && isOld()) {
      last = vertx.executeBlocking(this::run, false);
    }
    return last;
  }

  private Void run() {
    try {
      refresh.run();
    } finally {
      endedAt = clock.instant();
    }
    return null;
  }

  /** Also when the clock was set back since. */
  private boolean isOld() {
    Instant ended = endedAt;
    Instant now = clock.instant();
    return ended == null || now.isBefore(ended) || !now.isBefore(ended.plus(interval));
  }
}
