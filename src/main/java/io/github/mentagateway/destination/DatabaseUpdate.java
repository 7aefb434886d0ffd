package io.github.mentagateway.destination;

import org.apache.camel.Exchange;

/** The bean of the kamelet {@code database-update}: binds the values, and does not take an update of no row for a success. */
public final class DatabaseUpdate {
  private enum OnNoRow { DEAD_LETTER, IGNORE, RETRY }

  private NamedSql sql;
  private OnNoRow onNoRow = OnNoRow.DEAD_LETTER;
  private Fields fields = new Fields("");

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
      throw new PermanentFailureException("no row matched '" + sql + "'");
    }
    if (count == 0 && onNoRow == OnNoRow.RETRY) {
      throw new NoRowException("no row matched '" + sql + "' yet");
    }
  }

  public void restore(Exchange exchange) {
    Aside.end(exchange);
  }
}
