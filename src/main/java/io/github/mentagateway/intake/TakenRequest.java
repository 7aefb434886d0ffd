package io.github.mentagateway.intake;

import java.time.Duration;
import java.time.Instant;

/**
 * A request whose notification is in custody, and that was answered.
 *
 * @param notification its id; of the first one, when this was a copy
 * @param outcome what the receipt says: accepted, duplicate or quarantined
 * @param action as it was sent, so not masked; null when it is not known
 * @param status of the answer
 * @param bytes the length of the body
 * @param failed whether the route failed behind the store
 * @param written whether the answer could be written
 */
public record TakenRequest(String notification, String outcome, String action, int status, int bytes, Instant startedAt, Duration took,
    boolean failed, boolean written) {

  public boolean isCopy() {
    return outcome.equals("duplicate");
  }
}
