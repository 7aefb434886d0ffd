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
  /** Of the lane that failed last, the delivery that is its turn, and how its latest attempt ended: a few rows by their keys. */
  private static final String DOWN_ERROR = "select a.error from (select lane from channel_failure where channel = c.name"
      + " order by tried_at desc limit 1) f cross join lateral ((select d.number from delivery d where f.lane like '=%'"
      + " and d.channel = c.name and d.entity = substr(f.lane, 2) and d.state = 'waiting' order by d.number limit 1)"
      + " union all select cast(substr(f.lane, 2) as bigint) where f.lane like '#%') d"
      + " join attempt a on a.delivery = d.number order by a.number desc limit 1";
  private static final String LIST = "select name, paused_since, pause_reason, down_since, next_probe_at,"
      + " case when down_since is not null then (" + DOWN_ERROR + ") end as down_error"
      + " from channel c where paused_since is not null or down_since is not null";
  private static final String PAUSE = "insert into channel (name, paused_since, pause_reason) values (?, " + StoreClock.SQL + ", ?)"
      + " on conflict (name) do update set paused_since = coalesce(channel.paused_since, excluded.paused_since),"
      + " pause_reason = excluded.pause_reason";

  @Override
  public List<Status> list() {
    return Superseded.read(readers, connection -> {
      Map<String, Status> found = new TreeMap<>();
      channels.read().forEach(name -> found.put(name, new Status(name, true, null, null)));
      try (PreparedStatement select = connection.prepareStatement(LIST); ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String name = row.getString("name");
          found.put(name, new Status(name, channels.isRead(name), Sql.instant(row, "paused_since"), row.getString("pause_reason"),
              Sql.instant(row, "down_since"), Sql.instant(row, "next_probe_at"), row.getString("down_error")));
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
