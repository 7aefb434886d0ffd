package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.Settlement;
import io.github.mentagateway.inbox.Work;
import java.time.Duration;

/** What the end of an attempt means for its delivery: done, again later, or given up. */
final class SettlementRules {
  private final ChannelOptions options;
  private final Backoff backoff;
  private final DeliveryEnvironment environment;

  SettlementRules(ChannelOptions options, Backoff backoff, DeliveryEnvironment environment) {
    this.options = options;
    this.backoff = backoff;
    this.environment = environment;
  }

  Settlement of(Work work, Outcome outcome, boolean overdue) {
    if (outcome instanceof Outcome.Done done) {
      return new Settlement.Delivered(done.sends());
    } else if (outcome instanceof Outcome.GivenUp givenUp) {
      return new Settlement.DeadLetter(mask(givenUp.reason()));
    } else if (outcome instanceof Outcome.Unroutable unroutable) {
      return new Settlement.Quarantine(mask(unroutable.reason()));
    }
    Outcome.Failed failed = (Outcome.Failed) outcome;
    String error = mask((overdue ? "took longer than its timeout of " + options.timeout().toMillis() + " ms: " : "") + failed.error());
    boolean down = failed.destinationDown() || overdue;
    // a probe that finds the destination still down says nothing of the delivery that it was made with
    if (work.attemptsSpent() >= options.maxAttempts() && !(work.probe() && down)) {
      return new Settlement.DeadLetter(error + " (given up after attempt " + work.attemptsSpent() + " of " + options.maxAttempts() + ")");
    }
    Duration delay = backoff.delay(work.attemptsSpent(), failed.retryAfter());
    return new Settlement.Retry(environment.clock().instant().plus(delay), error + backoff.told(failed.retryAfter()), down);
  }

  /** Never fails: a text that is in the way must not hide what it was to tell. */
  String mask(String text) {
    try {
      return text == null ? null : environment.mask().apply(text);
    } catch (RuntimeException | StackOverflowError e) {
      return "a text that could not be masked (" + e.getClass().getSimpleName() + ")";
    }
  }
}
