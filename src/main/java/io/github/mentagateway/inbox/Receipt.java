package io.github.mentagateway.inbox;

/**
 * The answer to an {@link Arrival}, given once it is on disk.
 *
 * @param id of the notification in custody: of the first one, when this was a copy
 * @param reason why it was quarantined, else null
 */
public record Receipt(String id, Outcome outcome, String reason) {

  public enum Outcome { ACCEPTED, DUPLICATE, QUARANTINED }
}
