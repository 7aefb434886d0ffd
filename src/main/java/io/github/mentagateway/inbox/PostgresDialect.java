package io.github.mentagateway.inbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * PostgreSQL, shared by several instances. A transaction first locks everything that it is about (advisory locks, always in the same
 * order), then asks for what it needs in a few questions, then writes. So what happens to one entity happens one after the other
 * whichever instance does it, and the numbers that are drawn rise along each lane in the order of the commits.
 */
final class PostgresDialect implements Dialect {
  private final StoreClock storeClock;
  private final Clock clock;
  private final SharedHeads heads = new SharedHeads();
  private final SharedUnanswered unanswered;
  private final SharedLanes lanes;
  private final Deque<Long> numbers = new ArrayDeque<>();
  private Duration ahead = Duration.ZERO;

  PostgresDialect(StoreClock storeClock, Clock clock, ChannelBook channels, SharedUnanswered unanswered) {
    this.storeClock = storeClock;
    this.clock = clock;
    this.unanswered = unanswered;
    this.lanes = new SharedLanes(channels, new Outages(channels));
  }

  @Override
  public Instant begin(Transaction transaction, Preparation preparation) throws SQLException {
    forget();
    lock(transaction, preparation);
    Instant now = now(transaction);
    ahead = Duration.between(clock.instant(), now);
    heads.begin(transaction, preparation.compared());
    unanswered.begin(transaction, preparation.contents());
    lanes.begin(transaction, preparation.claims());
    draw(transaction, preparation.numbers());
    return now;
  }

  private static void lock(Transaction transaction, Preparation preparation) throws SQLException {
    Long[] keys = LockKeys.of(preparation.entities(), preparation.lockedContents());
    if (keys.length > 0) {
      PreparedStatement lock = transaction.prepared("select pg_advisory_xact_lock(key) from unnest(?) as key");
      lock.setArray(1, lock.getConnection().createArrayOf("bigint", keys));
      lock.executeQuery().close();
    }
  }

  private Instant now(Transaction transaction) throws SQLException {
    PreparedStatement select = transaction.prepared("select " + StoreClock.SQL + " as now");
    Sql.setTime(select, 1, storeClock.parameter());
    try (ResultSet row = select.executeQuery()) {
      row.next();
      return Sql.instant(row, "now");
    }
  }

  /** After the locks. What is not used is lost, which is no harm. */
  private void draw(Transaction transaction, int count) throws SQLException {
    if (count > 0) {
      PreparedStatement select = transaction.prepared("select nextval('number') from generate_series(1, ?)");
      select.setInt(1, count);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          numbers.add(row.getLong(1));
        }
      }
    }
  }

  @Override
  public Instant storeTime(Instant local) {
    return local.plus(ahead);
  }

  @Override
  public EntityHeads heads() {
    return heads;
  }

  @Override
  public Unanswered unanswered() {
    return unanswered;
  }

  @Override
  public LaneChanges lanes() {
    return lanes;
  }

  @Override
  public boolean takesColumns() {
    return true;
  }

  @Override
  public long nextNumber(Transaction transaction) {
    return numbers.remove();
  }

  /** Nothing is remembered of a notification but what its own tables hold. */
  @Override
  public void beforeRemoval() {}

  @Override
  public void beforeCommit(Transaction transaction) throws SQLException {
    heads.write(transaction);
    unanswered.write(transaction);
    lanes.write(transaction);
  }

  @Override
  public Collection<String> afterCommit(Transaction transaction) {
    unanswered.committed();
    heads.forget();
    return lanes.committed();
  }

  @Override
  public void afterGroup() {}

  /** While nothing is written nobody would notice that nothing can be: whoever asks for the readiness has to know before that. */
  @Override
  public void idle(Transaction transaction) throws SQLException {
    transaction.check();
  }

  @Override
  public void rolledBack() {
    unanswered.rolledBack();
    forget();
  }

  private void forget() {
    heads.forget();
    lanes.forget();
    numbers.clear();
  }

  /** By the classes of SQL states that PostgreSQL documents in its appendix A. */
  @Override
  public Failure judge(Exception failure) {
    String state = failure instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "";
    if (List.of("40001", "40P01", "55P03", "57014").contains(state)) {
      return Failure.AGAIN;
    }
    boolean store = state.startsWith("08") || state.startsWith("53") || state.startsWith("57P") || state.startsWith("58")
        || state.startsWith("25") || state.startsWith("XX") || state.startsWith("28");
    return store ? Failure.STORE : Failure.ONE_BY_ONE;
  }
}
