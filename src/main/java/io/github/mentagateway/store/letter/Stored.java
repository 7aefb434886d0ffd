package io.github.mentagateway.store.letter;

import io.github.mentagateway.inbox.Letters.Letter;
import io.github.mentagateway.store.delivery.Delivery;
import io.github.mentagateway.store.delivery.Ids;
import io.github.mentagateway.store.sql.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** A delivery as its row has it. @param claimed whether an attempt is under way, or about to be */
record Stored(Delivery delivery, String state, Instant since, String reason, boolean claimed) {
  static final String SELECT = "select " + Delivery.COLUMNS + ", state, since, coalesce(reason, last_error) as reason, claim from delivery";
  private static final String BY_ID = SELECT + " where notification = ? and channel = ? and replay = ? and part = ?";
  private static final String FIRST = SELECT + " where number = ?";

  static Stored read(ResultSet row) throws SQLException {
    return new Stored(Delivery.read(row), row.getString("state"), Columns.instant(row, "since"), row.getString("reason"),
        Columns.number(row, "claim") != null);
  }

  /** Which statement finds it, and with what. */
  record Find(String sql, Object[] values) {
    static Find of(Ids.Parts id) {
      return id.channel() == null
          ? new Find(FIRST, new Object[] {id.notification()})
          : new Find(BY_ID, new Object[] {id.notification(), id.channel(), id.replay(), id.part()});
    }
  }

  Letter letter(Ids ids) {
    return new Letter(delivery.number(), ids.delivery(delivery), ids.notification(delivery.notification()), delivery.channel(),
        delivery.action(), delivery.entity(), state, delivery.attempts(), Columns.instant(delivery.receivedAt()), since,
        state.equals("delivered") ? null : reason);
  }
}
