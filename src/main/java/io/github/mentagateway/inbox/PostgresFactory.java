package io.github.mentagateway.inbox;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.github.mentagateway.failure.Causes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the inbox in a PostgreSQL database. */
final class PostgresFactory {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresFactory.class);
  /** Two writers, and those that claim, renew and answer people. */
  private static final int CONNECTIONS = 10;
  private static final long PATIENCE_MILLIS = 5_000;

  /**
   * 202 needs the commit on disk: stronger than {@code on} stays as it is. PostgreSQL plans badly on young tables without the next
   * three: where it expects few rows it reads all of them and sorts, instead of the first ones of an index.
   * A process that is stopped in the middle of a transaction must not keep the others waiting for its locks.
   */
  private static final String SESSION = "select set_config('synchronous_commit', case when current_setting('synchronous_commit') in"
      + " ('off', 'local') then 'on' else current_setting('synchronous_commit') end, false);"
      + " set plan_cache_mode = force_custom_plan; set enable_seqscan = off; set enable_bitmapscan = off; set lock_timeout = '15s';"
      + " set idle_in_transaction_session_timeout = '10s'; set timezone = 'UTC'";

  /** Some 4 MB, given back at once. */
  private static final String ROOM =
      "create temporary table room on commit drop as select repeat('x', 1000) as filling from generate_series(1, 4000)";
  private static final String NOT_ALLOWED = "42501";

  private PostgresFactory() {}

  static Inbox open(InboxOptions options, Clock clock, SharedTiming timing) {
    HikariDataSource pool = null;
    boolean opened = false;
    try {
      pool = new HikariDataSource(config(options));
      check(options, pool);
      Schema.migrate(forMigrations(options), "postgresql");
      PostgresInbox inbox = new PostgresInbox(options, clock, timing, pool, identify(pool));
      opened = true;
      return inbox;
    } catch (SQLException | FlywayException | HikariPool.PoolInitializationException e) {
      throw new InboxUnavailableException("gateway.store.url is '" + options.url() + "': it cannot be opened: " + cause(e)
          + ". Is the database there, and do gateway.store.user and gateway.store.password let the gateway in?", e);
    } finally {
      if (!opened && pool != null) {
        pool.close();
      }
    }
  }

  private static String cause(Exception failure) {
    SQLException ofDatabase = Causes.first(SQLException.class, failure);
    return Sql.explain(ofDatabase == null ? Causes.root(failure) : ofDatabase);
  }

  private static HikariConfig config(InboxOptions options) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("inbox");
    config.setJdbcUrl(options.url());
    config.setUsername(options.user());
    config.setPassword(options.password());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(CONNECTIONS);
    config.setConnectionTimeout(PATIENCE_MILLIS);
    config.setInitializationFailTimeout(PATIENCE_MILLIS);
    config.setConnectionInitSql(SESSION);
    config.addDataSourceProperty("ApplicationName", "menta-gateway");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    // no values of rows in messages: they are personal data
    config.addDataSourceProperty("logServerErrorDetail", "false");
    config.addDataSourceProperty("connectTimeout", "5");
    // longer than any statement may wait for a lock: only a network that swallows everything is cut off by it
    config.addDataSourceProperty("socketTimeout", "30");
    return config;
  }

  /** Without the limits of the others: a migration may take its time, and waits for one that another instance runs. */
  private static DataSource forMigrations(InboxOptions options) {
    PGSimpleDataSource plain = new PGSimpleDataSource();
    plain.setUrl(options.url());
    plain.setUser(options.user());
    plain.setPassword(options.password());
    return plain;
  }

  private static Ids identify(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      return Schema.identify(connection);
    }
  }

  private static void check(InboxOptions options, HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select current_setting('server_encoding'), current_setting('fsync')")) {
      row.next();
      if (!row.getString(1).equals("UTF8")) {
        throw new InboxUnavailableException("gateway.store.url is '" + options.url() + "': the database keeps texts in "
            + row.getString(1) + ", which cannot hold every text that arrives. Create it with encoding 'UTF8'");
      }
      if (row.getString(2).equals("off")) {
        LOG.warn("event=store_without_fsync PostgreSQL runs with fsync=off: a power failure can lose what was acknowledged and damage the"
            + " database. Set fsync=on in postgresql.conf");
      }
    }
  }

  /** A connection that was seen to write, to a disk that has some room: else the first notification would find out that it has not. */
  static Connection writable(HikariDataSource pool) throws SQLException {
    Connection connection = pool.getConnection();
    boolean writes = false;
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("update store set one = one");
      takeRoom(statement);
      writes = true;
      return connection;
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
}
