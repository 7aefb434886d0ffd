package io.github.mentagateway.store.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.github.mentagateway.failure.Causes;
import io.github.mentagateway.inbox.InboxUnavailableException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL database that several instances share. A transaction first locks what it is about (advisory locks, in the order of their
 * keys), then draws numbers, then writes: so what happens to one entity happens one after the other whichever instance does it, and numbers
 * rise along each line in the order of the commits. The database's clock counts.
 */
public final class Postgres implements Database {
  public static final String SCHEME = "jdbc:postgresql:";

  private static final Logger LOG = LoggerFactory.getLogger(Postgres.class);
  private static final int READERS = 6;
  private static final long PATIENCE_MILLIS = 5_000;
  private static final int CHECK_SECONDS = 5;

  /**
   * 202 needs the commit on disk: stronger than {@code on} stays as it is. PostgreSQL plans badly on young tables without the next
   * three: where it expects few rows it reads all of them and sorts, instead of the first ones of an index.
   * A process that is stopped in the middle of a transaction must not keep the others waiting for its locks.
   */
  private static final String SESSION = "select set_config('synchronous_commit', case when current_setting('synchronous_commit') in"
      + " ('off', 'local') then 'on' else current_setting('synchronous_commit') end, false);"
      + " set plan_cache_mode = force_custom_plan; set enable_seqscan = off; set enable_bitmapscan = off; set lock_timeout = '15s';"
      + " set idle_in_transaction_session_timeout = '10s'; set timezone = 'UTC'";

  /** The writer's statements are planned once for many transactions: planning them takes three times as long as running them. */
  private static final String WRITER = "set plan_cache_mode = force_generic_plan";
  private static final String FORGET_PLANS = "discard plans";

  /** Some 4 MB, given back at once. */
  private static final String ROOM =
      "create temporary table room on commit drop as select repeat('x', 1000) as filling from generate_series(1, 4000)";
  private static final String NOT_ALLOWED = "42501";
  private static final Map<String, String> DIFFERENCES = Map.of("integer", "bigint", "bytes", "bytea", "numbers",
      "create sequence number start 10000;", "hot", "with (fillfactor = 80)");

  /** More than a transaction may lock one by one: it keeps all others out instead. */
  private static final int MOST_LOCKS = 1_000;
  /** Shared by every transaction, and kept from the others by one that has too many keys. */
  private static final long ALL = Long.MIN_VALUE + 1;
  /** Of all that open the database at the same moment one migrates it, and the others wait for that. */
  private static final String ALONE = "select 1 from pg_advisory_xact_lock(" + (Long.MIN_VALUE + 2) + ")";
  private static final String NO_LOCKS = begin("select 0 as zero");
  private static final String LOCKS =
      begin("select 0 * count(pg_advisory_xact_lock(key)) as zero, pg_advisory_xact_lock_shared(" + ALL + ") from unnest(?) as key");
  private static final String LOCK_ALL = begin("select 0 as zero, pg_advisory_xact_lock(" + ALL + ")");

  private final DataSource writers;
  private final HikariDataSource readers;
  private final Supplier<Instant> insteadOfItsClock;
  private final PlanAge plans = new PlanAge();

  private Postgres(DataSource writers, HikariDataSource readers, Supplier<Instant> insteadOfItsClock) {
    this.writers = writers;
    this.readers = readers;
    this.insteadOfItsClock = insteadOfItsClock;
  }

  /** Locks, then the time, then numbers, in one journey: each row has the time and a number, and both wait for the locks. */
  private static String begin(String locks) {
    return "with locked as materialized (" + locks + ") select"
        + " coalesce(cast(? as bigint), cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)) as now, drawn.number from locked"
        + " left join lateral (select nextval('number') as number from generate_series(1, cast(? as bigint) + locked.zero)) drawn on true";
  }

  /**
   * @param insteadOfItsClock a time that counts in place of the database's, for tests that move the time; giving null: the database's own
   * @throws InboxUnavailableException with a sentence for the operator that names the setting
   */
  public static Postgres open(String url, String user, String password, Supplier<Instant> insteadOfItsClock) {
    PGSimpleDataSource connections = connections(url, user, password);
    HikariDataSource readers = null;
    boolean opened = false;
    try {
      readers = new HikariDataSource(config(connections));
      check(url, readers);
      try (Connection connection = forMigrations(url, user, password).getConnection()) {
        Schema.migrate(connection, ALONE, DIFFERENCES);
      }
      opened = true;
      return new Postgres(connections, readers, insteadOfItsClock);
    } catch (SQLException | IOException | HikariPool.PoolInitializationException e) {
      throw new InboxUnavailableException("gateway.store.url is '" + url + "': it cannot be opened: " + cause(e)
          + ". Is the database there, and do gateway.store.user and gateway.store.password let the gateway in?", e);
    } finally {
      if (!opened && readers != null) {
        readers.close();
      }
    }
  }

  private static String cause(Exception failure) {
    SQLException ofDatabase = Causes.first(SQLException.class, failure);
    return Columns.explain(ofDatabase == null ? Causes.root(failure) : ofDatabase);
  }

  private static HikariConfig config(DataSource connections) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("store");
    config.setDataSource(connections);
    config.setMaximumPoolSize(READERS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    config.setInitializationFailTimeout(PATIENCE_MILLIS);
    config.setConnectionInitSql(SESSION);
    return config;
  }

  /** Connections that only read. */
  public static DataSource reading(String url, String user, String password) {
    PGSimpleDataSource connections = connections(url, user, password);
    connections.setReadOnly(true);
    return connections;
  }

  private static PGSimpleDataSource connections(String url, String user, String password) {
    PGSimpleDataSource connections = forMigrations(url, user, password);
    connections.setApplicationName("menta-gateway");
    connections.setTcpKeepAlive(true);
    // no values of rows in messages: they are personal data
    connections.setLogServerErrorDetail(false);
    connections.setConnectTimeout(5);
    // longer than any statement may wait for a lock: only a network that swallows everything is cut off by it
    connections.setSocketTimeout(30);
    // the writer's statements are the same few, and each is used all the time
    connections.setPrepareThreshold(3);
    return connections;
  }

  /** Without the limits of the others: a migration may take its time, and waits for one that another instance runs. */
  private static PGSimpleDataSource forMigrations(String url, String user, String password) {
    PGSimpleDataSource plain = new PGSimpleDataSource();
    plain.setUrl(url);
    plain.setUser(user);
    plain.setPassword(password);
    return plain;
  }

  private static void check(String url, DataSource connections) throws SQLException {
    try (Connection connection = connections.getConnection(); Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select current_setting('server_encoding'), current_setting('fsync')")) {
      row.next();
      if (!row.getString(1).equals("UTF8")) {
        throw new InboxUnavailableException("gateway.store.url is '" + url + "': the database keeps texts in "
            + row.getString(1) + ", which cannot hold every text that arrives. Create it with encoding 'UTF8'");
      }
      if (row.getString(2).equals("off")) {
        LOG.warn("event=store_without_fsync PostgreSQL runs with fsync off: a power failure can lose what was acknowledged and damage the"
            + " database. Set fsync to on in postgresql.conf");
      }
    }
  }

  @Override
  public boolean isShared() {
    return true;
  }

  /** A connection that was seen to write, to a disk that has some room: else the first notification would find out that it has not. */
  @Override
  public Transaction openWriter() throws SQLException {
    Connection connection = writers.getConnection();
    boolean writes = false;
    try (Statement statement = connection.createStatement()) {
      statement.execute(SESSION);
      statement.execute(WRITER);
      statement.executeUpdate("update store set one = one");
      takeRoom(statement);
      connection.setAutoCommit(false);
      writes = true;
      return new Transaction(connection, true);
    } finally {
      if (!writes) {
        connection.close();
      }
    }
  }

  private static void takeRoom(Statement statement) throws SQLException {
    try {
      statement.executeUpdate(ROOM);
    } catch (SQLException e) {
      if (!NOT_ALLOWED.equals(e.getSQLState())) {
        throw e;
      }
    }
  }

  @Override
  public DataSource readers() {
    return readers;
  }

  @Override
  public Begun begin(Transaction transaction, boolean sync, Collection<Long> keys, int numbers) throws SQLException {
    if (plans.areOld()) {
      transaction.run(FORGET_PLANS);
    }
    Long now = Columns.micros(insteadOfItsClock.get());
    if (keys == null || keys.size() > MOST_LOCKS) {
      return begun(transaction, numbers, LOCK_ALL, now, numbers);
    } else if (keys.isEmpty()) {
      return begun(transaction, numbers, NO_LOCKS, now, numbers);
    }
    Object[] sorted = keys.stream().sorted().toArray();
    return begun(transaction, numbers, LOCKS, transaction.connection().createArrayOf("bigint", sorted), now, numbers);
  }

  /** Numbers that are not used are lost, which is no harm. */
  private static Begun begun(Transaction transaction, int numbers, String sql, Object... values) throws SQLException {
    long[] drawn = new long[numbers];
    long[] now = new long[1];
    int[] count = new int[1];
    transaction.ask(sql, row -> {
      now[0] = row.getLong(1);
      if (numbers > 0) {
        drawn[count[0]++] = row.getLong(2);
      }
      return null;
    }, values);
    return new Begun(now[0], drawn);
  }

  @Override
  public void commit(Transaction transaction) throws SQLException {
    transaction.connection().commit();
  }

  @Override
  public void rollback(Transaction transaction) throws SQLException {
    transaction.forgetQueue();
    transaction.connection().rollback();
  }

  @Override
  public void afterCommit(Transaction transaction, long rows) {
    plans.wrote(rows);
  }

  /** While nothing is written nobody would notice that nothing can be: whoever asks for the readiness has to know before that. */
  @Override
  public void check(Transaction transaction) throws SQLException {
    if (!transaction.connection().isValid(CHECK_SECONDS)) {
      throw new SQLException("the connection is gone", "08006");
    }
    // a driver may have begun a transaction to find out
    transaction.connection().rollback();
  }

  @Override
  public String skippingLocked() {
    return " for update skip locked";
  }

  @Override
  public String locking() {
    return " for update";
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
    return store ? Failure.DISCONNECTED : Failure.ONE_BY_ONE;
  }

  @Override
  public void close(Transaction writer) {
    try {
      if (writer != null) {
        writer.close();
      }
    } catch (SQLException e) {
      LOG.debug("closing the writer's connection", e);
    }
    readers.close();
  }

  /**
   * When the writer's plans are made anew. One that was made for a small table is the wrong one for a large one, and nothing tells PostgreSQL
   * so before the table is analyzed, which may take minutes: here it is after each doubling of what this process has written, and
   * each second, since others write too.
   */
  private static final class PlanAge {
    private static final long LONGEST_NANOS = 1_000_000_000L;

    private long rows;
    private long oldAtRows = 100;
    private long madeNanos = System.nanoTime();

    void wrote(long more) {
      rows += more;
    }

    /** If so, they are made anew now. */
    boolean areOld() {
      long now = System.nanoTime();
      boolean old = rows >= oldAtRows || now - madeNanos >= LONGEST_NANOS;
      if (old) {
        oldAtRows = Math.max(oldAtRows, 2 * rows);
        madeNanos = now;
      }
      return old;
    }
  }
}
