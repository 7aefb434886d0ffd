package io.github.mentagateway;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A timer whose tasks run, on the test's own thread, when the test moves the clock. */
public final class ManualTimer extends ScheduledThreadPoolExecutor {
  private final MovableClock clock;
  private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();

  public ManualTimer(MovableClock clock) {
    super(0);
    this.clock = clock;
  }

  @Override
  public synchronized ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    Alarm alarm = new Alarm(task, clock.instant().plus(Duration.of(delay, unit.toChronoUnit())));
    alarms.add(alarm);
    return alarm;
  }

  /** Moves the clock, and runs what falls due. Waits until something is due by then, because another thread may be about to schedule it. */
  public void move(Duration forward) {
    Instant then = clock.instant().plus(forward);
    Awaitility.await().until(() -> rings(then));
    clock.move(forward);
    for (Alarm due = due(); due != null; due = due()) {
      due.run();
    }
  }

  private synchronized boolean rings(Instant until) {
    return alarms.stream().anyMatch(alarm -> !alarm.isDone() && !alarm.at.isAfter(until));
  }

  private synchronized Alarm due() {
    return alarms.isEmpty() || alarms.peek().at.isAfter(clock.instant()) ? null : alarms.poll();
  }

  private final class Alarm extends FutureTask<Void> implements ScheduledFuture<Void> {
    private final Instant at;

    Alarm(Runnable task, Instant at) {
      super(task, null);
      this.at = at;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(Duration.between(clock.instant(), at));
    }

    @Override
    public int compareTo(Delayed other) {
      return at.compareTo(((Alarm) other).at);
    }
  }
}
