package io.github.mentagateway.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What became of one delivery.
 *
 * @param sequence what its route sees as {@code ${variable.sequence}}
 * @param end how it stands when nothing more happens
 * @param reason why, when it was not delivered: the error of its last attempt; else null
 * @param at when its first attempt was made
 * @param waits the time before each attempt but the first
 * @param calls those of all its attempts, in order
 */
public record DeliveryTrace(
    String id, String notificationId, String channel, String entity, long sequence, End end, int attempts, String reason, Instant at,
    List<Duration> waits, List<Call> calls) {

  public enum End { DELIVERED, DEAD_LETTER, QUARANTINED, WAITING }
}
