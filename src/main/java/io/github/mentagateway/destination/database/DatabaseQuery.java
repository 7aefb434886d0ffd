package io.github.mentagateway.destination.database;

import io.github.mentagateway.destination.FieldResolver;
import io.github.mentagateway.destination.IsolatedCall;
import io.github.mentagateway.destination.KameletParameters;
import io.github.mentagateway.destination.PermanentFailureException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;

/** The bean of the kamelet {@code database-query}: binds the values, and turns the rows into values that JSON has. */
public final class DatabaseQuery implements CamelContextAware {
  private CamelContext context;
  private String route;
  private String database;
  private String written;
  private NamedParameterSql sql;
  private StatementAlert alert;
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

  public void setOptional(String names) {
    fields = new FieldResolver(names);
  }

  /**
   * Checks the statement when the route starts: one that changes rows and returns none would be a dead letter after the change. It also
   * checks the database, because Camel's own message for a missing one names no property.
   */
  public void check() {
    SqlText text = SqlRules.query(written, DatabasePools.of(context).pool(database).isMySql());
    sql = new NamedParameterSql(text);
    alert = new StatementAlert(route, database);
  }

  public void prepare(Exchange exchange) {
    sql.begin(exchange, fields);
  }

  public void answer(Exchange exchange) {
    alert.succeeded();
    if (!(exchange.getMessage().getBody() instanceof List<?> rows)) {
      throw new PermanentFailureException("the statement returns no rows: use the kamelet database-update for '" + sql + "'");
    }
    IsolatedCall.answer(exchange, rows.stream().map(row -> row((Map<?, ?>) row)).toList());
  }

  public void restore(Exchange exchange) {
    NamedParameterSql.Statement last = NamedParameterSql.last(exchange);
    alert.failed(IsolatedCall.end(exchange), last);
  }

  private static Map<String, Object> row(Map<?, ?> columns) {
    Map<String, Object> row = new LinkedHashMap<>();
    columns.forEach((column, value) -> row.put(columnName(column.toString()), JsonValue.of("column " + column, value)));
    return row;
  }

  /** H2 and Oracle write unquoted names in capitals, PostgreSQL in small letters: routes must not depend on the database. */
  private static String columnName(String label) {
    return label.equals(label.toUpperCase(Locale.ROOT)) ? label.toLowerCase(Locale.ROOT) : label;
  }
}
