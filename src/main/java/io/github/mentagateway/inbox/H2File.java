package io.github.mentagateway.inbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;

/**
 * What the writer does to H2's file beneath SQL: it syncs it, and keeps it from growing, by writing anew what little is still in use of
 * old chunks, so that their room can be used again. For the writer's thread, between two transactions.
 *
 * <p>H2 has a thread of its own for the housekeeping ({@code WRITE_DELAY}), which must not run. It saves the trees of the tables one after
 * the other while the writer goes on, so that the file can hold one half of a transaction without the undo log for it, and after a
 * crash that half counts.
 *
 * <p>H2 gives a chunk's room away some time after it was written, whether or not what took its place is on disk. So each version that was
 * synced is held until the next one is: whatever a loss of power leaves of the later ones, that one is whole.
 */
final class H2File {
  /** Looking at the chunks takes longer the more there are. */
  private static final int GROUPS_BETWEEN_STEPS = 32;
  private static final long WORTH_BYTES = 16L << 20;
  /** Per cent in use of those chunks that may be written anew: the limit at which H2's own thread begins in a busy store. */
  static final int FULL_ENOUGH = 62;
  /** What one step writes, and all that come meanwhile wait for. */
  private static final int STEP_BYTES = 1 << 20;
  private static final int ALWAYS = 101;
  /** What a loss of power may take back of what nobody waited for. */
  private static final int MOST_UNSYNCED = 64;
  private static final Duration LONGEST_UNSYNCED = Duration.ofSeconds(1);

  private final Connection connection;
  private final MVStore store;
  private final Clock clock;
  private MVStore.TxCounter synced;
  private int groupsSinceStep;
  private int unsynced;
  private Instant unsyncedSince;

  private H2File(Connection connection, MVStore store, Clock clock) {
    this.connection = connection;
    this.store = store;
    this.clock = clock;
    this.synced = store.registerVersionUsage();
  }

  /** @param connection the writer's */
  static H2File of(Connection connection, Clock clock) throws SQLException {
    return new H2File(connection, store(connection), clock);
  }

  static MVStore store(Connection connection) throws SQLException {
    SessionLocal session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    return session.getDatabase().getStore().getMvStore();
  }

  /** The only statement of H2 that ends in fsync: without it a commit is with the operating system only. */
  void sync() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT SYNC");
    }
    MVStore.TxCounter before = synced;
    synced = store.registerVersionUsage();
    store.deregisterVersionUsage(before);
    unsynced = 0;
  }

  /** After the last {@link #sync}: nothing is held any more. */
  void release() {
    store.deregisterVersionUsage(synced);
  }

  /** A commit wrote to the file, and nobody waits until that is on disk. */
  void unsynced() {
    if (unsynced++ == 0) {
      unsyncedSince = clock.instant();
    }
  }

  /** After each transaction, when everybody has been told. */
  void afterGroup() throws SQLException {
    if (++groupsSinceStep >= GROUPS_BETWEEN_STEPS) {
      step();
    }
    if (unsynced >= MOST_UNSYNCED
        || unsynced > 0 && Duration.between(unsyncedSince, clock.instant()).compareTo(LONGEST_UNSYNCED) >= 0) {
      sync();
    }
  }

  /** When nothing waits to be written. */
  void idle() throws SQLException {
    step();
    if (unsynced > 0) {
      sync();
    }
  }

  private void step() {
    groupsSinceStep = 0;
    if (store.getFileStore().size() >= WORTH_BYTES && percentInUse() < FULL_ENOUGH && store.compact(ALWAYS, STEP_BYTES)) {
      store.commit();
      unsynced();
    }
  }

  /** Of the chunks that may be written anew; 100 when there are none. */
  int percentInUse() {
    int[] found = {100};
    store.getFileStore().populateInfo((name, value) -> {
      if (name.equals("info.CHUNKS_FILL_RATE_RW")) {
        found[0] = Integer.parseInt(value);
      }
    });
    return found[0];
  }
}
