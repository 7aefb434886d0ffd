package io.github.mentagateway.destination.database;

import io.github.mentagateway.privacy.LogLine;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work on one connection that takes effect as a whole or not at all; with an {@link EffectTable}, once for each delivery. */
final class Transaction {
  private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

  private final DatabasePool pool;
  private final String database;

  @FunctionalInterface
  interface Work {
    /** @return whether the work is committed; else it is rolled back, and the call is done all the same */
    boolean on(Connection connection) throws Exception;
  }

  Transaction(DatabasePool pool, String database) {
    this.pool = pool;
    this.database = database;
  }

  /** @param effect null for none */
  void run(Exchange exchange, EffectTable.Effect effect, Work work) throws Exception {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      boolean isBegun = false;
      try {
        if (effect != null && !effect.claim(connection, exchange.getMessage())) {
          LOG.info("{}", new LogLine()
              .with("event", "effect_found")
              .with("database", database)
              .with("delivery", effect.delivery())
              .with("next", "an earlier attempt was committed: nothing is changed, the delivery is done"));
          connection.rollback();
        } else {
          isBegun = effect != null;
          boolean isDone = work.on(connection);
          // a commit that fails may have been made: the next attempt sees by the id
          isBegun = false;
          if (isDone) {
            connection.commit();
          } else {
            connection.rollback();
          }
        }
      } catch (Throwable failure) {
        rollback(connection, failure);
        if (isBegun) {
          effect.demandTakenBack(connection, exchange.getMessage(), failure);
        }
        throw failure;
      }
    }
    if (effect != null) {
      effect.end();
    }
  }

  private static void rollback(Connection connection, Throwable failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // the connection is gone, and with it the transaction
      failure.addSuppressed(e);
    }
  }
}
