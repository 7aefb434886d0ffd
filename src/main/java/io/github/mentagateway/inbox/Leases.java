package io.github.mentagateway.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private static final String RENEW_ONE =
      "update lane set next_at = " + StoreClock.SQL + " + cast(? as interval) where channel = ? and name = ? and token = ?";
  private static final String RELEASE =
      "update lane set token = null, claimed_at = null, next_at = least(next_at, " + StoreClock.SQL + ")"
          + " where channel = ? and name = ? and token = ?";
  /** Whoever claims it next sees that an attempt was cut off. */
  private static final String ABANDON = "update lane set next_at = " + StoreClock.SQL + " where channel = ? and name = ? and token = ?";

  private final Duration lease;
  private final LongSupplier nanos;
  private final StoreClock clock;
  /** By what was handed out: a delivery that was lost may be claimed anew while its attempt of before is still under way. */
  private final Map<Work, Held> held = Collections.synchronizedMap(new IdentityHashMap<>());

  private record Held(Claim claim, long until) {}

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
  void add(Work work, Claim claim, long asked) {
    held.put(work, new Held(claim, end(asked)));
  }

  private long end(long from) {
    return from + lease.toNanos() - lease.toNanos() / MARGIN;
  }

  /** The claim under which this attempt runs, also when its lease has ended since. */
  Optional<Claim> of(Work work) {
    return Optional.ofNullable(held.get(work)).map(Held::claim);
  }

  boolean stands(Work work) {
    Held mine = held.get(work);
    return mine != null && mine.until() - nanos.getAsLong() > 0;
  }

  void remove(Work work) {
    held.remove(work);
  }

  /** For all that are held: an attempt keeps its lane until its thread is back, however long that takes. */
  void renew(Connection connection) throws SQLException {
    List<Claim> claims = new ArrayList<>(held.values()).stream().map(Held::claim).toList();
    if (claims.isEmpty()) {
      return;
    }
    long asked = now();
    Set<Long> renewed = renew(connection, claims);
    extend(renewed, asked);
    for (Claim claim : claims) {
      // something arrives in that lane just now; one at a time may be waited for, since it can be no deadlock
      if (!renewed.contains(claim.token())) {
        long askedAgain = now();
        if (renew(connection, claim)) {
          extend(Set.of(claim.token()), askedAgain);
        }
      }
    }
  }

  /** @return the tokens of those whose lane nobody else has to do with just now */
  private Set<Long> renew(Connection connection, List<Claim> claims) throws SQLException {
    try (PreparedStatement renew = connection.prepareStatement(RENEW)) {
      Sql.setTime(renew, 1, clock.parameter());
      renew.setString(2, interval());
      renew.setArray(3, connection.createArrayOf("varchar", claims.stream().map(claim -> claim.entry().channel()).toArray()));
      renew.setArray(4, connection.createArrayOf("varchar", claims.stream().map(Claim::lane).toArray()));
      renew.setArray(5, connection.createArrayOf("bigint", claims.stream().map(Claim::token).toArray()));
      Set<Long> renewed = new HashSet<>();
      try (ResultSet row = renew.executeQuery()) {
        while (row.next()) {
          renewed.add(row.getLong(1));
        }
      }
      return renewed;
    }
  }

  private boolean renew(Connection connection, Claim claim) throws SQLException {
    try (PreparedStatement renew = connection.prepareStatement(RENEW_ONE)) {
      Sql.setTime(renew, 1, clock.parameter());
      renew.setString(2, interval());
      renew.setString(3, claim.entry().channel());
      renew.setString(4, claim.lane());
      renew.setLong(5, claim.token());
      return renew.executeUpdate() == 1;
    }
  }

  /** As ISO 8601 has it: a number of milliseconds may be none that PostgreSQL can read. */
  private String interval() {
    return lease.toString();
  }

  private void extend(Set<Long> tokens, long asked) {
    held.replaceAll((work, one) -> tokens.contains(one.claim().token()) ? new Held(one.claim(), end(asked)) : one);
  }

  /** It was never begun. */
  void release(Connection connection, Claim claim) throws SQLException {
    end(connection, RELEASE, claim);
  }

  /** This instance ends, and attempts are under way: the next one need not wait for the end of the leases. */
  void abandonAll(Connection connection) throws SQLException {
    for (Held one : new ArrayList<>(held.values())) {
      end(connection, ABANDON, one.claim());
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
