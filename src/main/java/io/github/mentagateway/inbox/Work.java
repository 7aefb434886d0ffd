package io.github.mentagateway.inbox;

import java.time.Instant;

/**
 * A delivery that was claimed for one attempt. Whoever claimed it must {@linkplain WorkQueue#settle settle} it; until then its line stands
 * still.
 *
 * @param number its place in the order of arrival: rises along each line
 * @param entity null when it is unordered
 * @param attempt 1 for the first
 * @param attemptsSpent attempts that count against the limit: those since it was made or last retried by a person, this one included;
 *     those that failed because the destination was down do not count
 * @param probe it was handed out to find out whether the destination is back
 */
public record Work(
    long number,
    String deliveryId,
    String notificationId,
    String channel,
    String entity,
    String action,
    int attempt,
    int attemptsSpent,
    boolean probe,
    Instant receivedAt,
    Payload payload,
    Original original) {}
