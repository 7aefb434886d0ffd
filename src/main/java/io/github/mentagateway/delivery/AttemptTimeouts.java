package io.github.mentagateway.delivery;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** The timeouts of a channel's attempts under way. */
final class AttemptTimeouts {
  private final Set<AttemptTimeout> running = ConcurrentHashMap.newKeySet();
  private final Duration timeout;
  private final ScheduledExecutorService timer;
  private final Consumer<Thread> abort;

  AttemptTimeouts(Duration timeout, ScheduledExecutorService timer, Consumer<Thread> abort) {
    this.timeout = timeout;
    this.timer = timer;
    this.abort = abort;
  }

  /** Begins a timeout for the calling thread, which ends it with {@link #end}. */
  AttemptTimeout begin() {
    AttemptTimeout begun = new AttemptTimeout(timeout, timer, abort);
    running.add(begun);
    return begun;
  }

  /** @return whether the time was over */
  boolean end(AttemptTimeout begun) {
    begun.close();
    running.remove(begun);
    return begun.hasPassed();
  }

  void interruptAll() {
    running.forEach(AttemptTimeout::interrupt);
  }

  /** How many attempts are over their timeout and have not ended: each holds its line and a thread. */
  long stuck() {
    return running.stream().filter(AttemptTimeout::hasPassed).count();
  }
}
