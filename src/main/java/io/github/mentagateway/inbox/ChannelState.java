package io.github.mentagateway.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Whether work of a channel may be handed out, as all instances see it.
 *
 * @param now the time that counts
 * @param nextProbeAt null unless it is down
 */
record ChannelState(Instant now, boolean isPaused, boolean isDown, Instant nextProbeAt) {
  private static final String SELECT = "select " + StoreClock.SQL + " as now, c.paused_since is not null as paused,"
      + " c.down_since is not null as down, c.next_probe_at"
      + " from (select 1) one left join channel c on c.name = ?";

  static ChannelState read(Connection connection, StoreClock clock, String channel) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      Sql.setTime(select, 1, clock.parameter());
      select.setString(2, channel);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new ChannelState(
            Sql.instant(row, "now"), row.getBoolean("paused"), row.getBoolean("down"), Sql.instant(row, "next_probe_at"));
      }
    }
  }
}
