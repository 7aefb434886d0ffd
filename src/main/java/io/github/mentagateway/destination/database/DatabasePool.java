package io.github.mentagateway.destination.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.mentagateway.destination.DatabaseException;
import io.github.mentagateway.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;
import javax.sql.DataSource;

/**
 * The connections to one database. The pool connects when a route first needs it, because a database may start later. Every statement and
 * every socket has a timeout, and a thread that waits too long can be freed.
 */
public final class DatabasePool extends HikariDataSource {
  private static final Duration LONGEST_VALIDATION = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofMinutes(1);
  /** The socket's timeout is longer than the statement's by this much: the database gets the time to cancel the statement. */
  private static final Duration BEHIND = Duration.ofSeconds(5);

  private final String vendor;
  private final Duration timeout;
  /** The latest connection of each thread, which may have been given back. */
  private final Map<Thread, Connection> lent = Collections.synchronizedMap(new WeakHashMap<>());
  private final String health;
  private volatile boolean used;

  /** @throws RuntimeException when no driver takes the URL */
  DatabasePool(Settings.Database database) {
    super(withDriver(database));
    vendor = vendor(database.url());
    timeout = database.timeout();
    health = database.health();
  }

  /** @param connections gives the connections, and the driver of the URL is not asked */
  public DatabasePool(Settings.Database database, DataSource connections) {
    super(over(database, connections));
    vendor = vendor(database.url());
    timeout = database.timeout();
    health = database.health();
  }

  private static HikariConfig withDriver(Settings.Database database) {
    HikariConfig config = config(database);
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    driverProperties(vendor(database.url()), database.connectTimeout(), database.timeout().plus(BEHIND)).forEach(config::addDataSourceProperty);
    return config;
  }

  private static HikariConfig over(Settings.Database database, DataSource connections) {
    HikariConfig config = config(database);
    config.setDataSource(connections);
    return config;
  }

  private static HikariConfig config(Settings.Database database) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("database-" + database.name());
    config.setMaximumPoolSize(database.poolSize());
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE.toMillis());
    config.setConnectionTimeout(database.connectTimeout().toMillis());
    config.setValidationTimeout(Math.min(LONGEST_VALIDATION.toMillis(), database.connectTimeout().toMillis()));
    if (!database.health().isEmpty()) {
      config.setConnectionTestQuery(database.health());
    }
    config.setInitializationFailTimeout(-1);
    return config;
  }

  /** The driver's properties that end a login which hangs: JDBC has no method for that. The URL's own parameters win. */
  private static Map<String, String> driverProperties(String vendor, Duration connect, Duration read) {
    String seconds = String.valueOf(connect.toSeconds());
    String millis = String.valueOf(connect.toMillis());
    return switch (vendor) {
      case "postgresql" -> Map.of("connectTimeout", seconds, "loginTimeout", seconds, "socketTimeout", String.valueOf(read.toSeconds()),
          "tcpKeepAlive", "true", "logServerErrorDetail", "false");
      case "mysql", "mariadb" -> Map.of("connectTimeout", millis, "socketTimeout", String.valueOf(read.toMillis()));
      case "sqlserver" -> Map.of("loginTimeout", seconds, "socketTimeout", String.valueOf(read.toMillis()));
      case "oracle" -> Map.of("oracle.net.CONNECT_TIMEOUT", millis, "oracle.jdbc.ReadTimeout", String.valueOf(read.toMillis()));
      default -> Map.of();
    };
  }

  /** The vendor in the URL {@code jdbc:VENDOR:…}. */
  static String vendor(String url) {
    String[] parts = url.split(":", 3);
    return parts.length < 2 ? "" : parts[1].toLowerCase(Locale.ROOT);
  }

  String vendor() {
    return vendor;
  }

  boolean isMySql() {
    return isMySql(vendor);
  }

  static boolean isMySql(String vendor) {
    return vendor.equals("mysql") || vendor.equals("mariadb");
  }

  @Override
  public Connection getConnection() throws SQLException {
    used = true;
    try {
      Connection connection = super.getConnection();
      limit(connection);
      lent.put(Thread.currentThread(), connection);
      return JdbcProxy.of(Connection.class, connection, vendor, Math.toIntExact(timeout.toSeconds()));
    } catch (SQLException e) {
      throw new DatabaseException(e, vendor, true);
    }
  }

  /**
   * Sets the limit on the driver's own connection, because the pool takes a driver without such a limit for a broken one. The pool takes
   * the limit back.
   */
  private void limit(Connection connection) throws SQLException {
    try {
      connection.unwrap(Connection.class).setNetworkTimeout(Runnable::run, Math.toIntExact(timeout.plus(BEHIND).toMillis()));
    } catch (SQLFeatureNotSupportedException | AbstractMethodError none) {
      // the driver's own properties are the limit then
    } catch (SQLException broken) {
      connection.close();
      throw broken;
    }
  }

  /** Whether a route has asked for a connection; a database that nothing uses need not be there. */
  boolean isUsed() {
    return used;
  }

  /** @throws SQLException when the database is of no use */
  void probe() throws SQLException {
    try (Connection connection = getConnection(); Statement statement = connection.createStatement()) {
      if (!health.isEmpty()) {
        statement.execute(health);
      } else if (!connection.isValid(Math.toIntExact(LONGEST_VALIDATION.toSeconds()))) {
        throw new DatabaseException(new SQLException("the driver says that the connection is of no use", "08006"), vendor, true);
      }
    }
  }

  /** Breaks the connection of a thread, if it has one: a wait for an answer on it fails at once. */
  void abort(Thread thread) {
    Connection connection = lent.get(thread);
    try {
      if (connection != null && !connection.isClosed()) {
        connection.abort(Runnable::run);
      }
    } catch (SQLException alreadyGone) {
      // there is nothing left to break
    }
  }
}
