package io.github.mentagateway.destination.database;

import io.github.mentagateway.destination.FieldResolver;
import io.github.mentagateway.destination.IsolatedCall;
import io.github.mentagateway.destination.KameletParameters;
import io.github.mentagateway.destination.NoRowException;
import io.github.mentagateway.destination.PermanentFailureException;
import io.github.mentagateway.privacy.LogLine;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean of the kamelet {@code database-update}: binds the values, and takes an update of no row for a failure, unless the row has a
 * newer change already.
 */
public final class DatabaseUpdate implements CamelContextAware {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseUpdate.class);

  /** A header of the call's own message: the kamelet must read the rows before the update is judged. */
  private static final String LOOK = "MentaLookForNewer";

  private enum OnNoRow { DEAD_LETTER, IGNORE, RETRY }

  private CamelContext context;
  private String route;
  private String database;
  private String written;
  private boolean everyRow;
  private boolean tellsCount;
  private NamedParameterSql sql;
  private StatementAlert alert;
  private String sequenceColumn = "";
  private SequencedUpdate sequenced;
  private OnNoRow onNoRow = OnNoRow.DEAD_LETTER;
  private FieldResolver fields = new FieldResolver("");

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

  /** The column that keeps the sequence; an empty text is none. */
  public void setSequenceColumn(String column) {
    sequenceColumn = column.strip();
  }

  public void setOptional(String names) {
    fields = new FieldResolver(names);
  }

  /**
   * Checks the statement when the route starts: one that may do harm, or whose success cannot be told, must not run once. It also checks
   * the database, because Camel's own message for a missing one names no property.
   */
  public void check() {
    boolean mysql = DatabasePools.of(context).pool(database).isMySql();
    SqlText text = SqlRules.update(written, everyRow, mysql);
    tellsCount = text.changes();
    sql = new NamedParameterSql(text);
    alert = new StatementAlert(route, database, sql);
    sequenced = sequenceColumn.isEmpty() ? null : SequencedUpdate.of(text, sequenceColumn, mysql);
  }

  public void prepare(Exchange exchange) {
    (sequenced == null ? sql : sequenced.update()).begin(exchange, fields);
  }

  public void judge(Exchange exchange) throws NoRowException {
    alert.succeeded();
    // the rows of RETURNING are the changed ones; a procedure has no count, and the rows that it selects are none
    Integer count = exchange.getMessage().getBody() instanceof List<?> rows ? Integer.valueOf(rows.size())
        : exchange.getMessage().getHeader("CamelJdbcUpdateCount", Integer.class);
    if (!tellsCount || count == null) {
      return;
    }
    if (count == 0 && sequenced != null) {
      IsolatedCall.end(exchange);
      sequenced.look().begin(exchange, fields);
      exchange.getMessage().setHeader(LOOK, true);
    } else if (count == 0) {
      noRow();
    }
  }

  /** Tells a row that is missing from one that has this change or a newer one already: then the delivery is done. */
  public void judgeNewer(Exchange exchange) throws NoRowException {
    Object found = ((Map<?, ?>) ((List<?>) exchange.getMessage().getBody()).get(0)).values().iterator().next();
    if (found != null && !(found instanceof Number)) {
      throw new PermanentFailureException("sequenceColumn is '" + sequenceColumn + "', which holds no numbers: name a numeric column");
    }
    Long sequence = exchange.getVariable("sequence", Long.class);
    if (found == null || ((Number) found).longValue() < sequence) {
      noRow();
      return;
    }
    LOG.info("{}", new LogLine()
        .with("event", "superseded")
        .with("database", database)
        .with("delivery", exchange.getVariable("deliveryId"))
        .with("sequence", sequence)
        .with("row_has", found)
        .with("next", "nothing is changed, the delivery is done"));
  }

  private void noRow() throws NoRowException {
    if (onNoRow == OnNoRow.DEAD_LETTER) {
      throw new PermanentFailureException("no row in " + database + " matched '" + sql
          + "': correct the data and retry, or set onNoRow; where a trigger does the work, it may hide the count");
    }
    if (onNoRow == OnNoRow.RETRY) {
      throw new NoRowException("no row in " + database + " matched '" + sql + "' yet");
    }
  }

  public void restore(Exchange exchange) {
    alert.failed(IsolatedCall.end(exchange));
  }
}
