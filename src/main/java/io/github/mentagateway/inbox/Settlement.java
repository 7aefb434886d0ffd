package io.github.mentagateway.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How an attempt ended, and what becomes of its delivery. */
public sealed interface Settlement {

  Attempt.Outcome outcome();

  /** Null when it succeeded. */
  String error();

  /** The attempt for the record. */
  default Attempt attempt(int number, Instant startedAt, Duration took) {
    return new Attempt(number, startedAt, took, outcome(), error());
  }

  /** It is done; what its route sent to other channels exists from the same moment on. */
  record Delivered(List<Send> sends) implements Settlement {
    @Override
    public Attempt.Outcome outcome() {
      return Attempt.Outcome.DELIVERED;
    }

    @Override
    public String error() {
      return null;
    }
  }

  /**
   * It failed and is tried again at {@code at}; its line waits until then.
   *
   * @param destinationDown the failure speaks for the destination, not for this delivery: it could not be reached, took too long, or
   *     said that it cannot. Of three entities, with no success between, it closes the channel for all but a probe now and then
   */
  record Retry(Instant at, String error, boolean destinationDown) implements Settlement {
    @Override
    public Attempt.Outcome outcome() {
      return Attempt.Outcome.RETRY;
    }
  }

  /** It is given up and waits for a person. */
  record DeadLetter(String error) implements Settlement {
    @Override
    public Attempt.Outcome outcome() {
      return Attempt.Outcome.DEAD_LETTER;
    }
  }

  /** No route can take its notification, and {@code error} says why. */
  record Quarantine(String error) implements Settlement {
    @Override
    public Attempt.Outcome outcome() {
      return Attempt.Outcome.QUARANTINED;
    }
  }
}
