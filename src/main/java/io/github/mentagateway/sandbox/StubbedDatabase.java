package io.github.mentagateway.sandbox;

import io.github.mentagateway.destination.PermanentFailureException;
import io.github.mentagateway.destination.database.NamedParameterSql;
import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.h2.tools.SimpleResultSet;

/** A database that knows no table: each statement, with what was bound to it, is handed to {@link Systems}, which says what it gives. */
final class StubbedDatabase implements DataSource {
  /** What may hold a question mark that stands for no value. */
  private static final Pattern NO_CODE = Pattern.compile("'[^']*'|\"[^\"]*\"|/\\*.*?\\*/|--[^\\n]*|\\?\\?", Pattern.DOTALL);
  private static final Pattern INNERMOST = Pattern.compile("\\([^()]*\\)");
  private static final Pattern VERB = Pattern.compile("\\b(?:SELECT|VALUES|SHOW|TABLE|INSERT|UPDATE|DELETE|MERGE)\\b", Pattern.CASE_INSENSITIVE);
  private static final Set<String> CHANGES = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");
  private static final Pattern RETURNING = Pattern.compile("\\bRETURNING\\b", Pattern.CASE_INSENSITIVE);

  private final String name;
  private final Systems systems;

  StubbedDatabase(String name, Systems systems) {
    this.name = name;
    this.systems = systems;
  }

  @Override
  public Connection getConnection() {
    return stub(Connection.class, (proxy, method, arguments) -> switch (method.getName()) {
      case "prepareStatement", "prepareCall" -> new Statement((String) arguments[0]).stub;
      case "createStatement" -> new Statement(null).stub;
      case "isValid", "getAutoCommit" -> true;
      default -> nothing(method);
    });
  }

  @Override
  public Connection getConnection(String user, String password) {
    return getConnection();
  }

  private static <T> T stub(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(StubbedDatabase.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) ->
        switch (method.getName()) {
          case "equals" -> proxy == arguments[0];
          case "hashCode" -> System.identityHashCode(proxy);
          case "toString" -> type.getSimpleName() + " of the sandbox";
          case "isWrapperFor" -> ((Class<?>) arguments[0]).isInstance(proxy);
          case "unwrap" -> proxy;
          default -> handler.invoke(proxy, method, arguments);
        }));
  }

  /** The value of a method that has nothing to tell. */
  private static Object nothing(Method method) {
    Class<?> type = method.getReturnType();
    if (type == boolean.class) {
      return false;
    } else if (type == int.class) {
      return 0;
    } else if (type == long.class) {
      return 0L;
    }
    return null;
  }

  /** One statement, and what it gave. */
  private final class Statement {
    private final CallableStatement stub = stub(CallableStatement.class, (proxy, method, arguments) -> invoked(method, arguments));
    private final Map<Integer, Object> bound = new TreeMap<>();
    /** The places of what comes out. */
    private final List<Integer> outs = new ArrayList<>();
    private String sql;
    private Answer given;

    Statement(String sql) {
      this.sql = sql;
    }

    private Object invoked(Method method, Object[] arguments) throws SQLException {
      String called = method.getName();
      if (called.startsWith("set") && arguments.length > 1 && arguments[0] instanceof Integer place) {
        bound.put(place, called.equals("setNull") ? null : arguments[1]);
        return null;
      }
      return switch (called) {
        // what comes out has places of its own, or is a row
        case "execute" -> execute(arguments) instanceof Answer.Rows || given instanceof Answer.Out && outs.isEmpty();
        case "executeUpdate" -> execute(arguments) instanceof Answer.Changed changed ? changed.rows() : 0;
        case "executeQuery" -> execute(arguments) instanceof Answer.Rows rows ? resultSet(rows) : resultSet(new Answer.Rows(List.of()));
        case "getResultSet" -> given instanceof Answer.Rows rows ? resultSet(rows)
            : given instanceof Answer.Out out ? resultSet(new Answer.Rows(List.of(out.values()))) : null;
        case "registerOutParameter" -> outs.add((Integer) arguments[0]);
        case "getObject" -> given instanceof Answer.Out out
            ? new ArrayList<>(out.values().values()).get(outs.indexOf((Integer) arguments[0])) : null;
        case "getUpdateCount" -> given instanceof Answer.Changed changed ? changed.rows() : -1;
        case "getParameterMetaData" -> stub(ParameterMetaData.class, (proxy, asked, none) ->
            asked.getName().equals("getParameterCount") ? parameters() : nothing(asked));
        case "getGeneratedKeys" -> resultSet(new Answer.Rows(List.of()));
        case "clearParameters" -> {
          bound.clear();
          yield null;
        }
        default -> nothing(method);
      };
    }

    private ResultSet resultSet(Answer.Rows answer) {
      SimpleResultSet set = new SimpleResultSet() {
        @Override
        public PreparedStatement getStatement() {
          // camel-jdbc closes the statement that it came from
          return stub;
        }
      };
      List<String> columns = answer.rows().stream().flatMap(row -> row.keySet().stream()).distinct().toList();
      columns.forEach(column -> set.addColumn(column, Types.JAVA_OBJECT, 0, 0));
      answer.rows().forEach(row -> set.addRow(columns.stream().map(row::get).toArray()));
      return set;
    }

    private Map<String, Object> named(List<String> names) {
      Map<String, Object> values = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        values.put(names.get(i), plain(bound.get(i + 1)));
      }
      return values;
    }

    private int parameters() {
      return (int) NO_CODE.matcher(sql).replaceAll(" ").chars().filter(character -> character == '?').count();
    }

    private Answer execute(Object[] arguments) throws SQLException {
      sql = arguments != null && arguments.length > 0 && arguments[0] instanceof String text ? text : sql;
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("database", name);
      NamedParameterSql.Statement written = systems.header(NamedParameterSql.STATEMENT, NamedParameterSql.Statement.class);
      boolean isCall = written != null && written.kind() == NamedParameterSql.Kind.CALL;
      fields.put(isCall ? "call" : "sql", written == null ? sql.strip().replaceAll("\\s+", " ") : written.text());
      fields.put("parameters", written == null
          ? bound.values().stream().map(StubbedDatabase::plain).toList() : named(written.names()));
      // the answers of a case are about the author's statements
      given = systems.called(fields, written != null && written.kind() == NamedParameterSql.Kind.EFFECT
          ? Answer.Failure.class::isInstance : isCall ? StubbedDatabase::isOfCall : StubbedDatabase::isOfStatement);
      if (given == Answer.Failure.REFUSED) {
        throw new SQLNonTransientConnectionException("the connection was refused", "08001");
      } else if (given == Answer.Failure.TIMEOUT) {
        throw new SQLTimeoutException("the statement took too long", "57014");
      } else if (given instanceof Answer.SqlState state) {
        throw new SQLException("refused by the case", state.code());
      }
      if (isCall) {
        given = out(written, given);
        fields.put("out", ((Answer.Out) given).values());
        return given;
      }
      String verb = verb();
      given = given != null ? given : verb.isEmpty() || CHANGES.contains(verb) ? new Answer.Changed(1) : systems.rows();
      if (given instanceof Answer.Changed changed && CHANGES.contains(verb) && RETURNING.matcher(outermost()).find()) {
        given = new Answer.Rows(Collections.nCopies(changed.rows(), Map.of()));
      }
      return given;
    }

    /** What comes out, with all names of the call in their order. */
    private static Answer.Out out(NamedParameterSql.Statement call, Answer answer) {
      Map<String, Object> said = answer instanceof Answer.Out out ? out.values() : Map.of();
      said.keySet().stream().filter(name -> !call.outs().contains(name)).findFirst().ifPresent(unknown -> {
        throw new PermanentFailureException("the case has 'out: {" + unknown + ": …}', and what comes out of '" + call.text() + "' is "
            + (call.outs().isEmpty() ? "nothing" : String.join(", ", call.outs())));
      });
      Map<String, Object> values = new LinkedHashMap<>();
      call.outs().forEach(name -> values.put(name, said.get(name)));
      return new Answer.Out(values);
    }

    /** What the statement does, in capitals: the verb behind comments and behind the queries of a WITH. Empty when it is none that is known. */
    private String verb() {
      Matcher found = VERB.matcher(outermost());
      return found.find() ? found.group().toUpperCase(Locale.ROOT) : NO_CODE.matcher(sql).replaceAll(" ").strip().startsWith("(") ? "SELECT" : "";
    }

    private String outermost() {
      String text = NO_CODE.matcher(sql).replaceAll(" ");
      for (String before = ""; !before.equals(text);) {
        before = text;
        text = INNERMOST.matcher(text).replaceAll(" ");
      }
      return text;
    }
  }

  private static boolean isOfStatement(Answer answer) {
    return answer instanceof Answer.Rows || answer instanceof Answer.Changed || answer instanceof Answer.SqlState
        || answer instanceof Answer.Failure;
  }

  private static boolean isOfCall(Answer answer) {
    return answer instanceof Answer.Out || answer instanceof Answer.SqlState || answer instanceof Answer.Failure;
  }

  private static Object plain(Object value) {
    return value == null || value instanceof Number || value instanceof Boolean ? value : value.toString();
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    // there is no log
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // nobody logs in
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("the sandbox has no " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
