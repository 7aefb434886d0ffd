package io.github.mentagateway.inbox;

import java.time.Instant;

/**
 * A delivery without its content: enough to order, to time and to count it.
 *
 * @param attempts how many ended so far; {@code forgiven} of them no longer count against the limit
 * @param dueAt null: at once
 */
record Entry(
    long number, long notification, String channel, String entity, String action, Instant receivedAt, int attempts, int forgiven,
    Instant dueAt, String payloadKind) {

  /** After one more attempt. */
  Entry attempted() {
    return new Entry(number, notification, channel, entity, action, receivedAt, attempts + 1, forgiven, null, payloadKind);
  }

  /** @param forgiven whether the last attempt does not count */
  Entry waitingUntil(Instant at, boolean forgiven) {
    return new Entry(number, notification, channel, entity, action, receivedAt, attempts, this.forgiven + (forgiven ? 1 : 0), at,
        payloadKind);
  }

  /** A delivery of the same notification that this one's route sends to another channel. */
  Entry sentOn(long newNumber, Send send) {
    return new Entry(newNumber, notification, send.channel(), send.entity(), action, receivedAt, 0, 0, null, send.payload().kind());
  }
}
