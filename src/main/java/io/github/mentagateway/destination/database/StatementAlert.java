package io.github.mentagateway.destination.database;

import io.github.mentagateway.destination.DatabaseException;
import io.github.mentagateway.privacy.LogLine;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs once that a statement is wrong for its database, and once that it works again, instead of at each attempt. */
final class StatementAlert {
  private static final Logger LOG = LoggerFactory.getLogger("statement");

  private final String route;
  private final String database;
  private final AtomicBoolean wrong = new AtomicBoolean();

  /** @param route the route that uses the kamelet */
  StatementAlert(String route, String database) {
    this.route = route;
    this.database = database;
  }

  /**
   * @param failure a failure of any kind, or null
   * @param sql the statement that was run last
   */
  void failed(Throwable failure, NamedParameterSql.Statement sql) {
    if (failure instanceof DatabaseException refusal && refusal.isWrongStatement() && !wrong.getAndSet(true)) {
      LOG.error("{}", new LogLine()
          .with("event", "statement_wrong")
          .with("route", route)
          .with("database", database)
          .with("sql", sql == null ? null : sql.text())
          .with("error", refusal.getMessage())
          .with("next", "mend the statement or the database; what it is for waits, and goes on by itself when a probe succeeds"));
    }
  }

  void succeeded() {
    if (wrong.get() && wrong.getAndSet(false)) {
      LOG.info("{}", new LogLine()
          .with("event", "statement_works_again")
          .with("route", route)
          .with("database", database));
    }
  }
}
