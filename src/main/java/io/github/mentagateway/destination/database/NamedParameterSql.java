package io.github.mentagateway.destination.database;

import io.github.mentagateway.destination.FieldResolver;
import io.github.mentagateway.destination.IsolatedCall;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * SQL with {@code :?name} for each value, as camel-jdbc has it, and with dots in the names. Values are bound, and never become text: a
 * statement that would put them into its text is refused when the route starts.
 */
public final class NamedParameterSql {
  /** The header of the call's message that tells the statement as its author wrote it, as text, and its names in their order. */
  public static final String STATEMENT = "MentaStatement";

  /**
   * @param text on one line
   * @param names of the values, in their order
   * @param outs the names of what the call of a procedure gives, in their order; empty for any other statement
   */
  public record Statement(String text, List<String> names, Kind kind, List<String> outs) {}

  /** EFFECT is the gateway's own, about a table of effects. */
  public enum Kind { STATEMENT, EFFECT, CALL }

  private final String forCamel;
  private final String forJdbc;
  private final List<String> names = new ArrayList<>();
  private final Statement statement;

  NamedParameterSql(SqlText sql) {
    this(sql, Kind.STATEMENT);
  }

  private NamedParameterSql(SqlText sql, Kind kind) {
    StringBuilder camel = new StringBuilder();
    StringBuilder jdbc = new StringBuilder();
    int end = 0;
    for (SqlText.Token token : sql.tokens()) {
      if (token.kind() == SqlText.Kind.OUT) {
        throw new IllegalArgumentException("sql holds :!" + token.text() + ": only database-call has what a procedure gives");
      }
      if (token.kind() == SqlText.Kind.NAME) {
        String before = sql.written().substring(end, token.start());
        // camel-jdbc has no dots in names, so each name gets a number
        camel.append(before).append(":?p").append(names.size());
        jdbc.append(before).append('?');
        names.add(token.text());
        end = token.end();
      }
    }
    forCamel = camel.append(sql.written().substring(end)).toString();
    forJdbc = jdbc.append(sql.written().substring(end)).toString();
    statement = new Statement(sql.written().strip().replaceAll("\\s+", " "), List.copyOf(names), kind, List.of());
  }

  static NamedParameterSql ofEffects(SqlText sql) {
    return new NamedParameterSql(sql, Kind.EFFECT);
  }

  /** The statement that the call was running last; null when it began none. */
  static Statement last(Exchange exchange) {
    return exchange.getMessage().getHeader(STATEMENT, Statement.class);
  }

  /** Fills the message of a call to camel-jdbc with {@code useHeadersAsParameters=true}. */
  void begin(Exchange exchange, FieldResolver fields) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      values.put("p" + i, bindable(fields.plain(exchange, names.get(i))));
    }
    Message message = IsolatedCall.begin(exchange);
    message.setBody(forCamel);
    message.setHeader("CamelJdbcParameters", values);
    message.setHeader(STATEMENT, statement);
  }

  /** The statement with its values, which are those of the caller's message: it is called before the call's own message is there. */
  Bound bind(Exchange exchange, FieldResolver fields) {
    List<Object> values = new ArrayList<>();
    names.forEach(name -> values.add(bindable(fields.plain(exchange, name))));
    return new Bound(this, values);
  }

  /** A statement that can be run on a connection, where camel-jdbc would take one of its own. */
  record Bound(NamedParameterSql sql, List<Object> values) {
    /**
     * @param call the call's own message, which tells what runs
     * @return how many rows were changed, or returned; -1 when the database tells no count
     */
    int run(Connection connection, Message call) throws SQLException {
      try (PreparedStatement prepared = prepared(connection, call)) {
        if (!prepared.execute()) {
          return prepared.getUpdateCount();
        }
        try (ResultSet rows = prepared.getResultSet()) {
          int count = 0;
          while (rows.next()) {
            count++;
          }
          return count;
        }
      }
    }

    /** The first column of the first row; null when there is none. */
    Object ask(Connection connection, Message call) throws SQLException {
      try (PreparedStatement prepared = prepared(connection, call); ResultSet rows = prepared.executeQuery()) {
        return rows.next() ? rows.getObject(1) : null;
      }
    }

    private PreparedStatement prepared(Connection connection, Message call) throws SQLException {
      call.setHeader(STATEMENT, sql.statement);
      PreparedStatement prepared = connection.prepareStatement(sql.forJdbc);
      try {
        for (int i = 0; i < values.size(); i++) {
          prepared.setObject(i + 1, values.get(i));
        }
        return prepared;
      } catch (SQLException e) {
        prepared.close();
        throw e;
      }
    }
  }

  static Object bindable(Object value) {
    return value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value;
  }

  /** The statement as its author wrote it, on one line and without any value. */
  @Override
  public String toString() {
    return statement.text();
  }
}
