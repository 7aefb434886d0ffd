package io.github.mentagateway.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** In the table that all instances share, each call a statement of its own. */
record SharedChannels(DataSource readers, StoreClock clock, ChannelBook channels) implements Channels {
  private static final String PAUSE = "insert into channel (name, paused_since, pause_reason) values (?, " + StoreClock.SQL + ", ?)"
      + " on conflict (name) do update set paused_since = coalesce(channel.paused_since, excluded.paused_since),"
      + " pause_reason = excluded.pause_reason";

  @Override
  public List<Status> list() {
    return Superseded.read(readers, connection -> {
      Map<String, Status> found = new TreeMap<>();
      channels.read().forEach(name -> found.put(name, new Status(name, true, null, null, null, null)));
      try (PreparedStatement select = connection.prepareStatement("select name, paused_since, pause_reason, down_since, next_probe_at"
          + " from channel where paused_since is not null or down_since is not null"); ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String name = row.getString("name");
          found.put(name, new Status(name, channels.isRead(name), Sql.instant(row, "paused_since"), row.getString("pause_reason"),
              Sql.instant(row, "down_since"), Sql.instant(row, "next_probe_at")));
        }
      }
      return List.copyOf(found.values());
    });
  }

  @Override
  public void pause(String channel, String reason) {
    change(PAUSE, update -> {
      update.setString(1, channel);
      Sql.setTime(update, 2, clock.parameter());
      update.setString(3, Sql.reason(reason));
    });
  }

  @Override
  public boolean resume(String channel) {
    boolean resumed = change("update channel set paused_since = null, pause_reason = null where name = ? and paused_since is not null",
        update -> update.setString(1, channel)) == 1;
    channels.signal(List.of(channel));
    return resumed;
  }

  private int change(String sql, Transaction.Binder binder) {
    try (Connection connection = readers.getConnection(); PreparedStatement update = connection.prepareStatement(sql)) {
      binder.bind(update);
      return update.executeUpdate();
    } catch (SQLException e) {
      throw new InboxUnavailableException("the store cannot be written: " + Sql.explain(e), e);
    }
  }
}
