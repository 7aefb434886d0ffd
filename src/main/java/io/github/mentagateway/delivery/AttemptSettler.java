package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.LeaseLostException;
import io.github.mentagateway.inbox.WorkQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the ends of attempts to the store, and records each one when the store has answered. No thread waits for that answer: it comes on
 * the store's thread, and the thread that polls the channel next records it.
 */
final class AttemptSettler {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptSettler.class);

  private final String channel;
  private final WorkQueue queue;
  private final SettlementRules rules;
  private final ConcurrencyLimiter limiter;
  private final AttemptLog attemptLog;
  private final Runnable onResult;
  /** What the store has answered, and nobody has recorded yet. */
  private final BlockingQueue<EndedAttempt.SettleResult> results = new LinkedBlockingQueue<>();

  /** @param onResult runs on the store's thread when there is something to record */
  AttemptSettler(String channel, WorkQueue queue, SettlementRules rules, ConcurrencyLimiter limiter, AttemptLog attemptLog,
      Runnable onResult) {
    this.channel = channel;
    this.queue = queue;
    this.rules = rules;
    this.limiter = limiter;
    this.attemptLog = attemptLog;
    this.onResult = onResult;
  }

  /** Returns at once. The line stands still until the store has the end. */
  void settle(EndedAttempt ended) {
    limiter.end(ended.isSuccess(), ended.isOutage(), ended.took());
    storing(ended).whenComplete((nothing, failure) -> {
      results.add(new EndedAttempt.SettleResult(ended, failure instanceof CompletionException ? failure.getCause() : failure));
      onResult.run();
    });
  }

  private CompletableFuture<Void> storing(EndedAttempt ended) {
    try {
      return queue.settle(ended.work(), ended.startedAt(), ended.took(), ended.settlement());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Records what the store has answered so far. */
  void recordAll() {
    for (EndedAttempt.SettleResult next = results.poll(); next != null; next = results.poll()) {
      record(next);
    }
  }

  /**
   * Waits until the store has every end, and records them: when a channel stops, nobody polls it any more.
   *
   * @param until of {@link System#nanoTime}; what the store has not answered by then is left to it
   */
  void awaitAll(long until) throws InterruptedException {
    while (limiter.unsettled() > 0) {
      EndedAttempt.SettleResult next = results.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (next == null) {
        LOG.warn("event=shutdown_overdue destination={} unsettled={} next=leave-them-to-the-store", channel, limiter.unsettled());
        return;
      }
      record(next);
    }
  }

  private void record(EndedAttempt.SettleResult result) {
    EndedAttempt ended = result.ended();
    try {
      if (result.failure() == null) {
        attemptLog.record(ended);
      } else if (result.failure() instanceof LeaseLostException) {
        attemptLog.leaseLost(ended.work(), "the end of this attempt counts no more, whoever has it now decides");
      } else if (ended.isSuccess()) {
        // the store refused what the route sent: the attempt failed
        EndedAttempt anew = ended.meaning(rules.of(ended.work(), refused(result.failure()), false));
        limiter.begin();
        settle(anew);
      } else {
        LOG.error("event=settle_failed destination={} delivery={} error={}", channel, ended.work().deliveryId(),
            rules.mask(result.failure().toString()));
      }
    } catch (RuntimeException | Error e) {
      // the store has this end, and those behind it are still to be recorded
      LOG.error("event=not_recorded destination={} delivery={} error={}", channel, ended.work().deliveryId(),
          rules.mask(e.toString()), e);
    } finally {
      // last, because a thread that waits for the last end must not miss one that is settled anew
      limiter.settled(ended.isSuccess());
    }
  }

  /** A send that can never be stored, such as the second one with the same key, would fail every further attempt in the same way. */
  private static AttemptResult refused(Throwable failure) {
    return failure instanceof IllegalArgumentException
        ? new AttemptResult.GivenUp(failure.getMessage())
        : new AttemptResult.Failed("its end could not be stored: " + failure.getMessage(), null, false);
  }
}
