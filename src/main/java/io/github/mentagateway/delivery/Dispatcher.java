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
  private static final long BETWEEN_FAILED_LOOKS_MILLIS = 1_000;

  private final String channel;
  private final ChannelOptions options;
  private final Reader reader;
  private final DeliveryEnvironment environment;
  private final WorkQueue queue;
  private final SettlementRules rules;
  private final AttemptLog attemptLog;
  private final ExecutorService workers;
  private final AtomicInteger looks = new AtomicInteger();
  private final TimeLimits limits;
  private final Slots slots;
  /** What the store has said, and nobody has looked at yet. */
  private final BlockingQueue<EndedAttempt.Told> told = new LinkedBlockingQueue<>();
  private Future<?> alarm;
  /** Whether the last look failed. For the one thread that looks. */
  private volatile boolean blind;

  public Dispatcher(String channel, ChannelOptions options, Reader reader, DeliveryEnvironment environment) {
    this.channel = channel;
    this.options = options;
    this.reader = reader;
    this.environment = environment;
    this.queue = environment.queue();
    this.rules = new SettlementRules(options, new Backoff(options, environment.random()), environment);
    this.attemptLog = new AttemptLog(channel, environment.meters(), environment.wall(), rules::mask);
    this.limits = new TimeLimits(options.timeout(), environment.timer(), environment.abort());
    this.slots = new Slots(options.concurrency());
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
    attemptLog.watch(limits);
  }

  /** Everything that an attempt needs is there. Does nothing after {@link #stop}. */
  public synchronized void begin() {
    if (!workers.isShutdown()) {
      slots.open();
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
      slots.close();
      cancelAlarm();
    }
    queue.close(channel);
    workers.shutdown();
    try {
      if (!workers.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("event=shutdown_overdue destination={} under_way={} next=interrupt", channel, slots.running());
        limits.interruptAll();
        workers.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        // their ends have yet to be written
        until = Math.max(until, System.nanoTime() + GRACE.toNanos());
      }
      awaitSettled(until);
    } catch (InterruptedException e) {
      limits.interruptAll();
      Thread.currentThread().interrupt();
    } finally {
      attemptLog.close();
    }
  }

  /** Nobody else looks any more, unless the store keeps who looks from ending. */
  private void awaitSettled(long until) throws InterruptedException {
    while (slots.unsettled() > 0) {
      EndedAttempt.Told next = told.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (next == null) {
        LOG.warn("event=shutdown_overdue destination={} unsettled={} next=leave-them-to-the-store", channel, slots.unsettled());
        return;
      }
      conclude(next);
    }
  }

  /** Cheap, and safe on any thread: however often it is called, one look follows that began after the last call; {@link #begin} looks too. */
  private void wake() {
    if (mustLook()) {
      onWorker(() -> attemptAll(look()));
    }
  }

  /** False when another thread is looking: it looks once more. */
  private boolean mustLook() {
    return slots.isOpen() && looks.getAndIncrement() == 0;
  }

  /** @return one of those that were claimed, for the thread that looked; null when there is none */
  private Work look() {
    Deque<Work> own = new ArrayDeque<>(1);
    int seen;
    do {
      seen = looks.get();
      try {
        // this look may take its time
        handOver(own.poll());
        concludeAll();
        claimAll(own);
        if (blind) {
          blind = false;
          LOG.info("event=look_works_again destination={}", channel);
        }
      } catch (RuntimeException | Error e) {
        // else nobody would look again; once is enough of a store that does not answer for a while
        LOG.atLevel(blind ? Level.DEBUG : Level.ERROR).setCause(e).log("event=look_failed destination={} error={}", channel, e.toString());
        blind = true;
        setAlarm(BETWEEN_FAILED_LOOKS_MILLIS);
      }
    } while (!looks.compareAndSet(seen, 0));
    return own.poll();
  }

  private void concludeAll() {
    for (EndedAttempt.Told next = told.poll(); next != null; next = told.poll()) {
      conclude(next);
    }
  }

  /** @param own keeps the first of them, in which its thread need not be woken */
  private void claimAll(Deque<Work> own) {
    for (int free = slots.free(); free > 0; free = slots.free()) {
      List<Work> works = queue.claim(channel, free);
      if (works.isEmpty()) {
        setAlarm();
        return;
      }
      for (Work work : works) {
        slots.begin();
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
    slots.giveBack();
    queue.release(work);
  }

  /** Who has ended an attempt looks for the next one itself: no other thread has to be woken for it. */
  private void attemptAll(Work first) {
    for (Work work = first; work != null; work = mustLook() ? look() : null) {
      if (isRunning()) {
        attempt(work);
      } else {
        giveBack(work);
      }
    }
  }

  private synchronized boolean isRunning() {
    return slots.isOpen() && !workers.isShutdown();
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

  private synchronized void setAlarm() {
    cancelAlarm();
    queue.nextDue(channel).ifPresent(due -> setAlarm(Math.max(1, Duration.between(environment.clock().instant(), due).toMillis() + 1)));
  }

  private synchronized void setAlarm(long millis) {
    cancelAlarm();
    if (slots.isOpen()) {
      alarm = environment.timer().schedule(this::wake, millis, TimeUnit.MILLISECONDS);
    }
  }

  private void cancelAlarm() {
    if (alarm != null) {
      alarm.cancel(false);
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
      slots.giveBack();
    } else {
      settle(ended);
    }
  }

  private EndedAttempt ended(Work work) {
    Instant startedAt = environment.clock().instant();
    long begun = System.nanoTime();
    boolean overdue = false;
    Outcome outcome;
    if (work.attemptsSpent() > options.maxAttempts()) {
      outcome = new Outcome.GivenUp("all " + options.maxAttempts() + " attempts are used up, those that the end of the gateway"
          + " interrupted included");
    } else {
      TimeLimit limit = limits.begin();
      outcome = read(work);
      overdue = limits.end(limit);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    return new EndedAttempt(work, startedAt, took, rules.of(work, outcome, overdue), overdue);
  }

  private Outcome read(Work work) {
    try {
      return Objects.requireNonNull(reader.attempt(work), "the reader told no outcome");
    } catch (Throwable e) {
      // whatever it is, Errors and smuggled checked exceptions too: a line whose attempt has no end stands still for ever
      return new Outcome.Failed(e.toString(), null, false);
    }
  }

  /** Waits for nothing: the line stands still until the store has it, the thread need not. */
  private void settle(EndedAttempt ended) {
    slots.end(ended.isSuccess());
    storing(ended).whenComplete((nothing, failure) -> {
      told.add(new EndedAttempt.Told(ended, failure instanceof CompletionException ? failure.getCause() : failure));
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
  private static Outcome refused(Throwable failure) {
    return failure instanceof IllegalArgumentException
        ? new Outcome.GivenUp(failure.getMessage())
        : new Outcome.Failed("its end could not be stored: " + failure.getMessage(), null, false);
  }

  private void conclude(EndedAttempt.Told told) {
    EndedAttempt ended = told.ended();
    try {
      if (told.failure() == null) {
        attemptLog.record(ended);
      } else if (told.failure() instanceof LeaseLostException) {
        attemptLog.leaseLost(ended.work(), "the end of this attempt counts no more, whoever has it now decides");
      } else if (ended.isSuccess()) {
        // what the route sent cannot be stored: a failure of the attempt
        EndedAttempt anew = ended.meaning(rules.of(ended.work(), refused(told.failure()), false));
        slots.begin();
        settle(anew);
      } else {
        LOG.error("event=settle_failed destination={} delivery={} error={}", channel, ended.work().deliveryId(),
            rules.mask(told.failure().toString()));
      }
    } catch (RuntimeException | Error e) {
      // the store has it, and those behind it are waited for
      LOG.error("event=not_recorded destination={} delivery={} error={}", channel, ended.work().deliveryId(),
          rules.mask(e.toString()), e);
    } finally {
      // only now: who waits for the last of them must not miss one that is settled anew
      slots.settled(ended.isSuccess());
    }
  }
}
