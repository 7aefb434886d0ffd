package io.github.mentagateway.destination.database;

import io.github.mentagateway.destination.FieldResolver;
import io.github.mentagateway.destination.IsolatedCall;
import io.github.mentagateway.destination.KameletParameters;
import io.github.mentagateway.destination.NoRowException;
import io.github.mentagateway.destination.PermanentFailureException;
import io.github.mentagateway.privacy.LogLine;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean of the kamelet {@code database-update}: binds the values, and takes an update of no row for a failure, unless the row has a
 * newer change already. One statement is run by camel-jdbc; several, or one with an effect table, are run here in a transaction.
 */
public final class DatabaseUpdate implements CamelContextAware {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseUpdate.class);

  /** A header of the call's own message: the work of a transaction, which the kamelet runs in place of camel-jdbc. */
  private static final String TRANSACTION = "MentaTransaction";

  private enum OnNoRow { DEAD_LETTER, IGNORE, RETRY }

  /** @param tellsCount whether the number of changed rows says that it did its work */
  private record Step(NamedParameterSql sql, NamedParameterSql written, boolean tellsCount, boolean mayMatchNone) {}

  /** @param look null without a column of the sequence */
  private record Begun(EffectTable.Effect effect, List<NamedParameterSql.Bound> statements, NamedParameterSql.Bound look) {}

  private CamelContext context;
  private String route;
  private String database;
  private String written;
  private boolean everyRow;
  private String sequenceColumn = "";
  private String mayMatchNone = "";
  private String effectTable = "";
  private OnNoRow onNoRow = OnNoRow.DEAD_LETTER;
  private FieldResolver fields = new FieldResolver("");

  private DatabasePool pool;
  private List<Step> steps;
  /** The look at the row that the first statement means; null without a column of the sequence. */
  private NamedParameterSql look;
  private EffectTable effects;
  private StatementAlert alert;

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    context = camelContext;
  }

  /** The id of the route that uses the kamelet, for the log. */
  public void setRoute(String id) {
    route = id;
  }

  /** The NAME of {@code gateway.database.NAME.url}. */
  public void setDatabase(String name) {
    database = name;
  }

  public void setSql(String sql) {
    written = KameletParameters.asWritten(sql);
  }

  /** Whether a statement may change every row of its table. */
  public void setEveryRow(boolean everyRow) {
    this.everyRow = everyRow;
  }

  /** @param text {@code dead-letter}, {@code ignore} or {@code retry} */
  public void setOnNoRow(String text) {
    onNoRow = switch (text) {
      case "dead-letter" -> OnNoRow.DEAD_LETTER;
      case "ignore" -> OnNoRow.IGNORE;
      case "retry" -> OnNoRow.RETRY;
      default -> throw new IllegalArgumentException("onNoRow is '" + text + "': it must be dead-letter, ignore or retry");
    };
  }

  /** Comma-separated numbers, from 1, of statements that may match no row whatever {@code onNoRow} says. */
  public void setMayMatchNone(String numbers) {
    mayMatchNone = numbers;
  }

  /** The column that keeps the sequence; an empty text is none. */
  public void setSequenceColumn(String column) {
    sequenceColumn = column.strip();
  }

  /** The table that has the ids of the deliveries that took effect; an empty text is none. */
  public void setEffectTable(String table) {
    effectTable = table.strip();
  }

  public void setOptional(String names) {
    fields = new FieldResolver(names);
  }

  /**
   * Checks the statements when the route starts: one that may do harm, or whose success cannot be told, must not run once. It also checks
   * the database, because Camel's own message for a missing one names no property.
   */
  public void check() {
    pool = DatabasePools.of(context).pool(database);
    boolean mysql = pool.isMySql();
    List<SqlText> statements = SqlRules.update(written, everyRow, mysql).statements(mysql);
    Set<Integer> none = SqlRules.mayMatchNone(mayMatchNone, statements.size());
    SequencedUpdate sequenced = sequenceColumn.isEmpty() ? null : SequencedUpdate.of(statements.get(0), sequenceColumn, mysql);
    look = sequenced == null ? null : sequenced.look();
    steps = new ArrayList<>();
    for (SqlText text : statements) {
      // SQL Server wants a semicolon behind this statement, and others take none
      boolean closed = statements.size() > 1 && text.verb().equals("MERGE") && pool.vendor().equals("sqlserver");
      NamedParameterSql sql = new NamedParameterSql(closed ? new SqlText(text.written() + ";", mysql) : text);
      NamedParameterSql sent = steps.isEmpty() && sequenced != null ? sequenced.update() : sql;
      steps.add(new Step(sent, sql, text.changes(), none.contains(steps.size() + 1)));
    }
    effects = DatabasePools.of(context).effectTable(database, effectTable);
    alert = new StatementAlert(route, database);
  }

  public void prepare(Exchange exchange) {
    if (steps.size() == 1 && effects == null) {
      steps.get(0).sql().begin(exchange, fields);
      return;
    }
    Begun begun = new Begun(effects == null ? null : effects.of(exchange),
        steps.stream().map(step -> step.sql().bind(exchange, fields)).toList(), look == null ? null : look.bind(exchange, fields));
    IsolatedCall.begin(exchange).setHeader(TRANSACTION, begun);
  }

  public void transact(Exchange exchange) throws Exception {
    Begun begun = exchange.getMessage().getHeader(TRANSACTION, Begun.class);
    new Transaction(pool, database).run(exchange, begun.effect(), connection -> {
      // the statements stand in their order, and each is judged before the next runs
      for (int i = 0; i < steps.size(); i++) {
        int count = begun.statements().get(i).run(connection, exchange.getMessage());
        if (count == 0 && steps.get(i).tellsCount() && isSuperseded(i, begun.look(), connection, exchange)) {
          return false;
        }
      }
      return true;
    });
    alert.succeeded();
  }

  /** Judges camel-jdbc's answer. */
  public void judge(Exchange exchange) throws NoRowException, SQLException {
    alert.succeeded();
    // the rows of RETURNING are the changed ones; a procedure has no count, and the rows that it selects are none
    Integer count = exchange.getMessage().getBody() instanceof List<?> rows ? Integer.valueOf(rows.size())
        : exchange.getMessage().getHeader("CamelJdbcUpdateCount", Integer.class);
    if (!steps.get(0).tellsCount() || count == null || count != 0) {
      return;
    }
    if (look == null) {
      noRow(0);
      return;
    }
    IsolatedCall.end(exchange);
    NamedParameterSql.Bound newest = look.bind(exchange, fields);
    IsolatedCall.begin(exchange);
    try (Connection connection = pool.getConnection()) {
      isSuperseded(0, newest, connection, exchange);
    }
  }

  /**
   * Tells what it is that a statement has changed no row.
   *
   * @return true when its row has this change or a newer one already, so that nothing is to be done; false when no row is right
   */
  private boolean isSuperseded(int place, NamedParameterSql.Bound newest, Connection connection, Exchange exchange)
      throws NoRowException, SQLException {
    if (place > 0 || newest == null) {
      noRow(place);
      return false;
    }
    Object found = newest.ask(connection, exchange.getMessage());
    if (found != null && !(found instanceof Number)) {
      throw new PermanentFailureException("sequenceColumn is '" + sequenceColumn + "', which holds no numbers: name a numeric column");
    }
    Long sequence = exchange.getVariable("sequence", Long.class);
    if (found == null || ((Number) found).longValue() < sequence) {
      noRow(place);
      return false;
    }
    LOG.info("{}", new LogLine()
        .with("event", "superseded")
        .with("database", database)
        .with("delivery", exchange.getVariable("deliveryId"))
        .with("sequence", sequence)
        .with("row_has", found)
        .with("next", "nothing is changed, the delivery is done"));
    return true;
  }

  private void noRow(int place) throws NoRowException {
    Step step = steps.get(place);
    if (step.mayMatchNone() || onNoRow == OnNoRow.IGNORE) {
      return;
    }
    String what = "no row in " + database + " matched '" + step.written() + "'"
        + (steps.size() == 1 ? "" : " (statement " + (place + 1) + " of " + steps.size() + ", none of which took effect)");
    if (onNoRow == OnNoRow.RETRY) {
      throw new NoRowException(what + " yet");
    }
    throw new PermanentFailureException(what + ": correct the data and retry, or set onNoRow"
        + (steps.size() == 1 ? "" : " or mayMatchNone") + "; where a trigger does the work, it may hide the count");
  }

  public void restore(Exchange exchange) {
    NamedParameterSql.Statement last = NamedParameterSql.last(exchange);
    alert.failed(IsolatedCall.end(exchange), last);
  }
}
