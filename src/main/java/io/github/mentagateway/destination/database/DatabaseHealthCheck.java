package io.github.mentagateway.destination.database;

import io.github.mentagateway.health.OperatorHealthCheck;
import io.github.mentagateway.privacy.LogLine;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of databases of routes that are down. It never reports down, because the intake and the other destinations go on. A request for the
 * health waits for no database: it is told what the last look found, and begins the next one. Health may be open to other machines, so that the
 * reason stands in the log only.
 */
final class DatabaseHealthCheck extends OperatorHealthCheck {
  private static final Logger LOG = LoggerFactory.getLogger("database");
  private static final Duration OLDEST = Duration.ofSeconds(10);

  private final Map<String, DatabasePool> pools;
  private final Executor executor;
  private final Clock clock;
  private final Map<String, Instant> downSince = new ConcurrentHashMap<>();
  /** When the last look began; null before the first one, and {@link Instant#MAX} while one is under way. */
  private final AtomicReference<Instant> looked = new AtomicReference<>();

  DatabaseHealthCheck(Map<String, DatabasePool> pools, Executor executor, Clock clock) {
    super("databases");
    this.pools = pools;
    this.executor = executor;
    this.clock = clock;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
    Instant now = clock.instant();
    Instant last = looked.get();
    if ((last == null || !last.isAfter(now.minus(OLDEST))) && looked.compareAndSet(last, Instant.MAX)) {
      executor.execute(() -> look(now));
    }
    result.up();
    if (!downSince.isEmpty()) {
      result.message("warning: databases that are down: " + new TreeMap<>(downSince).entrySet().stream()
          .map(down -> down.getKey() + " (since " + down.getValue().truncatedTo(ChronoUnit.SECONDS) + ")").collect(Collectors.joining(", "))
          + ". What needs them waits; why, says the log (event=database_down)");
    }
  }

  private void look(Instant began) {
    try {
      pools.forEach((name, pool) -> {
        if (pool.isUsed()) {
          look(name, pool);
        }
      });
    } finally {
      looked.set(began);
    }
  }

  private void look(String name, DatabasePool pool) {
    try {
      pool.probe();
      if (downSince.remove(name) != null) {
        LOG.info("{}", new LogLine().with("event", "database_up").with("database", name));
      }
    } catch (SQLException e) {
      if (downSince.putIfAbsent(name, clock.instant()) == null) {
        LOG.warn("{}", new LogLine().with("event", "database_down").with("database", name).with("error", e.getMessage())
            .with("next", "mend the database or gateway.database." + name + ".…; what needs it waits, and goes on by itself"));
      }
    }
  }
}
