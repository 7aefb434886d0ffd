package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.Attempt.Cause;
import io.github.mentagateway.simulator.Attempt.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Menta's connections: each takes what is due, sends it, and tells the queue what came of it. */
final class Sender {
  private static final long TICK_MILLIS = 100;
  private static final Duration SHORTEST_SLOWNESS = Duration.ofMillis(300);
  private static final Duration LONGEST_SLOWNESS = Duration.ofSeconds(3);

  /** So that some come before the request is looked at, and some when it has been dealt with. */
  private static final Duration LATEST_CUT = Duration.ofMillis(20);

  private final Endpoint endpoint;
  private final SimulationOptions options;
  private final Schedule schedule;
  private final Journal journal;
  private final MentaClock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Line> lines = new ArrayList<>();
  /** Of {@link System#nanoTime}; 0 as long as new messages come. */
  private long allMadeAt;
  private boolean ended;

  Sender(Endpoint endpoint, SimulationOptions options, Schedule schedule, Journal journal, MentaClock clock) {
    this.endpoint = endpoint;
    this.options = options;
    this.schedule = schedule;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Returns when nothing is left to send, or the patience is over, or it is told to {@link #end}; what is under way then is awaited.
   *
   * @param tick called some times a second
   */
  void run(Runnable tick) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(options.connections());
    try {
      ExecutorCompletionService<Void> work = new ExecutorCompletionService<>(threads);
      for (int i = 0; i < options.connections(); i++) {
        Line line = new Line(endpoint, options.senderTimeout());
        lines.add(line);
        work.submit(() -> {
          send(line);
          return null;
        });
      }
      int running = options.connections();
      while (running > 0) {
        Future<Void> over = work.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        if (over != null) {
          running--;
          over.get();
        }
        lines.forEach(line -> line.cutWhenOverdue(System.nanoTime()));
        endWhenPatienceIsOver();
        tick.run();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    } finally {
      end();
      lines.forEach(Line::close);
      threads.shutdown();
    }
  }

  /** Nothing new is sent; {@link #run} returns soon. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What menta would still be holding. */
  Report.Waiting waiting() {
    lock.lock();
    try {
      return schedule.waiting();
    } finally {
      lock.unlock();
    }
  }

  Progress progress(Duration elapsed) {
    lock.lock();
    try {
      return new Progress(elapsed, journal.made(), journal.acknowledged(), schedule.held(), journal.count(), journal.last(),
          schedule.isDark(clock.now()));
    } finally {
      lock.unlock();
    }
  }

  private void endWhenPatienceIsOver() {
    lock.lock();
    try {
      if (allMadeAt != 0 && System.nanoTime() - allMadeAt >= options.patience().toNanos()) {
        ended = true;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void send(Line line) throws InterruptedException {
    for (Due due = take(); due != null; due = take()) {
      Fault fault = options.faults().of(options.seed(), due.message(), due.attempt());
      long begin = System.nanoTime();
      boolean dark = isDark();
      Exchange exchange = dark
          ? Exchange.failed(Receipt.NONE, Cause.OUTAGE, null)
          : line.exchange(due.message().body(), fault, length(due, fault));
      Attempt attempt = new Attempt(due.message(), due.attempt(), begin, System.nanoTime(), exchange.receipt(), exchange.answer(),
          exchange.answerLost(), exchange.cause());
      journal.ended(attempt, exchange.fault(), exchange.reason());
      settle(due, attempt, exchange.fault());
    }
  }

  /** Waits; null when there is nothing more to do. */
  private Due take() throws InterruptedException {
    lock.lock();
    try {
      while (!ended && !schedule.isOver()) {
        long now = clock.now();
        Due due = schedule.take(now);
        if (due != null) {
          allMadeAt = schedule.isAllMade() && allMadeAt == 0 ? System.nanoTime() : allMadeAt;
          return due;
        }
        long next = schedule.nextAt();
        if (next == Long.MAX_VALUE) {
          changed.await();
        } else {
          changed.awaitNanos(clock.toReal(next - now));
        }
      }
      changed.signalAll();
      return null;
    } finally {
      lock.unlock();
    }
  }

  private boolean isDark() {
    lock.lock();
    try {
      return schedule.isDark(clock.now());
    } finally {
      lock.unlock();
    }
  }

  private void settle(Due due, Attempt attempt, Fault fault) {
    lock.lock();
    try {
      if (schedule.settle(due, attempt, fault, clock.now())) {
        lines.forEach(line -> line.cut(Cause.OUTAGE));
      }
      // it may be due before what the others wait for
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private Duration length(Due due, Fault fault) {
    double share = Draw.share(options.seed(), Draw.Purpose.LENGTH, due.message().number(), due.attempt());
    return switch (fault) {
      case SLOW_BODY -> SHORTEST_SLOWNESS.plusMillis(Math.round(LONGEST_SLOWNESS.minus(SHORTEST_SLOWNESS).toMillis() * share));
      case CUT -> Duration.ofMillis(Math.round(LATEST_CUT.toMillis() * share));
      default -> Duration.ZERO;
    };
  }
}
