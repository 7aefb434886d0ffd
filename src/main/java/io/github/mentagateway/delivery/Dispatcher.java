package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.inbox.WorkQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reads one durable channel: polls the store for due deliveries as soon as the store says that there may be some, and again when a retry
 * falls due, its window opens or its rate lets one begin, and has each one attempted on a worker. At most {@code concurrency} attempts run at
 * once; the store sees to it that no two are of one line.
 */
public final class Dispatcher implements ChannelReader {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  /** How long an interrupted attempt may still take. */
  private static final Duration GRACE = Duration.ofSeconds(1);
  /** A poll that failed is made again by itself: perhaps nothing else happens that would cause one. */
  private static final long BETWEEN_FAILED_POLLS_MILLIS = 1_000;
  /** The machine's clock may be set, and the machine sleep, while a window is waited for: a look at the clock, and at nothing else. */
  private static final long BETWEEN_LOOKS_AT_THE_CLOCK_MILLIS = 60_000;

  private final String channel;
  private final ChannelOptions options;
  private final DeliveryServices services;
  private final WorkQueue queue;
  private final SettlementRules rules;
  private final AttemptLog attemptLog;
  private final AttemptTimeouts timeouts;
  private final ConcurrencyLimiter limiter;
  private final Pace pace;
  private final AttemptRunner runner;
  private final AttemptSettler settler;
  private final ExecutorService workers;
  /** How many polls were asked for since the last one ended; 0 when no thread polls. */
  private final AtomicInteger polls = new AtomicInteger();
  private Future<?> nextPoll;
  /** Written by the one thread that polls. */
  private volatile boolean lastPollFailed;

  public Dispatcher(String channel, ChannelOptions options, DeliveryHandler handler, DeliveryServices services) {
    this.channel = channel;
    this.options = options;
    this.services = services;
    this.queue = services.queue();
    this.rules = new SettlementRules(options, new Backoff(options, services.random()), services);
    this.attemptLog = new AttemptLog(channel, services.meters(), services.wall(), rules::mask, services.listener());
    this.timeouts = new AttemptTimeouts(options.timeout(), services.timer(), services.abort());
    this.limiter = new ConcurrencyLimiter(options.concurrency(), options.adaptive());
    this.pace = new Pace(channel, options.rate(), queue, services.clock());
    this.runner = new AttemptRunner(options, queue, handler, services.clock(), rules, timeouts);
    this.settler = new AttemptSettler(channel, queue, rules, limiter, attemptLog, this::wake);
    AtomicInteger threads = new AtomicInteger();
    // one more than attempts: a poll must not wait for the end of one
    this.workers = Executors.newFixedThreadPool(options.concurrency() + 1,
        task -> new Thread(task, "durable-" + channel + "-" + threads.incrementAndGet()));
  }

  @Override
  public void start() {
    try {
      queue.open(channel, options.rules(), this::wake);
    } catch (RuntimeException e) {
      workers.shutdown();
      throw e;
    }
    services.readIn(channel, () -> new Reading(options.window(), options.rate(), options.concurrency(), limiter.allowed()));
    attemptLog.watch(timeouts);
  }

  @Override
  public synchronized void begin() {
    if (!workers.isShutdown()) {
      limiter.open();
      wake();
    }
  }

  @Override
  public void stop(Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    synchronized (this) {
      limiter.close();
      cancelNextPoll();
    }
    // before it is closed: whoever reads it next may have another window
    services.readNoMore(channel);
    queue.close(channel);
    workers.shutdown();
    try {
      if (!workers.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("event=shutdown_overdue destination={} under_way={} next=interrupt", channel, limiter.running());
        timeouts.interruptAll();
        workers.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        // the ends of the interrupted attempts have yet to be written
        until = Math.max(until, System.nanoTime() + GRACE.toNanos());
      }
      settler.awaitAll(until);
    } catch (InterruptedException e) {
      timeouts.interruptAll();
      Thread.currentThread().interrupt();
    } finally {
      attemptLog.close();
    }
  }

  /** Cheap, and safe on any thread: however often it is called, one poll follows that began after the last call; {@link #begin} polls too. */
  private void wake() {
    if (mustPoll()) {
      onWorker(() -> attemptAll(poll()));
    }
  }

  /** False when another thread polls: that one polls once more. */
  private boolean mustPoll() {
    return limiter.isOpen() && polls.getAndIncrement() == 0;
  }

  /** @return one of the claimed deliveries, for the thread that polled; null when there is none */
  private Work poll() {
    Deque<Work> own = new ArrayDeque<>(1);
    int seen;
    do {
      seen = polls.get();
      try {
        // this poll may take long: what the one before it claimed does not wait for it
        handOver(own.poll());
        settler.recordAll();
        claimAll(own);
        if (lastPollFailed) {
          lastPollFailed = false;
          LOG.info("event=look_works_again destination={}", channel);
        }
      } catch (RuntimeException | Error e) {
        // one error line is enough for a store that does not answer for a while
        LOG.atLevel(lastPollFailed ? Level.DEBUG : Level.ERROR).setCause(e)
            .log("event=look_failed destination={} error={}", channel, e.toString());
        lastPollFailed = true;
        schedulePoll(BETWEEN_FAILED_POLLS_MILLIS);
      }
    } while (!polls.compareAndSet(seen, 0));
    return own.poll();
  }

  /** @param own keeps the first of them, for which no other thread need be woken */
  private void claimAll(Deque<Work> own) {
    for (int free = limiter.free(); free > 0; free = limiter.free()) {
      if (isClosed()) {
        return;
      }
      int slots = pace.free(free);
      if (slots == 0) {
        schedulePoll(pace.wait(services.clock().instant()).toMillis() + 1);
        return;
      }
      List<Work> works = queue.claim(channel, slots);
      if (works.isEmpty()) {
        schedulePoll();
        return;
      }
      pace.begin(works.size());
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

  /** Outside of its window: then nothing is claimed for it, and the next poll is at the opening. */
  private boolean isClosed() {
    if (options.window().isAlways()) {
      return false;
    }
    Instant now = services.wall().instant();
    Instant opening = options.window().nextOpening(now);
    if (opening.equals(now)) {
      return false;
    }
    queue.rest(channel);
    schedulePoll(Math.min(Duration.between(now, opening).toMillis() + 1, BETWEEN_LOOKS_AT_THE_CLOCK_MILLIS));
    return true;
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

  /** A thread that has ended an attempt polls for the next one itself: no other thread need be woken for it. */
  private void attemptAll(Work first) {
    for (Work work = first; work != null; work = mustPoll() ? poll() : null) {
      if (isRunning()) {
        attempt(work);
      } else {
        giveBack(work);
      }
    }
  }

  private void attempt(Work work) {
    EndedAttempt ended = null;
    try {
      ended = queue.holds(work) ? runner.run(work) : null;
      if (ended == null) {
        // an instance whose lease has expired starts no attempt
        queue.release(work);
        attemptLog.leaseLost(work, "no attempt is made here");
      }
    } catch (InboxUnavailableException e) {
      LOG.warn("event=attempt_put_off destination={} delivery={} error={}", channel, work.deliveryId(), rules.mask(e.getMessage()));
      pause();
      queue.release(work);
    } catch (RuntimeException | Error e) {
      LOG.error("event=attempt_broken_off destination={} delivery={} error={}", channel, work.deliveryId(),
          rules.mask(e.toString()), e);
    }
    if (ended == null) {
      limiter.giveBack();
    } else {
      settler.settle(ended);
    }
  }

  /** A store that says no at once would be asked without end. */
  private static void pause() {
    LockSupport.parkNanos(Duration.ofMillis(BETWEEN_FAILED_POLLS_MILLIS).toNanos());
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
    queue.nextDue(channel)
        .ifPresent(due -> schedulePoll(Math.max(1, Duration.between(services.clock().instant(), due).toMillis() + 1)));
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
}
