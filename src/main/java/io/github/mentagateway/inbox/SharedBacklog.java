package io.github.mentagateway.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;

/** What waits, and until when. */
record SharedBacklog(DataSource pool, ChannelBook channels, StoreClock storeClock, Clock clock) {
  private static final String NEXT = "select min(next_at) as next_at from lane where channel = ? and next_at > ? and next_at < 'infinity'";
  private static final String ANY = "select 1 from lane where channel = ? and next_at < 'infinity' limit 1";
  /** Each part from an index that holds only what waits. */
  private static final String COUNTS = "select w.channel, w.waiting, n.received_at from (select channel, count(*) as waiting,"
      + " min(number) as oldest from delivery where state = 'waiting' group by channel) w join delivery n on n.number = w.oldest";

  /** In this process's time. */
  Optional<Instant> nextDue(String channel) {
    return Superseded.read(pool, connection -> {
      ChannelState state = ChannelState.read(connection, storeClock, channel);
      Instant due = state.isPaused() ? null : state.isDown() ? probe(connection, channel, state) : next(connection, channel, state.now());
      return Optional.ofNullable(due).map(at -> clock.instant().plus(Duration.between(state.now(), at)));
    });
  }

  private static Instant probe(Connection connection, String channel, ChannelState state) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ANY)) {
      select.setString(1, channel);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? state.nextProbeAt() : null;
      }
    }
  }

  private static Instant next(Connection connection, String channel, Instant now) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(NEXT)) {
      select.setString(1, channel);
      Sql.setTime(select, 2, now);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return Sql.instant(row, "next_at");
      }
    }
  }

  List<Inbox.Backlog> list() {
    return Superseded.read(pool, connection -> {
      Map<String, Inbox.Backlog> found = new TreeMap<>();
      channels.read().forEach(name -> found.put(name, new Inbox.Backlog(name, true, 0, null)));
      try (PreparedStatement select = connection.prepareStatement(COUNTS); ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String name = row.getString("channel");
          found.put(name, new Inbox.Backlog(name, channels.isRead(name), row.getLong("waiting"), Sql.instant(row, "received_at")));
        }
      }
      return List.copyOf(found.values());
    });
  }
}
