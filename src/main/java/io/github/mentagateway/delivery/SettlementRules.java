package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.Settlement;
import io.github.mentagateway.inbox.Work;
import java.time.Duration;

/** Decides what the end of an attempt means for its delivery: done, again later, or given up. */
final class SettlementRules {
  private final ChannelOptions options;
  private final Backoff backoff;
  private final DeliveryServices services;

  SettlementRules(ChannelOptions options, Backoff backoff, DeliveryServices services) {
    this.options = options;
    this.backoff = backoff;
    this.services = services;
  }

  Settlement of(Work work, AttemptResult outcome, boolean overdue) {
    if (outcome instanceof AttemptResult.Done done) {
      return new Settlement.Delivered(done.sends());
    } else if (outcome instanceof AttemptResult.GivenUp givenUp) {
      return new Settlement.DeadLetter(mask(givenUp.reason()));
    } else if (outcome instanceof AttemptResult.Unroutable unroutable) {
      return new Settlement.Quarantine(mask(unroutable.reason()));
    }
    AttemptResult.Failed failed = (AttemptResult.Failed) outcome;
    String error = mask((overdue ? "took longer than its timeout of " + options.timeout().toMillis() + " ms: " : "") + failed.error());
    boolean down = failed.destinationDown() || overdue;
    // a probe that finds the destination still down says nothing about the delivery that it was made with
    if (work.attemptsSpent() >= options.maxAttempts() && !(work.probe() && down)) {
      return new Settlement.DeadLetter(error + " (given up after attempt " + work.attemptsSpent() + " of " + options.maxAttempts() + ")");
    }
    Duration delay = backoff.delay(work.attemptsSpent(), failed.retryAfter());
    return new Settlement.Retry(services.clock().instant().plus(delay), error + backoff.note(failed.retryAfter()), down);
  }

  /** Never fails: a text that cannot be masked must not hide the failure that it describes. */
  String mask(String text) {
    try {
      return text == null ? null : services.mask().apply(text);
    } catch (RuntimeException | StackOverflowError e) {
      return "a text that could not be masked (" + e.getClass().getSimpleName() + ")";
    }
  }
}
