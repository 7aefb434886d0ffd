package io.github.mentagateway.store.delivery;

import io.github.mentagateway.inbox.Send;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A delivery without its content: enough to order, to time and to name it.
 *
 * @param number its place in its line
 * @param replay 0, or which replay of its notification it belongs to
 * @param part empty, or which of several of its notification that were sent to one channel it is
 * @param sent whether another delivery's run sent it; else it is its notification's first, or a replay of that
 * @param ordered whether it is in the line of its channel and entity; only with an entity
 * @param receivedAt in microseconds
 * @param attempts how many ended so far; {@code forgiven} of them no longer count against the limit
 */
public record Delivery(long number, long notification, int replay, String channel, String part, boolean sent, String entity, boolean ordered,
    String action, long receivedAt, int attempts, int forgiven, String payloadKind) {

  public static final String COLUMNS = "number, notification, replay, channel, part, sent, entity, ordered, action, received_at, attempts,"
      + " forgiven, payload_kind";

  public static Delivery read(ResultSet row) throws SQLException {
    return new Delivery(row.getLong("number"), row.getLong("notification"), row.getInt("replay"), row.getString("channel"),
        row.getString("part"), row.getInt("sent") == 1, row.getString("entity"), row.getInt("ordered") == 1, row.getString("action"), row.getLong("received_at"),
        row.getInt("attempts"), row.getInt("forgiven"), row.getString("payload_kind"));
  }

  /** The same in another channel, at its place in the order, with attempts that begin anew. */
  public Delivery in(String otherChannel, boolean inOrder) {
    return new Delivery(number, notification, replay, otherChannel, part, sent, entity, inOrder && entity != null, action, receivedAt, attempts,
        attempts, payloadKind);
  }

  /** A delivery of the same notification that this one's run sends to another channel. */
  Delivery sentOn(long newNumber, Send send, String newPart, boolean inOrder) {
    return new Delivery(newNumber, notification, replay, send.channel(), newPart, true, send.entity(), inOrder && send.entity() != null, action,
        receivedAt, 0, 0, send.payload().kind());
  }
}
