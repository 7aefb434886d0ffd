package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.LeaseLostException;
import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.inbox.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reads one durable channel: as soon as the store says that there may be work, and again when a retry falls due. At most
 * {@code concurrency} attempts run at once; the store sees to it that no two are of one line.
 */
public final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  /** For what was interrupted. */
  private static final Duration GRACE = Duration.ofSeconds(1);
  /** After a look that failed: nothing else may happen that would make another one. */
  private static final long BETWEEN_FAILED_POLLS_MILLIS = 1_000;

  private final String channel;
  private final ChannelOptions options;
  private final DeliveryHandler handler;
  private final DeliveryServices services;
  private final WorkQueue queue;
  private final SettlementRules rules;
  private final AttemptLog attemptLog;
  private final ExecutorService workers;
  private final AtomicInteger polls = new AtomicInteger();
  private final AttemptTimeouts timeouts;
  private final ConcurrencyLimiter limiter;
  /** What the store has said, and nobody has looked at yet. */
  private final BlockingQueue<EndedAttempt.SettleResult> results = new LinkedBlockingQueue<>();
  private Future<?> nextPoll;
  /** Whether the last look failed. For the one thread that polls. */
  private volatile boolean lastPollFailed;

  public Dispatcher(String channel, ChannelOptions options, DeliveryHandler handler, DeliveryServices services) {
    this.channel = channel;
    this.options = options;
    this.handler = handler;
    this.services = services;
    this.queue = services.queue();
    this.rules = new SettlementRules(options, new Backoff(options, services.random()), services);
    this.attemptLog = new AttemptLog(channel, services.meters(), services.wall(), rules::mask);
    this.timeouts = new AttemptTimeouts(options.timeout(), services.timer(), services.abort());
    this.limiter = new ConcurrencyLimiter(options.concurrency());
    AtomicInteger threads = new AtomicInteger();
    // one more than attempts: looking for work must not wait for the end of one
    this.workers = Executors.newFixedThreadPool(options.concurrency() + 1,
        task -> new Thread(task, "durable-" + channel + "-" + threads.incrementAndGet()));
  }

  /**
   * Takes the channel, and makes no attempt before {@link #begin}.
   *
   * @throws IllegalStateException when another route reads the channel already
   */
  public void start() {
    try {
      queue.open(channel, options.rules(), this::wake);
    } catch (RuntimeException e) {
      workers.shutdown();
      throw e;
    }
    attemptLog.watch(timeouts);
  }

  /** Everything that an attempt needs is there. Does nothing after {@link #stop}. */
  public synchronized void begin() {
    if (!workers.isShutdown()) {
      limiter.open();
      wake();
    }
  }

  /**
   * Claims nothing any more, and waits for the attempts under way and for the store to have their ends; what takes longer than
   * {@code patience} is interrupted, and what has not ended even then is told at the next start as interrupted.
   */
  public void stop(Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    synchronized (this) {
      limiter.close();
      cancelNextPoll();
    }
    queue.close(channel);
    workers.shutdown();
    try {
      if (!workers.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("event=shutdown_overdue destination={} under_way={} next=interrupt", channel, limiter.running());
        timeouts.interruptAll();
        workers.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        // their ends have yet to be written
        until = Math.max(until, System.nanoTime() + GRACE.toNanos());
      }
      awaitSettled(until);
    } catch (InterruptedException e) {
      timeouts.interruptAll();
      Thread.currentThread().interrupt();
    } finally {
      attemptLog.close();
    }
  }

  /** Nobody else polls any more, unless the store keeps who polls from ending. */
  private void awaitSettled(long until) throws InterruptedException {
    while (limiter.unsettled() > 0) {
      EndedAttempt.SettleResult next = results.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (next == null) {
        LOG.warn("event=shutdown_overdue destination={} unsettled={} next=leave-them-to-the-store", channel, limiter.unsettled());
        return;
      }
      conclude(next);
    }
  }

  /** Cheap, and safe on any thread: however often it is called, one poll follows that began after the last call; {@link #begin} polls too. */
  private void wake() {
    if (mustPoll()) {
      onWorker(() -> attemptAll(poll()));
    }
  }

  /** False when another thread is looking: it polls once more. */
  private boolean mustPoll() {
    return limiter.isOpen() && polls.getAndIncrement() == 0;
  }

  /** @return one of those that were claimed, for the thread that looked; null when there is none */
  private Work poll() {
    Deque<Work> own = new ArrayDeque<>(1);
    int seen;
    do {
      seen = polls.get();
      try {
        // this look may take its time
        handOver(own.poll());
        concludeAll();
        claimAll(own);
        if (lastPollFailed) {
          lastPollFailed = false;
          LOG.info("event=look_works_again destination={}", channel);
        }
      } catch (RuntimeException | Error e) {
        // else nobody would look again; once is enough of a store that does not answer for a while
        LOG.atLevel(lastPollFailed ? Level.DEBUG : Level.ERROR).setCause(e)
            .log("event=look_failed destination={} error={}", channel, e.toString());
        lastPollFailed = true;
        schedulePoll(BETWEEN_FAILED_POLLS_MILLIS);
      }
    } while (!polls.compareAndSet(seen, 0));
    return own.poll();
  }

  private void concludeAll() {
    for (EndedAttempt.SettleResult next = results.poll(); next != null; next = results.poll()) {
      conclude(next);
    }
  }

  /** @param own keeps the first of them, in which its thread need not be woken */
  private void claimAll(Deque<Work> own) {
    for (int free = limiter.free(); free > 0; free = limiter.free()) {
      List<Work> works = queue.claim(channel, free);
      if (works.isEmpty()) {
        schedulePoll();
        return;
      }
      for (Work work : works) {
        limiter.begin();
        if (own.isEmpty()) {
          own.add(work);
        } else {
          handOver(work);
        }
      }
    }
  }

  private void handOver(Work work) {
    if (work != null && !onWorker(() -> attemptAll(work))) {
      giveBack(work);
    }
  }

  private void giveBack(Work work) {
    limiter.giveBack();
    queue.release(work);
  }

  /** Who has ended an attempt polls for the next one itself: no other thread has to be woken for it. */
  private void attemptAll(Work first) {
    for (Work work = first; work != null; work = mustPoll() ? poll() : null) {
      if (isRunning()) {
        attempt(work);
      } else {
        giveBack(work);
      }
    }
  }

  private synchronized boolean isRunning() {
    return limiter.isOpen() && !workers.isShutdown();
  }

  private boolean onWorker(Runnable task) {
    synchronized (this) {
      if (!isRunning()) {
        return false;
      }
      workers.execute(task);
      return true;
    }
  }

  private synchronized void schedulePoll() {
    cancelNextPoll();
    queue.nextDue(channel).ifPresent(due -> schedulePoll(Math.max(1, Duration.between(services.clock().instant(), due).toMillis() + 1)));
  }

  private synchronized void schedulePoll(long millis) {
    cancelNextPoll();
    if (limiter.isOpen()) {
      nextPoll = services.timer().schedule(this::wake, millis, TimeUnit.MILLISECONDS);
    }
  }

  private void cancelNextPoll() {
    if (nextPoll != null) {
      nextPoll.cancel(false);
    }
  }

  private void attempt(Work work) {
    EndedAttempt ended = null;
    try {
      ended = queue.holds(work) ? ended(work) : null;
      if (ended == null) {
        // who was stopped for longer than the lease lasts must not come on top of whoever has it now
        queue.release(work);
        attemptLog.leaseLost(work, "no attempt is made here");
      }
    } catch (RuntimeException | Error e) {
      LOG.error("event=attempt_broken_off destination={} delivery={} error={}", channel, work.deliveryId(),
          rules.mask(e.toString()), e);
    }
    if (ended == null) {
      limiter.giveBack();
    } else {
      settle(ended);
    }
  }

  private EndedAttempt ended(Work work) {
    Instant startedAt = services.clock().instant();
    long begun = System.nanoTime();
    boolean overdue = false;
    AttemptResult outcome;
    if (work.attemptsSpent() > options.maxAttempts()) {
      outcome = new AttemptResult.GivenUp("all " + options.maxAttempts() + " attempts are used up, those that the end of the gateway"
          + " interrupted included");
    } else {
      AttemptTimeout timeout = timeouts.begin();
      outcome = read(work);
      overdue = timeouts.end(timeout);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    return new EndedAttempt(work, startedAt, took, rules.of(work, outcome, overdue), overdue);
  }

  private AttemptResult read(Work work) {
    try {
      return Objects.requireNonNull(handler.attempt(work), "the reader told no outcome");
    } catch (Throwable e) {
      // whatever it is, Errors and smuggled checked exceptions too: a line whose attempt has no end stands still for ever
      return new AttemptResult.Failed(e.toString(), null, false);
    }
  }

  /** Waits for nothing: the line stands still until the store has it, the thread need not. */
  private void settle(EndedAttempt ended) {
    limiter.end(ended.isSuccess());
    storing(ended).whenComplete((nothing, failure) -> {
      results.add(new EndedAttempt.SettleResult(ended, failure instanceof CompletionException ? failure.getCause() : failure));
      wake();
    });
  }

  private CompletableFuture<Void> storing(EndedAttempt ended) {
    try {
      return queue.settle(ended.work(), ended.startedAt(), ended.took(), ended.settlement());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** What can never be stored, such as two sends with one key, would come out the same of every further attempt. */
  private static AttemptResult refused(Throwable failure) {
    return failure instanceof IllegalArgumentException
        ? new AttemptResult.GivenUp(failure.getMessage())
        : new AttemptResult.Failed("its end could not be stored: " + failure.getMessage(), null, false);
  }

  private void conclude(EndedAttempt.SettleResult result) {
    EndedAttempt ended = result.ended();
    try {
      if (result.failure() == null) {
        attemptLog.record(ended);
      } else if (result.failure() instanceof LeaseLostException) {
        attemptLog.leaseLost(ended.work(), "the end of this attempt counts no more, whoever has it now decides");
      } else if (ended.isSuccess()) {
        // what the route sent cannot be stored: a failure of the attempt
        EndedAttempt anew = ended.meaning(rules.of(ended.work(), refused(result.failure()), false));
        limiter.begin();
        settle(anew);
      } else {
        LOG.error("event=settle_failed destination={} delivery={} error={}", channel, ended.work().deliveryId(),
            rules.mask(result.failure().toString()));
      }
    } catch (RuntimeException | Error e) {
      // the store has it, and those behind it are waited for
      LOG.error("event=not_recorded destination={} delivery={} error={}", channel, ended.work().deliveryId(),
          rules.mask(e.toString()), e);
    } finally {
      // only now: who waits for the last of them must not miss one that is settled anew
      limiter.settled(ended.isSuccess());
    }
  }
}
