package io.github.mentagateway.inbox;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Claims lanes for this instance: those that are due and nobody has, and those whose lease has ended without a word. The head of a lane
 * is looked up while its row is locked, so that what arrives meanwhile either is seen or raises the lane's version afterwards. One
 * call is one transaction, on disk before an attempt begins: a claim that a crash of the database took back would let another instance
 * overtake a call that is under way.
 */
final class LaneClaims {
  private static final String DUE = "select name, token, claimed_at from lane where channel = ? and next_at <= ? order by next_at limit ?"
      + " for update skip locked";
  /** Never tried since it went down, the longest waiting first; else the one tried longest ago, whatever time it was to wait. */
  private static final String UNTRIED = "select name, token, claimed_at from lane where channel = ? and next_at <= ? and not exists"
      + " (select 1 from channel_failure f where f.channel = lane.channel and (f.lane = lane.name or case when lane.name"
      + " like '#%' then f.entity = (select '=' || d.entity from delivery d where d.number = cast(substr(lane.name, 2) as bigint)) end))"
      + " order by next_at limit ?"
      + " for update skip locked";
  private static final String TRIED = "select l.name, l.token, l.claimed_at from (select channel, lane, tried_at from channel_failure"
      + " where channel = ? order by tried_at) f cross join lateral (select name, token, claimed_at from lane where channel = f.channel"
      + " and name = f.lane and (token is null or next_at <= ?) and next_at + interval '0' < 'infinity' for update skip locked) l"
      + " order by f.tried_at limit ?";
  private static final String CLAIM = " update lane set token = ?, next_at = ?, claimed_at = ? from due"
      + " where lane.channel = ? and lane.name = due.name"
      + " returning lane.name, lane.version, lane.token, due.token as token_before, due.claimed_at as claimed_before";
  private static final String PROBE =
      "update channel set next_probe_at = ? where name = ? and down_since is not null and next_probe_at <= ?";
  private static final String HEADS = "select l.name as lane, d.number, d.notification, d.channel, d.entity, d.action, d.received_at,"
      + " d.attempts, d.forgiven, d.due_at, d.payload_kind, d.payload from unnest(?) as l(name) cross join lateral (select * from delivery"
      + " where state = 'waiting' and channel = ? and entity = substr(l.name, 2) order by number limit 2) d";
  private static final String SINGLES = "select '#' || number as lane, number, notification, channel, entity, action, received_at,"
      + " attempts, forgiven, due_at, payload_kind, payload from delivery where state = 'waiting' and number = any(?)";
  private static final String POSTPONE = "update lane set token = null, claimed_at = null, next_at = ? where channel = ? and name = ?";
  private static final String UNUSED = "delete from lane where channel = ? and name = ? and token = ?";

  private final StoreClock clock;
  private final Duration lease;
  private final ChannelBook channels;
  /** Not a sequence of the database: a crash that takes a claim back would give its token to another one. */
  private final SecureRandom tokens = new SecureRandom();

  LaneClaims(StoreClock clock, Duration lease, ChannelBook channels) {
    this.clock = clock;
    this.lease = lease;
    this.channels = channels;
  }

  /** @param probe whether it is to find out if the destination is back; {@code attempt}: the number of the attempt that may begin */
  record Found(Claim claim, byte[] payload, int attempt, boolean probe) {

    Found withMore() {
      return new Found(claim.withMore(), payload, attempt, probe);
    }

    Found after(Entry entry) {
      return new Found(new Claim(entry, claim.lane(), claim.token(), claim.version(), claim.more()), payload, entry.attempts() + 1, probe);
    }
  }

  private record Lane(long version, long token, Instant takenOverFrom) {}

  /** On a connection that commits by itself no more. */
  List<Found> claim(Connection connection, String channel, int most) throws SQLException {
    ChannelState state = ChannelState.read(connection, clock, channel);
    Map<String, Lane> lanes;
    if (state.isPaused()) {
      lanes = Map.of();
    } else if (!state.isDown()) {
      lanes = lanes(connection, DUE, state.now(), channel, most);
    } else if (mayProbe(connection, channel, state.now())) {
      lanes = lanes(connection, UNTRIED, state.now(), channel, 1);
      lanes = lanes.isEmpty() ? lanes(connection, TRIED, state.now(), channel, 1) : lanes;
      if (lanes.isEmpty()) {
        connection.rollback();
        return List.of();
      }
    } else {
      lanes = Map.of();
    }
    List<Found> found = lanes.isEmpty() ? List.of() : heads(connection, channel, lanes, state);
    connection.commit();
    return found;
  }

  /** One in all instances, and at most one in an interval: whoever changes the row first. */
  private boolean mayProbe(Connection connection, String channel, Instant now) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(PROBE)) {
      Sql.setTime(update, 1, now.plus(channels.probeInterval(channel)));
      update.setString(2, channel);
      Sql.setTime(update, 3, now);
      return update.executeUpdate() == 1;
    }
  }

  private Map<String, Lane> lanes(Connection connection, String which, Instant now, String channel, int most) throws SQLException {
    try (PreparedStatement claim = connection.prepareStatement("with due as (" + which + ")" + CLAIM)) {
      claim.setString(1, channel);
      Sql.setTime(claim, 2, now);
      claim.setInt(3, most);
      claim.setLong(4, tokens.nextLong());
      Sql.setTime(claim, 5, now.plus(lease));
      Sql.setTime(claim, 6, now);
      claim.setString(7, channel);
      Map<String, Lane> lanes = new TreeMap<>();
      try (ResultSet row = claim.executeQuery()) {
        while (row.next()) {
          row.getLong("token_before");
          boolean takenOver = !row.wasNull();
          lanes.put(row.getString("name"), new Lane(
              row.getLong("version"), row.getLong("token"), takenOver ? Sql.instant(row, "claimed_before") : null));
        }
      }
      return lanes;
    }
  }

  private List<Found> heads(Connection connection, String channel, Map<String, Lane> lanes, ChannelState state) throws SQLException {
    Map<String, Found> heads = new LinkedHashMap<>();
    List<String> ordered = lanes.keySet().stream().filter(name -> name.startsWith("=")).toList();
    List<Long> singles = lanes.keySet().stream().filter(name -> name.startsWith("#")).map(name -> Long.valueOf(name.substring(1))).toList();
    if (!ordered.isEmpty()) {
      try (PreparedStatement select = connection.prepareStatement(HEADS)) {
        select.setArray(1, connection.createArrayOf("varchar", ordered.toArray()));
        select.setString(2, channel);
        read(select, lanes, state.isDown(), heads);
      }
    }
    if (!singles.isEmpty()) {
      try (PreparedStatement select = connection.prepareStatement(SINGLES)) {
        select.setArray(1, connection.createArrayOf("bigint", singles.toArray()));
        read(select, lanes, state.isDown(), heads);
      }
    }
    tidy(connection, channel, lanes, heads.keySet());
    if (!state.isDown()) {
      postpone(connection, channel, heads, state.now());
    }
    List<Found> found = new ArrayList<>(heads.size());
    for (Found head : heads.values()) {
      Instant before = lanes.get(head.claim().lane()).takenOverFrom();
      found.add(before == null ? head : interrupted(connection, head, before, state.now()));
    }
    return found;
  }

  /** The first of a lane is its head; a second one tells that more waits behind it. */
  private static void read(PreparedStatement select, Map<String, Lane> lanes, boolean probe, Map<String, Found> heads)
      throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        String name = row.getString("lane");
        Lane lane = lanes.get(name);
        Found head = heads.get(name);
        if (head == null) {
          Entry entry = DeliveryTable.entry(row);
          heads.put(name, new Found(
              new Claim(entry, name, lane.token(), lane.version(), false), row.getBytes("payload"), entry.attempts() + 1, probe));
        } else {
          heads.put(name, head.withMore());
        }
      }
    }
  }

  /** A lane may be due for one that was done before its head, which still has to wait. */
  private static void postpone(Connection connection, String channel, Map<String, Found> heads, Instant now) throws SQLException {
    List<Claim> early = heads.values().stream().map(Found::claim)
        .filter(claim -> claim.entry().dueAt() != null && claim.entry().dueAt().isAfter(now)).toList();
    if (early.isEmpty()) {
      return;
    }
    try (PreparedStatement update = connection.prepareStatement(POSTPONE)) {
      for (Claim claim : early) {
        Sql.setTime(update, 1, claim.entry().dueAt());
        update.setString(2, channel);
        update.setString(3, claim.lane());
        update.addBatch();
        heads.remove(claim.lane());
      }
      update.executeBatch();
    }
  }

  /** What is left of lanes whose last delivery a person ended. */
  private static void tidy(Connection connection, String channel, Map<String, Lane> lanes, Set<String> withWork) throws SQLException {
    if (lanes.size() == withWork.size()) {
      return;
    }
    try (PreparedStatement delete = connection.prepareStatement(UNUSED)) {
      for (Map.Entry<String, Lane> lane : lanes.entrySet()) {
        if (!withWork.contains(lane.getKey())) {
          delete.setString(1, channel);
          delete.setString(2, lane.getKey());
          delete.setLong(3, lane.getValue().token());
          delete.addBatch();
        }
      }
      delete.executeBatch();
    }
  }

  /** Whoever had it ended during the attempt, or was stopped for longer than the lease: the attempt counts. */
  private static Found interrupted(Connection connection, Found head, Instant begun, Instant now) throws SQLException {
    Entry entry = head.claim().entry();
    Attempt attempt = new Attempt(head.attempt(), begun, nonNegative(Duration.between(begun, now)), Attempt.Outcome.INTERRUPTED,
        "the gateway ended during this attempt");
    AttemptTable.insert(connection, entry.number(), attempt);
    DeliveryTable.setAttempts(connection, entry.number(), head.attempt());
    return head.after(entry.attempted());
  }

  private static Duration nonNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
