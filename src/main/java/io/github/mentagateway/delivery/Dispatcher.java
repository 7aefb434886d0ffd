package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.Attempt;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.LeaseLostException;
import io.github.mentagateway.inbox.Settlement;
import io.github.mentagateway.inbox.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reads one durable channel: as soon as the store says that there may be work, and again when a retry falls due. At most
 * {@code concurrency} attempts run at once; the store sees to it that no two are of one lane.
 */
public final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  private final String channel;
  private final ChannelOptions options;
  private final Reader reader;
  private final DeliveryEnvironment environment;
  private final Inbox inbox;
  private final Verdicts verdicts;
  private final AttemptJournal journal;
  private final ExecutorService workers;
  private final AtomicInteger looks = new AtomicInteger();
  private final TimeLimits limits;
  private Future<?> alarm;
  private int underWay;
  /** Whether the last look failed. For the one thread that looks. */
  private volatile boolean blind;
  private boolean open;

  public Dispatcher(String channel, ChannelOptions options, Reader reader, DeliveryEnvironment environment) {
    this.channel = channel;
    this.options = options;
    this.reader = reader;
    this.environment = environment;
    this.inbox = environment.inbox();
    this.verdicts = new Verdicts(options, new Backoff(options, environment.random()), environment);
    this.journal = new AttemptJournal(channel, environment.meters(), environment.wall(), verdicts::mask);
    this.limits = new TimeLimits(options.timeout(), environment.timer());
    AtomicInteger threads = new AtomicInteger();
    // one more than attempts: looking for work must not wait for the end of one
    this.workers = Executors.newFixedThreadPool(options.concurrency() + 1,
        task -> new Thread(task, "durable-" + channel + "-" + threads.incrementAndGet()));
  }

  /** @throws IllegalStateException when another route reads the channel already */
  public void start() {
    synchronized (this) {
      open = true;
    }
    try {
      inbox.open(channel, options.rules(), this::wake);
    } catch (RuntimeException e) {
      synchronized (this) {
        open = false;
      }
      workers.shutdown();
      throw e;
    }
    journal.watch(limits);
  }

  /**
   * Claims nothing any more, and waits for the attempts under way; what takes longer than {@code patience} is interrupted, and what
   * has not ended even then is told at the next start as interrupted.
   */
  public void stop(Duration patience) {
    synchronized (this) {
      open = false;
      cancelAlarm();
    }
    inbox.close(channel);
    workers.shutdown();
    try {
      if (!workers.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("event=shutdown_overdue destination={} under_way={} next=interrupt", channel, underWay());
        limits.interruptAll();
        workers.awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      limits.interruptAll();
      Thread.currentThread().interrupt();
    } finally {
      journal.close();
    }
  }

  private synchronized int underWay() {
    return underWay;
  }

  /** Cheap, and safe on any thread: however often it is called, one look follows that began after the last call. */
  private void wake() {
    if (looks.getAndIncrement() == 0) {
      onWorker(this::look);
    }
  }

  private void look() {
    int seen;
    do {
      seen = looks.get();
      try {
        claimAll();
        if (blind) {
          blind = false;
          LOG.info("event=look_works_again destination={}", channel);
        }
      } catch (RuntimeException e) {
        // else nobody would look again; once is enough of a store that does not answer for a while
        LOG.atLevel(blind ? Level.DEBUG : Level.ERROR).setCause(e).log("event=look_failed destination={} error={}", channel, e.toString());
        blind = true;
      }
    } while (!looks.compareAndSet(seen, 0));
  }

  private void claimAll() {
    for (int free = free(); free > 0; free = free()) {
      List<Work> works = inbox.claim(channel, free);
      if (works.isEmpty()) {
        setAlarm();
        return;
      }
      works.forEach(this::begin);
    }
  }

  private synchronized int free() {
    return open ? options.concurrency() - underWay : 0;
  }

  private void begin(Work work) {
    synchronized (this) {
      underWay++;
    }
    boolean begun = onWorker(() -> {
      try {
        attempt(work);
      } finally {
        ended();
      }
    });
    if (!begun) {
      inbox.release(work);
      ended();
    }
  }

  private boolean onWorker(Runnable task) {
    synchronized (this) {
      if (!open || workers.isShutdown()) {
        return false;
      }
      workers.execute(task);
      return true;
    }
  }

  private void ended() {
    synchronized (this) {
      underWay--;
    }
    wake();
  }

  private synchronized void setAlarm() {
    cancelAlarm();
    if (open) {
      inbox.nextDue(channel).ifPresent(due -> {
        long millis = Math.max(1, Duration.between(environment.clock().instant(), due).toMillis() + 1);
        alarm = environment.timer().schedule(this::wake, millis, TimeUnit.MILLISECONDS);
      });
    }
  }

  private void cancelAlarm() {
    if (alarm != null) {
      alarm.cancel(false);
    }
  }

  private void attempt(Work work) {
    if (!inbox.holds(work)) {
      // who was stopped for longer than the lease lasts must not come on top of whoever has it now
      inbox.release(work);
      journal.leaseLost(work, "no attempt is made here");
      return;
    }
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
    settle(work, startedAt, took, verdicts.of(work, outcome, overdue), overdue);
  }

  private Outcome read(Work work) {
    try {
      return Objects.requireNonNull(reader.attempt(work), "the reader told no outcome");
    } catch (Throwable e) {
      // whatever it is, Errors and smuggled checked exceptions too: a lane whose attempt has no end stands still for ever
      return new Outcome.Failed(e.toString(), null, false);
    }
  }

  /** Waits for the store: until then the lane stands still anyway. */
  private void settle(Work work, Instant startedAt, Duration took, Settlement settlement, boolean overdue) {
    Attempt attempt = new Attempt(work.attempt(), startedAt, took, Verdicts.outcomeOf(settlement), Verdicts.errorOf(settlement));
    try {
      inbox.settle(work, attempt, settlement).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof LeaseLostException) {
        journal.leaseLost(work, "the end of this attempt counts no more, whoever has it now decides");
        return;
      }
      if (!(settlement instanceof Settlement.Delivered)) {
        LOG.error("event=settle_failed destination={} delivery={} error={}", channel, work.deliveryId(), verdicts.mask(e.toString()));
        return;
      }
      // what the route sent cannot be stored: a failure of the attempt
      Outcome failed = new Outcome.Failed("its end could not be stored: " + e.getCause().getMessage(), null, false);
      settle(work, startedAt, took, verdicts.of(work, failed, false), overdue);
      return;
    }
    journal.record(work, attempt, settlement instanceof Settlement.Retry retry ? retry.at() : null, overdue);
  }
}
