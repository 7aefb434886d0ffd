package io.github.mentagateway.inbox;

import java.time.Duration;
import java.time.Instant;

/** One try of a delivery, for the record. {@code error} is null when it succeeded. */
public record Attempt(int number, Instant startedAt, Duration took, Outcome outcome, String error) {

  /** INTERRUPTED: the process ended during it; told at the next start, and it counts. */
  public enum Outcome { DELIVERED, RETRY, DEAD_LETTER, QUARANTINED, INTERRUPTED }
}
