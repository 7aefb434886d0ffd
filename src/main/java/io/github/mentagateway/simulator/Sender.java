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

/** Menta's connections: each takes a message that is due, sends it, and settles it in the queue. */
final class Sender {
  private static final long TICK_MILLIS = 100;
  private static final Duration SHORTEST_SLOWNESS = Duration.ofMillis(300);
  private static final Duration LONGEST_SLOWNESS = Duration.ofSeconds(3);

  /** Some cuts come before the receiver looks at the request, and some after it has stored it. */
  private static final Duration LATEST_CUT = Duration.ofMillis(20);

  private final Endpoint endpoint;
  private final SimulationOptions options;
  private final SenderQueue queue;
  private final Journal journal;
  private final MentaClock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<SenderConnection> connections = new ArrayList<>();
  /** When the last message was made, of {@link System#nanoTime}; 0 before that. */
  private long allMadeAt;
  private boolean ended;

  Sender(Endpoint endpoint, SimulationOptions options, SenderQueue queue, Journal journal, MentaClock clock) {
    this.endpoint = endpoint;
    this.options = options;
    this.queue = queue;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Returns when nothing is left to send, the patience is over, or {@link #end} was called. Attempts under way are awaited.
   *
   * @param tick called some times a second
   */
  void run(Runnable tick) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(options.connections());
    try {
      ExecutorCompletionService<Void> work = new ExecutorCompletionService<>(threads);
      for (int i = 0; i < options.connections(); i++) {
        SenderConnection connection = new SenderConnection(endpoint, options.senderTimeout());
        connections.add(connection);
        work.submit(() -> {
          send(connection);
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
        connections.forEach(connection -> connection.cutWhenOverdue(System.nanoTime()));
        endWhenPatienceIsOver();
        tick.run();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    } finally {
      end();
      connections.forEach(SenderConnection::close);
      threads.shutdown();
    }
  }

  /** Sends nothing new; {@link #run} returns soon. */
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
      return queue.waiting();
    } finally {
      lock.unlock();
    }
  }

  Progress progress(Duration elapsed) {
    lock.lock();
    try {
      return new Progress(elapsed, journal.made(), journal.acknowledged(), queue.held(), journal.count(), journal.last(),
          queue.isOutage(clock.now()));
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

  private void send(SenderConnection connection) throws InterruptedException {
    for (QueuedMessage queued = take(); queued != null; queued = take()) {
      Fault fault = options.faults().of(options.seed(), queued.message(), queued.attempt());
      long begin = System.nanoTime();
      boolean outage = isOutage();
      ExchangeResult exchange = outage
          ? ExchangeResult.failed(Receipt.NONE, Cause.OUTAGE, null)
          : connection.exchange(queued.message().body(), fault, length(queued, fault));
      Attempt attempt = new Attempt(queued.message(), queued.attempt(), begin, System.nanoTime(), exchange.receipt(), exchange.answer(),
          exchange.answerLost(), exchange.cause());
      journal.ended(attempt, exchange.fault(), exchange.reason());
      settle(queued, attempt, exchange.fault());
    }
  }

  /** Waits for a message that is due; null when nothing is left to send. */
  private QueuedMessage take() throws InterruptedException {
    lock.lock();
    try {
      while (!ended && !queue.isOver()) {
        long now = clock.now();
        QueuedMessage queued = queue.take(now);
        if (queued != null) {
          allMadeAt = queue.isAllMade() && allMadeAt == 0 ? System.nanoTime() : allMadeAt;
          return queued;
        }
        long next = queue.nextAt();
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

  private boolean isOutage() {
    lock.lock();
    try {
      return queue.isOutage(clock.now());
    } finally {
      lock.unlock();
    }
  }

  private void settle(QueuedMessage queued, Attempt attempt, Fault fault) {
    lock.lock();
    try {
      if (queue.settle(queued, attempt, fault, clock.now())) {
        connections.forEach(connection -> connection.cut(Cause.OUTAGE));
      }
      // this message may be due earlier than those that the other connections wait for
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private Duration length(QueuedMessage queued, Fault fault) {
    double share = SeededRandom.share(options.seed(), SeededRandom.Purpose.LENGTH, queued.message().number(), queued.attempt());
    return switch (fault) {
      case SLOW_BODY -> SHORTEST_SLOWNESS.plusMillis(Math.round(LONGEST_SLOWNESS.minus(SHORTEST_SLOWNESS).toMillis() * share));
      case CUT -> Duration.ofMillis(Math.round(LATEST_CUT.toMillis() * share));
      default -> Duration.ZERO;
    };
  }
}
