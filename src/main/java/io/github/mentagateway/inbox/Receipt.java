package io.github.mentagateway.inbox;

/**
 * The answer to an {@link Arrival}, given once it is on disk.
 *
 * @param number of the notification in custody, which its id is made of: of the first one, when this was a copy
 * @param reason why it was quarantined, else null
 * @param rule why it is called a duplicate, else null
 */
public record Receipt(long number, String id, Outcome outcome, String reason, DuplicateRule rule) {

  public enum Outcome { ACCEPTED, DUPLICATE, QUARANTINED }
}
