package io.github.mentagateway.inbox;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.github.mentagateway.failure.Causes;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.flywaydb.core.api.FlywayException;
import org.h2.api.ErrorCode;

/** Opens the inbox in an H2 file. */
final class H2Factory {
  private static final int CONNECTIONS = 6;
  /**
   * For the upper pages of the trees that are searched; a leaf is mostly read anew. What is accepted is written once and read from
   * {@link RecentContent}; in H2's own 16 MB its pages grow old, and each full collection of the heap carries them.
   */
  private static final int CACHE_KB = 2048;

  private H2Factory() {}

  /** @throws InboxUnavailableException with a sentence for the operator that names the setting */
  static Inbox open(InboxOptions options, Clock clock) {
    return open(options, clock, HikariDataSource::new);
  }

  /** @param pools makes the pool of connections */
  static Inbox open(InboxOptions options, Clock clock, Function<HikariConfig, HikariDataSource> pools) {
    RunningAttempts running = null;
    HikariDataSource pool = null;
    boolean opened = false;
    try {
      Files.createDirectories(options.folder());
      // first: within one process H2 would hand out the same open database a second time
      running = new RunningAttempts(options.folder().resolve("inbox.running"));
      pool = pools.apply(config(options));
      Schema.migrate(pool, "h2");
      openUndoLogs(pool);
      H2Inbox inbox = new H2Inbox(options, clock, pool, pool.getConnection(), running);
      inbox.recover();
      opened = true;
      return inbox;
    } catch (SQLException | IOException | FlywayException | HikariPool.PoolInitializationException e) {
      throw new InboxUnavailableException(explain(options, e), e);
    } finally {
      if (!opened) {
        release(pool, running);
      }
    }
  }

  /**
   * H2 makes the undo log of its n-th transaction at once when there first are so many, which may save the file: not beside the writer, see
   * {@link H2File}.
   */
  private static void openUndoLogs(HikariDataSource pool) throws SQLException {
    List<Connection> all = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        Connection connection = pool.getConnection();
        all.add(connection);
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
          statement.execute("select number from notification limit 1");
        }
      }
    } finally {
      for (Connection connection : all) {
        connection.rollback();
        connection.close();
      }
    }
  }

  private static void release(HikariDataSource pool, RunningAttempts running) {
    if (pool != null) {
      try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
        statement.execute("SHUTDOWN");
      } catch (SQLException e) {
        // the connection dies with the database that it shuts down
      }
      pool.close();
    }
    if (running != null) {
      try {
        running.close();
      } catch (IOException e) {
        // nothing was written to it
      }
    }
  }

  private static HikariConfig config(InboxOptions options) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("inbox");
    // WRITE_DELAY=0: a commit writes to the file, and no thread of H2's does, see H2File; FILE_LOCK stays on: one
    // process per file; no trace file: H2 would write what it throws, rows and all, into one beside the store
    config.setJdbcUrl(options.url() + ";CACHE_SIZE=" + CACHE_KB
        + ";WRITE_DELAY=0;TRACE_LEVEL_FILE=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1");
    config.setUsername(options.user().isEmpty() ? "sa" : options.user());
    config.setPassword(options.password());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setIsolateInternalQueries(true);
    return config;
  }

  private static String explain(InboxOptions options, Exception failure) {
    for (Throwable cause : Causes.of(failure)) {
      if (cause instanceof RunningAttempts.InUseException
          || cause instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
        return "gateway.store.url is '" + options.url() + "': another process has this store open already. Stop that one, or run"
            + " this one in a folder of its own: an H2 file serves one gateway. To run several, let them share a PostgreSQL:"
            + " gateway.store.url=jdbc:postgresql://HOST/DATABASE";
      }
      if (cause instanceof SQLException sql && sql.getErrorCode() == ErrorCode.WRONG_USER_OR_PASSWORD) {
        return "gateway.store.user and gateway.store.password do not open '" + options.url() + "': set those it was made with";
      }
    }
    return "gateway.store.url is '" + options.url() + "': it cannot be opened: " + failure.getMessage();
  }
}
