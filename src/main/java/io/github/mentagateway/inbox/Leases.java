package io.github.mentagateway.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The claims that this instance has, and for how long it may rely on each. Time is counted from before the claim was asked for, by a
 * clock that goes on while the process is stopped: so a lease ends here before it ends for the others.
 */
final class Leases {
  /** Of the lease, for what lies between a look at it and the begin of the call. */
  private static final int MARGIN = 10;

  private static final String RENEW = "update lane set next_at = " + StoreClock.SQL + " + cast(? as interval) from (select l.channel,"
      + " l.name from unnest(?, ?, ?) as mine(channel, name, token) join lane l on l.channel = mine.channel and l.name = mine.name and"
      + " l.token = mine.token for update of l skip locked) held where lane.channel = held.channel and lane.name = held.name"
      + " returning lane.token";
  private static final String RELEASE =
      "update lane set token = null, claimed_at = null, next_at = least(next_at, " + StoreClock.SQL + ")"
          + " where channel = ? and name = ? and token = ?";
  /** Whoever claims it next sees that an attempt was cut off. */
  private static final String ABANDON = "update lane set next_at = " + StoreClock.SQL + " where channel = ? and name = ? and token = ?";

  private final Duration lease;
  private final LongSupplier nanos;
  private final StoreClock clock;
  private final Map<Long, Held> byNumber = new ConcurrentHashMap<>();

  private record Held(Claim claim, int attempt, long until) {}

  /** @param nanos rises by one each nanosecond, whatever happens to the machine's clock */
  Leases(Duration lease, LongSupplier nanos, StoreClock clock) {
    this.lease = lease;
    this.nanos = nanos;
    this.clock = clock;
  }

  long now() {
    return nanos.getAsLong();
  }

  /** @param asked {@link #now} before the claim was asked for */
  void add(Claim claim, int attempt, long asked) {
    byNumber.put(claim.entry().number(), new Held(claim, attempt, end(asked)));
  }

  private long end(long from) {
    return from + lease.toNanos() - lease.toNanos() / MARGIN;
  }

  /** The claim under which this attempt runs, also when its lease has ended since. */
  Optional<Claim> of(Work work) {
    Held held = byNumber.get(work.number());
    return held != null && held.attempt() == work.attempt() ? Optional.of(held.claim()) : Optional.empty();
  }

  boolean stands(Work work) {
    Held held = byNumber.get(work.number());
    return held != null && held.attempt() == work.attempt() && held.until() - nanos.getAsLong() > 0;
  }

  /** Only this claim: the next attempt of the same delivery may have been claimed by now. */
  void remove(Claim claim) {
    byNumber.computeIfPresent(claim.entry().number(), (number, held) -> held.claim().token() == claim.token() ? null : held);
  }

  /** For all that are held: an attempt keeps its lane until its thread is back, however long that takes. */
  void renew(Connection connection) throws SQLException {
    List<Held> held = new ArrayList<>(byNumber.values());
    if (held.isEmpty()) {
      return;
    }
    long asked = now();
    try (PreparedStatement renew = connection.prepareStatement(RENEW)) {
      Sql.setTime(renew, 1, clock.parameter());
      renew.setString(2, lease.toMillis() + " milliseconds");
      renew.setArray(3, connection.createArrayOf("varchar", held.stream().map(one -> one.claim().entry().channel()).toArray()));
      renew.setArray(4, connection.createArrayOf("varchar", held.stream().map(one -> one.claim().lane()).toArray()));
      renew.setArray(5, connection.createArrayOf("bigint", held.stream().map(one -> one.claim().token()).toArray()));
      Set<Long> renewed = new HashSet<>();
      try (ResultSet row = renew.executeQuery()) {
        while (row.next()) {
          renewed.add(row.getLong(1));
        }
      }
      byNumber.replaceAll((number, one) -> renewed.contains(one.claim().token()) ? new Held(one.claim(), one.attempt(), end(asked)) : one);
    }
  }

  /** It was never begun. */
  void release(Connection connection, Claim claim) throws SQLException {
    end(connection, RELEASE, claim);
  }

  /** This instance ends, and attempts are under way: the next one need not wait for the end of the leases. */
  void abandonAll(Connection connection) throws SQLException {
    for (Held held : byNumber.values()) {
      end(connection, ABANDON, held.claim());
    }
  }

  private void end(Connection connection, String how, Claim claim) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(how)) {
      Sql.setTime(update, 1, clock.parameter());
      update.setString(2, claim.entry().channel());
      update.setString(3, claim.lane());
      update.setLong(4, claim.token());
      update.executeUpdate();
    }
  }
}
