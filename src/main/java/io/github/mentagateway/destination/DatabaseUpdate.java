package io.github.mentagateway.destination;

import io.github.mentagateway.privacy.LogLine;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean of the kamelet {@code database-update}: binds the values, and does not take an update of no row for a success, unless the
 * row has what is newer.
 */
public final class DatabaseUpdate implements CamelContextAware {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseUpdate.class);

  /** Set on the call's own message, for the kamelet: the rows must be looked at before this is judged. */
  private static final String LOOK = "MentaLookForNewer";

  private enum OnNoRow { DEAD_LETTER, IGNORE, RETRY }

  private CamelContext context;
  private String database;
  private NamedSql sql;
  private String sequenceColumn = "";
  private SequencedUpdate sequenced;
  private OnNoRow onNoRow = OnNoRow.DEAD_LETTER;
  private Fields fields = new Fields("");

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    context = camelContext;
  }

  /** The NAME of {@code gateway.database.NAME.url}. */
  public void setDatabase(String name) {
    database = name;
  }

  public void setSql(String sql) {
    this.sql = new NamedSql(sql);
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

  /** Empty: none. */
  public void setSequenceColumn(String column) {
    sequenceColumn = column.strip();
  }

  public void setOptional(String names) {
    fields = new Fields(names);
  }

  /** Run when the route starts: Camel's own message for a database that is not there names no property. */
  public void check() {
    Destinations.of(context).databases().check(database);
    sequenced = sequenceColumn.isEmpty() ? null : SequencedUpdate.of(sql.written(), sequenceColumn);
  }

  public void prepare(Exchange exchange) {
    (sequenced == null ? sql : sequenced.update()).begin(exchange, fields);
  }

  public void judge(Exchange exchange) throws NoRowException {
    Integer count = exchange.getMessage().getHeader("CamelJdbcUpdateCount", Integer.class);
    if (count == null) {
      throw new PermanentFailureException("the statement changes nothing, it reads: use the kamelet database-query for '" + sql
          + "'");
    }
    if (count == 0 && sequenced != null) {
      Aside.end(exchange);
      sequenced.look().begin(exchange, fields);
      exchange.getMessage().setHeader(LOOK, true);
    } else if (count == 0) {
      noRow();
    }
  }

  /** Whether there is no such row, or one that has this change or a newer one already: then this one is done. */
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
          + "': correct the data and retry, or set onNoRow");
    }
    if (onNoRow == OnNoRow.RETRY) {
      throw new NoRowException("no row in " + database + " matched '" + sql + "' yet");
    }
  }

  public void restore(Exchange exchange) {
    Aside.end(exchange);
  }
}
