package io.github.mentagateway.destination;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;

/** The bean of the kamelet {@code database-update}: binds the values, and does not take an update of no row for a success. */
public final class DatabaseUpdate implements CamelContextAware {
  private enum OnNoRow { DEAD_LETTER, IGNORE, RETRY }

  private CamelContext context;
  private String database;
  private NamedSql sql;
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

  public void setOptional(String names) {
    fields = new Fields(names);
  }

  /** Run when the route starts: Camel's own message for a database that is not there names no property. */
  public void check() {
    Destinations.of(context).databases().check(database);
  }

  public void prepare(Exchange exchange) {
    sql.begin(exchange, fields);
  }

  public void judge(Exchange exchange) throws NoRowException {
    Integer count = exchange.getMessage().getHeader("CamelJdbcUpdateCount", Integer.class);
    if (count == null) {
      throw new PermanentFailureException("the statement changes nothing, it reads: use the kamelet database-query for '" + sql
          + "'");
    }
    if (count == 0 && onNoRow == OnNoRow.DEAD_LETTER) {
      throw new PermanentFailureException("no row in " + database + " matched '" + sql
          + "': correct the data and retry, or set onNoRow");
    }
    if (count == 0 && onNoRow == OnNoRow.RETRY) {
      throw new NoRowException("no row in " + database + " matched '" + sql + "' yet");
    }
  }

  public void restore(Exchange exchange) {
    Aside.end(exchange);
  }
}
