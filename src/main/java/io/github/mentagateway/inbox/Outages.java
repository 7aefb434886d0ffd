package io.github.mentagateway.inbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a transaction finds out about destinations, for all instances: which are down, and whether they are back. Each failure that speaks
 * for a destination is noted with its lane; the third entity with no success between closes the channel but for probes, and a
 * success forgets all of them and lets their lanes go on at once.
 */
final class Outages {
  private static final int ENTITIES = 3;
  private static final String NOTE = "insert into channel_failure (channel, lane, entity, tried_at) values (?, ?, ?, ?)"
      + " on conflict (channel, lane) do update set tried_at = excluded.tried_at";
  private static final String CLOSE = "update channel set down_since = ?, next_probe_at = ? where name = ? and down_since is null"
      + " and (select count(distinct entity) from channel_failure where channel = ?) >= " + ENTITIES;
  private static final String FORGET = "delete from channel_failure where channel = ?";
  private static final String OPEN = "update channel set down_since = null, next_probe_at = null where name = ?";
  /** Not by the index of the times, where the lane would be looked for among all that wait. */
  private static final String NEXT_AT = "l.next_at + interval '0'";
  /**
   * Begins at the few failures, whatever the planner takes for few: a subquery that locks is not turned around. Those that somebody has
   * have their own end. The others are waited for, if something arrives in them just now, in everybody's order.
   */
  private static final String LET_GO = "update lane set next_at = ? from (select channel, lane from channel_failure where channel = ?"
      + " order by lane collate \"C\") f cross join lateral (select l.name from lane l where l.channel = f.channel and l.name = f.lane"
      + " and l.token is null and " + NEXT_AT + " > ? and " + NEXT_AT + " < 'infinity' for update) free"
      + " where lane.channel = f.channel and lane.name = free.name";
  /** "offset 0" keeps the planner from turning the subquery around. */
  private static final String DUE_NOW = dueNow("d.entity = substr(f.lane, 2)", "=%");
  private static final String SINGLES_DUE_NOW = dueNow("d.number = cast(substr(f.lane, 2) as bigint)", "#%");

  private final ChannelBook channels;
  private final Set<String> down = new HashSet<>();
  private final Set<String> withFailures = new HashSet<>();
  private final Map<String, List<Claim>> failed = new LinkedHashMap<>();
  private final Set<String> succeeded = new LinkedHashSet<>();

  Outages(ChannelBook channels) {
    this.channels = channels;
  }

  private static String dueNow(String ofLane, String lanes) {
    return "update delivery set due_at = null from (select d.number from channel_failure f cross join lateral (select d.number from"
        + " delivery d where d.state = 'waiting' and d.channel = f.channel and " + ofLane + " and d.due_at > ? offset 0) d"
        + " where f.channel = ? and f.lane like '" + lanes + "' offset 0) early where delivery.number = early.number"
        + " and delivery.state = 'waiting'";
  }

  /** Asks about the channels whose attempts end in this transaction: one small question. */
  void begin(Transaction transaction, List<String> names) throws SQLException {
    if (names.isEmpty()) {
      return;
    }
    PreparedStatement select = transaction.prepared("select name, down_since is not null, exists (select 1 from channel_failure f where"
        + " f.channel = channel.name) from channel where name = any(?)");
    select.setArray(1, select.getConnection().createArrayOf("varchar", names.toArray()));
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        if (row.getBoolean(2)) {
          down.add(row.getString(1));
        }
        if (row.getBoolean(3)) {
          withFailures.add(row.getString(1));
        }
      }
    }
  }

  boolean isDown(String channel) {
    return down.contains(channel);
  }

  void settled(Claim claim, Settlement settlement) {
    String channel = claim.entry().channel();
    if (settlement instanceof Settlement.Delivered) {
      succeeded.add(channel);
    } else if (settlement instanceof Settlement.Retry retry && retry.destinationDown()) {
      failed.computeIfAbsent(channel, any -> new ArrayList<>()).add(claim);
    }
  }

  void write(Transaction transaction) throws SQLException {
    for (Map.Entry<String, List<Claim>> entry : failed.entrySet()) {
      if (succeeded.contains(entry.getKey())) {
        // they ended together: the destination answers
        continue;
      }
      for (Claim claim : entry.getValue()) {
        note(transaction, claim);
      }
      close(transaction, entry.getKey());
    }
    for (String channel : succeeded) {
      if (withFailures.contains(channel)) {
        open(transaction, channel);
      }
    }
  }

  private static void note(Transaction transaction, Claim claim) throws SQLException {
    Entry entry = claim.entry();
    transaction.batch(NOTE, note -> {
      note.setString(1, entry.channel());
      note.setString(2, claim.lane());
      note.setString(3, entry.entity() == null ? claim.lane() : "=" + entry.entity());
      Sql.setTime(note, 4, transaction.now());
    });
  }

  private void close(Transaction transaction, String channel) throws SQLException {
    Instant now = transaction.now();
    transaction.batch(CLOSE, close -> {
      Sql.setTime(close, 1, now);
      Sql.setTime(close, 2, now.plus(channels.probeInterval(channel)));
      close.setString(3, channel);
      close.setString(4, channel);
    });
  }

  private static void open(Transaction transaction, String channel) throws SQLException {
    Instant now = transaction.now();
    transaction.batch(LET_GO, go -> {
      Sql.setTime(go, 1, now);
      go.setString(2, channel);
      Sql.setTime(go, 3, now);
    });
    for (String dueNow : List.of(DUE_NOW, SINGLES_DUE_NOW)) {
      transaction.batch(dueNow, due -> {
        Sql.setTime(due, 1, now);
        due.setString(2, channel);
      });
    }
    transaction.batch(FORGET, forget -> forget.setString(1, channel));
    transaction.batch(OPEN, open -> open.setString(1, channel));
  }

  void forget() {
    down.clear();
    withFailures.clear();
    failed.clear();
    succeeded.clear();
  }
}
