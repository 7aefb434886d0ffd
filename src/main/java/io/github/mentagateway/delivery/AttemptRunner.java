package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.inbox.WorkQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Runs one attempt on the calling thread, under the channel's timeout, and decides what its end means for the delivery. */
final class AttemptRunner {
  private final ChannelOptions options;
  private final WorkQueue queue;
  private final DeliveryHandler handler;
  private final Clock clock;
  private final SettlementRules rules;
  private final AttemptTimeouts timeouts;

  AttemptRunner(ChannelOptions options, WorkQueue queue, DeliveryHandler handler, Clock clock, SettlementRules rules, AttemptTimeouts timeouts) {
    this.options = options;
    this.queue = queue;
    this.handler = handler;
    this.clock = clock;
    this.rules = rules;
    this.timeouts = timeouts;
  }

  /** @throws InboxUnavailableException when it is not known whether the attempt may be made; none was */
  EndedAttempt run(Work work) {
    Optional<String> overtaken = queue.overtaken(work);
    Instant startedAt = clock.instant();
    long begun = System.nanoTime();
    boolean overdue = false;
    AttemptResult result;
    if (work.attemptsSpent() > options.maxAttempts()) {
      result = new AttemptResult.GivenUp("all " + options.maxAttempts() + " attempts are used up, those that the end of the gateway"
          + " interrupted included");
    } else if (overtaken.isPresent()) {
      result = new AttemptResult.GivenUp(overtaken.get());
    } else {
      AttemptTimeout timeout = timeouts.begin();
      result = handle(handler, work);
      overdue = timeouts.end(timeout);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    return new EndedAttempt(work, startedAt, took, rules.of(work, result, overdue), overdue);
  }

  static AttemptResult handle(DeliveryHandler handler, Work work) {
    try {
      return Objects.requireNonNull(handler.attempt(work), "the reader told no outcome");
    } catch (Throwable e) {
      // Errors and smuggled checked exceptions too: a line whose attempt has no end stands still for ever
      return new AttemptResult.Failed(e.toString(), null, false);
    }
  }
}
