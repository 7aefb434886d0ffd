package io.github.mentagateway.store.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what SQLite's log holds into the file: on a connection and a thread of its own, so that the writer does not wait for the disk, and
 * in small steps. The log can only begin anew when all of it was moved and nobody writes: that little rest is the writer's.
 */
final class Checkpoints {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  /** About 4 MB: small steps, because each ends in an fsync that the writer's own may have to wait for. */
  private static final long ROWS_PER_STEP = 4_000;
  /** Pages of 4 KB in the log from which on it begins anew. */
  private static final int LONG_LOG = 4_096;

  private final Connection connection;
  private final Semaphore wanted = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "store-checkpoints");
  private long rows;
  private volatile int pages;
  private volatile boolean closed;

  Checkpoints(Connection connection) {
    this.connection = connection;
    thread.setDaemon(true);
    thread.start();
  }

  /** For the writer, between two transactions. */
  void written(Transaction writer, long more) throws SQLException {
    rows += more;
    if (pages > LONG_LOG) {
      pages = 0;
      checkpoint(writer.connection());
    } else if (rows > ROWS_PER_STEP) {
      rows = 0;
      wanted.release();
    }
  }

  private void run() {
    while (!closed) {
      wanted.acquireUninterruptibly();
      wanted.drainPermits();
      try {
        if (!closed) {
          pages = checkpoint(connection);
        }
      } catch (SQLException e) {
        LOG.warn("event=checkpoint_failed error={} next=\"with the next one\"", Columns.explain(e));
      }
    }
  }

  /** @return how long the log is, in pages */
  private static int checkpoint(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("pragma wal_checkpoint(passive)")) {
      return row.next() ? row.getInt(2) : 0;
    }
  }

  void close() {
    closed = true;
    wanted.release();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("closing the connection of checkpoints", e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
