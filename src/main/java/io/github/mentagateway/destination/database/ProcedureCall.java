package io.github.mentagateway.destination.database;

import io.github.mentagateway.destination.FieldResolver;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * {@code name(…)} or {@code :!result = name(…)}, with {@code :?name} for what goes in and {@code :!name} for what comes out. It is sent as the
 * escape of JDBC, apart from PostgreSQL: its driver wants to know the exact type of what comes out, while its server answers CALL and SELECT
 * with a row that has them.
 */
final class ProcedureCall {
  /** How many results of its own a procedure may give before its OUT values are read. */
  private static final int MOST_RESULTS = 1000;

  private final boolean postgres;
  private final boolean behindResults;
  private final String jdbc;
  /** In the order of the question marks: the name of a value, or null for one that comes out. */
  private final List<String> places = new ArrayList<>();
  private final NamedParameterSql.Statement statement;

  private ProcedureCall(SqlText text, String vendor) {
    List<SqlText.Token> tokens = text.tokens();
    postgres = vendor.equals("postgresql");
    behindResults = vendor.equals("sqlserver") || vendor.equals("jtds");
    boolean returns = tokens.size() > 1 && tokens.get(0).kind() == SqlText.Kind.OUT && tokens.get(1).text().equals("=");
    demandForm(tokens.subList(returns ? 2 : 0, tokens.size()));
    List<String> outs = tokens.stream().filter(token -> token.kind() == SqlText.Kind.OUT).map(SqlText.Token::text).toList();
    if (outs.stream().distinct().count() < outs.size()) {
      throw new IllegalArgumentException("call has a :!name twice: each value that comes out has a name of its own");
    }
    if (postgres && returns && outs.size() > 1) {
      throw new IllegalArgumentException("call takes a function's result and more: a function of PostgreSQL with several values that come out is"
          + " a query, write database-query with SELECT * FROM name(…)");
    }
    if (returns) {
      places.add(null);
    }
    String arguments = filled(text, tokens, returns ? tokens.get(2).start() : 0);
    jdbc = postgres ? (returns ? "SELECT " : "CALL ") + arguments : "{" + (returns ? "? = " : "") + "call " + arguments + "}";
    statement = new NamedParameterSql.Statement(text.written().replaceAll("\\s+", " "),
        places.stream().filter(place -> place != null).toList(), NamedParameterSql.Kind.CALL, outs);
  }

  /** @param vendor as in the JDBC URL */
  static ProcedureCall of(String call, String vendor) {
    SqlText text;
    try {
      text = new SqlText(call, DatabasePool.isMySql(vendor));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage().replaceFirst("^sql ", "call "), e);
    }
    return new ProcedureCall(text, vendor);
  }

  /** A name, one pair of parentheses, and nothing behind. */
  private static void demandForm(List<SqlText.Token> tokens) {
    int open = IntStream.range(0, tokens.size()).filter(i -> tokens.get(i).text().equals("(")).findFirst().orElse(-1);
    boolean named = open > 0 && tokens.subList(0, open).stream().allMatch(token ->
        token.kind() == SqlText.Kind.WORD && !token.is("CALL") || token.is(".")
            || token.kind() == SqlText.Kind.QUOTED && !token.text().startsWith("'"));
    boolean closed = named && tokens.get(tokens.size() - 1).text().equals(")")
        && tokens.subList(open + 1, tokens.size() - 1).stream().allMatch(token -> token.depth() > 0 && !token.is(";"));
    if (!closed) {
      throw new IllegalArgumentException("call must be the name of a procedure with its arguments in parentheses, such as"
          + " transfer(:?data.id, :!result), or of a function with its result before it, such as :!result = transfer(:?data.id)");
    }
  }

  private String filled(SqlText text, List<SqlText.Token> tokens, int start) {
    StringBuilder filled = new StringBuilder();
    int end = start;
    for (SqlText.Token token : tokens) {
      if (token.start() < start || token.kind() != SqlText.Kind.NAME && token.kind() != SqlText.Kind.OUT) {
        continue;
      }
      boolean out = token.kind() == SqlText.Kind.OUT;
      filled.append(text.written(), end, token.start()).append(out && postgres ? "NULL" : "?");
      if (!out || !postgres) {
        places.add(out ? null : token.text());
      }
      end = token.end();
    }
    return filled.append(text.written().substring(end)).toString();
  }

  List<String> outs() {
    return statement.outs();
  }

  List<Object> values(Exchange exchange, FieldResolver fields) {
    List<Object> values = new ArrayList<>();
    statement.names().forEach(name -> values.add(NamedParameterSql.bindable(fields.plain(exchange, name))));
    return values;
  }

  /** @return what comes out, by its names in their order */
  Map<String, Object> run(Connection connection, List<Object> values, Message call) throws SQLException {
    call.setHeader(NamedParameterSql.STATEMENT, statement);
    return postgres ? row(connection, values) : escape(connection, values);
  }

  private Map<String, Object> row(Connection connection, List<Object> values) throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(jdbc)) {
      for (int i = 0; i < values.size(); i++) {
        prepared.setObject(i + 1, values.get(i));
      }
      if (!prepared.execute()) {
        return Map.of();
      }
      try (ResultSet rows = prepared.getResultSet()) {
        boolean found = rows.next();
        Map<String, Object> given = new LinkedHashMap<>();
        for (String out : outs()) {
          given.put(out, found ? JsonValue.of("'" + out + "'", rows.getObject(given.size() + 1)) : null);
        }
        return given;
      }
    }
  }

  private Map<String, Object> escape(Connection connection, List<Object> values) throws SQLException {
    try (CallableStatement callable = connection.prepareCall(jdbc)) {
      int value = 0;
      for (int i = 0; i < places.size(); i++) {
        if (places.get(i) == null) {
          // a text can be made of nearly anything, while the exact type is known to the database only
          callable.registerOutParameter(i + 1, Types.VARCHAR);
        } else {
          callable.setObject(i + 1, values.get(value++));
        }
      }
      callable.execute();
      // SQL Server has errors, and what comes out, only behind the results that a procedure gives by the way
      for (int i = 0; behindResults && i < MOST_RESULTS && (callable.getMoreResults() || callable.getUpdateCount() != -1); i++) {
        continue;
      }
      Map<String, Object> given = new LinkedHashMap<>();
      for (int i = 0; i < places.size(); i++) {
        if (places.get(i) == null) {
          String out = outs().get(given.size());
          given.put(out, JsonValue.of("'" + out + "'", callable.getObject(i + 1)));
        }
      }
      return given;
    }
  }

  /** The call as its author wrote it, on one line and without any value. */
  @Override
  public String toString() {
    return statement.text();
  }
}
