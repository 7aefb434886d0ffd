package io.github.mentagateway.destination.database;

import io.github.mentagateway.settings.Settings;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.camel.CamelContext;

/** One small connection pool for each {@code gateway.database.NAME.*}. */
public final class DatabasePools implements AutoCloseable {
  private static final String NAME = "databases";

  private final Map<String, DatabasePool> pools = new LinkedHashMap<>();
  private final ExecutorService looks = Executors.newSingleThreadExecutor(DatabasePools::daemon);
  private final Map<String, Map<Object, Set<String>>> effects = new ConcurrentHashMap<>();

  /**
   * @param opener opens the pool of one database
   * @throws IllegalArgumentException when there is no driver for a URL; the message names the property
   */
  public DatabasePools(Iterable<Settings.Database> databases, Function<Settings.Database, DatabasePool> opener) {
    try {
      databases.forEach(database -> pools.put(database.name(), opener.apply(database)));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static Thread daemon(Runnable look) {
    Thread thread = new Thread(look, "database-health");
    thread.setDaemon(true);
    return thread;
  }

  static DatabasePools of(CamelContext context) {
    return context.getRegistry().lookupByNameAndType(NAME, DatabasePools.class);
  }

  public void bindTo(BiConsumer<String, Object> registry) {
    registry.accept(NAME, this);
    // Camel finds health checks by their type
    registry.accept("databaseHealthCheck", new DatabaseHealthCheck(pools, looks, Clock.systemUTC()));
    pools.forEach(registry);
  }

  /** @throws IllegalArgumentException when a route names a database that is not configured; the message has the configured names */
  DatabasePool pool(String name) {
    if (!pools.containsKey(name)) {
      throw new IllegalArgumentException("database '" + name + "' is not configured; there are: "
          + (pools.isEmpty() ? "none" : String.join(", ", pools.keySet())) + ". Set gateway.database." + name + ".url");
    }
    return pools.get(name);
  }

  /** The table of a database in which the ids of deliveries stand; null for an empty name. */
  EffectTable effectTable(String database, String table) {
    return table.isEmpty() ? null : new EffectTable(table,
        effects.computeIfAbsent(database + " " + table.toLowerCase(Locale.ROOT), name -> EffectTable.runs()), pool(database).isMySql());
  }

  /** Frees a thread that waits for one of the databases. */
  public void abort(Thread thread) {
    pools.values().forEach(pool -> pool.abort(thread));
  }

  /** Over the driver that takes the URL. */
  public static DatabasePool withDriver(Settings.Database database) {
    try {
      return new DatabasePool(database);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("gateway.database." + database.name() + ".url is '" + scheme(database.url())
          + "…': no driver takes it. Put the driver's jar into lib/, or correct the URL", e);
    }
  }

  /** The beginning of a URL: its rest may hold a password. */
  private static String scheme(String url) {
    int end = url.indexOf(':', "jdbc:".length());
    return url.substring(0, end < 0 ? Math.min(url.length(), 5) : end + 1);
  }

  @Override
  public void close() {
    looks.shutdownNow();
    pools.values().forEach(DatabasePool::close);
    pools.clear();
  }
}
