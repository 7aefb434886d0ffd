package io.github.mentagateway.delivery;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** The time limits of a channel's attempts under way. */
final class TimeLimits {
  private final Set<TimeLimit> running = ConcurrentHashMap.newKeySet();
  private final Duration limit;
  private final ScheduledExecutorService timer;
  private final Consumer<Thread> abort;

  TimeLimits(Duration limit, ScheduledExecutorService timer, Consumer<Thread> abort) {
    this.limit = limit;
    this.timer = timer;
    this.abort = abort;
  }

  /** For the thread that calls; it ends it with {@link #end}. */
  TimeLimit begin() {
    TimeLimit begun = new TimeLimit(limit, timer, abort);
    running.add(begun);
    return begun;
  }

  /** @return whether the time was over */
  boolean end(TimeLimit begun) {
    begun.close();
    running.remove(begun);
    return begun.hasPassed();
  }

  void interruptAll() {
    running.forEach(TimeLimit::interrupt);
  }

  /** Attempts that were told to end and have not: each holds its line and a thread. */
  long stuck() {
    return running.stream().filter(TimeLimit::hasPassed).count();
  }
}
