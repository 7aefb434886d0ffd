package io.github.mentagateway.inbox;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;

/**
 * Keeps H2's file from growing: what little is still in use of its old chunks is written anew, so that their room can be used again.
 *
 * <p>H2 has a thread of its own for that ({@code WRITE_DELAY}), which must not run. It saves the trees of the tables one after the other
 * while the writer goes on, so that the file can hold one half of a transaction without the undo log for it, and after a crash
 * that half counts. Hence the writer does it, between two transactions, a little at a time.
 */
final class H2Housekeeping {
  /** Looking at the chunks takes longer the more there are. */
  private static final int GROUPS_BETWEEN = 64;
  private static final long WORTH_BYTES = 16L << 20;
  /** Per cent in use of those chunks that may be written anew: the limit at which H2's own thread begins in a busy store. */
  private static final int FULL_ENOUGH = 62;
  /** What one step writes, and all that come meanwhile wait for. */
  private static final int STEP_BYTES = 2 << 20;
  private static final int ALWAYS = 101;

  private final MVStore store;
  private int groups;

  private H2Housekeeping(MVStore store) {
    this.store = store;
  }

  static H2Housekeeping of(Connection connection) throws SQLException {
    SessionLocal session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    return new H2Housekeeping(session.getDatabase().getStore().getMvStore());
  }

  /** After each transaction. For the writer's thread. */
  void afterGroup() {
    if (++groups >= GROUPS_BETWEEN) {
      step();
    }
  }

  /** One step, where it pays. For the writer's thread, between two transactions. */
  void step() {
    groups = 0;
    if (store.getFileStore().size() >= WORTH_BYTES && percentInUse() < FULL_ENOUGH) {
      store.compact(ALWAYS, STEP_BYTES);
    }
  }

  private int percentInUse() {
    int[] found = {100};
    store.getFileStore().populateInfo((name, value) -> {
      if (name.equals("info.CHUNKS_FILL_RATE_RW")) {
        found[0] = Integer.parseInt(value);
      }
    });
    return found[0];
  }
}
