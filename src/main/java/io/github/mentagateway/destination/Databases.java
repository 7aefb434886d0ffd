package io.github.mentagateway.destination;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.mentagateway.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * One small connection pool per {@code gateway.database.NAME.*}. Connects when a route first needs it: a database may start
 * later.
 */
final class Databases implements AutoCloseable {
  /** Above the eight deliveries that a channel runs at once, for two channels that share a database. */
  private static final int CONNECTIONS = 16;
  private static final long CONNECT_MILLIS = 5_000;
  private static final long IDLE_MILLIS = 60_000;

  private final Map<String, HikariDataSource> pools = new LinkedHashMap<>();

  /** @throws IllegalArgumentException when there is no driver for a URL; the message names the property */
  Databases(Iterable<Settings.Database> databases) {
    try {
      databases.forEach(database -> pools.put(database.name(), pool(database)));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  void bindTo(BiConsumer<String, Object> registry) {
    pools.forEach(registry);
  }

  /** @throws IllegalArgumentException when a route names a database that is not configured; the message has the names that are */
  void check(String name) {
    if (!pools.containsKey(name)) {
      throw new IllegalArgumentException("database '" + name + "' is not configured; there are: "
          + (pools.isEmpty() ? "none" : String.join(", ", pools.keySet())) + ". Set gateway.database." + name + ".url");
    }
  }

  private static HikariDataSource pool(Settings.Database database) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("database-" + database.name());
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    config.setIdleTimeout(IDLE_MILLIS);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setInitializationFailTimeout(-1);
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("gateway.database." + database.name() + ".url is '" + scheme(database.url())
          + "…': no driver takes it. Put the driver's jar into lib/, or correct the URL", e);
    }
  }

  /** What comes after it may hold a password. */
  private static String scheme(String url) {
    int end = url.indexOf(':', "jdbc:".length());
    return url.substring(0, end < 0 ? Math.min(url.length(), 5) : end + 1);
  }

  @Override
  public void close() {
    pools.values().forEach(HikariDataSource::close);
    pools.clear();
  }
}
