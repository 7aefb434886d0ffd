package io.github.mentagateway.destination;

import io.github.mentagateway.failure.Causes;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.jdbc.JdbcException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A failure of a database, in place of the driver's exception, whose text quotes rows and values, and so people's names. The message has
 * the codes, their meaning, and names of the database's own objects.
 */
public final class DatabaseException extends SQLException {
  private static final long serialVersionUID = 1;
  private static final int MOST_CAUSES = 50;
  private static final String WRONG = "the statement is wrong for this database";

  /** The meanings by the beginning of the SQLState; a longer one stands first. */
  private static final List<Map.Entry<String, String>> MEANINGS = List.of(
      Map.entry("08", "no connection"),
      Map.entry("90067", "no connection"),
      Map.entry("90028", "a file cannot be read or written"),
      Map.entry("90031", "a file cannot be read or written"),
      Map.entry("0A", "the database or its driver cannot do that"),
      Map.entry("HYC00", "the database or its driver cannot do that"),
      Map.entry("22001", "a value is too long for its column"),
      Map.entry("22003", "a number is out of its column's range"),
      Map.entry("22", "a value cannot be what its column holds"),
      Map.entry("23502", "a column must have a value"),
      Map.entry("23503", "a foreign key refers to nothing"),
      Map.entry("23506", "a foreign key refers to nothing"),
      Map.entry("23505", "a value that must be unique is there already"),
      Map.entry("23", "a constraint refuses the row"),
      Map.entry("25006", "the database takes no changes now"),
      Map.entry("28", "the login is refused"),
      Map.entry("3D", "there is no such database"),
      Map.entry("40", "rolled back because of another transaction"),
      Map.entry("42501", "a privilege is missing"),
      Map.entry("90040", "a privilege is missing"),
      Map.entry("90096", "a privilege is missing"),
      Map.entry("42", WRONG),
      Map.entry("3F000", WRONG),
      Map.entry("90022", WRONG),
      Map.entry("90079", WRONG),
      Map.entry("53", "out of connections, memory or disk"),
      Map.entry("55P03", "a lock was not to be had"),
      Map.entry("57014", "it took longer than the database's timeout"),
      Map.entry("HYT00", "it took longer than the database's timeout"),
      Map.entry("57P", "the database is not up"));

  /** The states of a wrong statement, with H2's for an unknown function or schema, and for a missing privilege. */
  private static final List<String> WRONG_STATES = List.of("42", "3F000", "90022", "90079", "90096");
  /** PostgreSQL has the same states for a value that it reads as a name or a search: {@code 'Ana Paz'::regclass}. */
  private static final Set<String> STATES_OF_VALUES_TOO =
      Set.of("42601", "42602", "42704", "42725", "42809", "42883", "42P01", "3F000");
  /** SQL Server has only codes for a wrong statement: syntax, column, object, permission, procedure. */
  private static final Set<String> WRONG_CODES = Set.of("sqlserver-102", "sqlserver-156", "sqlserver-207", "sqlserver-208",
      "sqlserver-229", "sqlserver-2812", "sqlserver-4104");

  private final String vendorCode;
  private final boolean wrongStatement;
  private final boolean outage;

  /**
   * @param vendor as in the JDBC URL, such as {@code oracle}
   * @param valueFree whether the database had no value yet when it failed, so that H2's text about a statement quotes none
   */
  public DatabaseException(SQLException failure, String vendor, boolean valueFree) {
    super(message(failure, valueFree), mostSpecific(failure).getSQLState(), mostSpecific(failure).getErrorCode());
    vendorCode = vendor + "-" + getErrorCode();
    wrongStatement = isWrongStatement(mostSpecific(failure)) || WRONG_CODES.contains(vendorCode);
    outage = OutageClassifier.isOutage(failure);
    setStackTrace(failure.getStackTrace());
  }

  /** The vendor and its code, such as {@code oracle-12899}, for {@code routes/errors.camel.yaml}: a number alone differs by vendor. */
  public String getVendorCode() {
    return vendorCode;
  }

  /** Whether the next statement would fail too: see {@link OutageClassifier}. */
  public boolean isOutage() {
    return outage || isWrongStatement();
  }

  /** Whether the statement or its database is at fault, and not the bound values. */
  public boolean isWrongStatement() {
    return wrongStatement;
  }

  static boolean isWrongStatement(SQLException failure) {
    return isOfStatements(failure.getSQLState()) && !isOfPool(failure) && !(failure instanceof PSQLException postgres
        && STATES_OF_VALUES_TOO.contains(failure.getSQLState()) && pointsNowhere(postgres.getServerErrorMessage()));
  }

  private static boolean isOfStatements(String sqlState) {
    return sqlState != null && WRONG_STATES.stream().anyMatch(sqlState::startsWith);
  }

  /** Whether the error has no position, neither in the statement nor in that of a function which it calls. */
  private static boolean pointsNowhere(ServerErrorMessage server) {
    return server != null && server.getPosition() == 0 && server.getInternalPosition() == 0;
  }

  /**
   * Describes a database's failure, however it is wrapped, in one sentence without any value. Null when no database failed.
   */
  public static String describe(Throwable failure) {
    SQLException ofDatabase = Causes.first(SQLException.class, failure);
    return ofDatabase == null ? null : message(ofDatabase, false);
  }

  private static String message(SQLException failure, boolean valueFree) {
    if (failure instanceof DatabaseException known) {
      return known.getMessage();
    }
    SQLException mostSpecific = mostSpecific(failure);
    String state = mostSpecific.getSQLState();
    StringBuilder text = new StringBuilder("the database answered ")
        .append(state == null ? "without an SQLState" + origin(mostSpecific) : "SQLState " + state);
    int code = (isOfPool(mostSpecific) ? driver(mostSpecific) : mostSpecific).getErrorCode();
    if (code != 0 && !String.valueOf(code).equals(state)) {
      text.append(", code ").append(code);
    }
    append(text, ": ", meaning(mostSpecific));
    if (mostSpecific instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
      text.append(names(postgres.getServerErrorMessage()));
    } else if (isOfPool(mostSpecific)) {
      append(text, " (", reason(mostSpecific), ")");
    } else if (isOfConnection(mostSpecific)
        || valueFree && mostSpecific instanceof JdbcException && mostSpecific instanceof SQLSyntaxErrorException) {
      append(text, " (", words(mostSpecific), ")");
    }
    return text.toString();
  }

  private static String meaning(SQLException mostSpecific) {
    String state = mostSpecific.getSQLState();
    if (isOfStatements(state) && !isWrongStatement(mostSpecific)) {
      return isOfPool(mostSpecific) ? "no connection" : "a value is no name and no expression that the database knows";
    }
    return state == null ? null
        : MEANINGS.stream().filter(meaning -> state.startsWith(meaning.getKey())).findFirst().map(Map.Entry::getValue).orElse(null);
  }

  /** The class that threw an exception without an SQLState, because nothing else of it is known to be free of values. */
  private static String origin(SQLException failure) {
    StackTraceElement[] stack = failure.getStackTrace();
    return stack.length == 0 ? "" : " (" + failure.getClass().getSimpleName() + " of " + stack[0].getClassName() + ")";
  }

  /** Whether it is the pool's own exception, which it throws when it has waited too long. */
  private static boolean isOfPool(SQLException failure) {
    return failure.getClass() == SQLTransientConnectionException.class;
  }

  /** Whether the connection failed: the driver's text then has hosts and times, and no values. */
  private static boolean isOfConnection(SQLException failure) {
    return failure.getSQLState() != null && (failure.getSQLState().startsWith("08") || failure.getSQLState().equals("90067"));
  }

  /** Why the pool got no connection: the texts of the driver and the socket at the last try, or the pool's own when all were in use. */
  private static String reason(SQLException pool) {
    SQLException driver = driver(pool);
    boolean tellable = isOfConnection(driver) || driver instanceof SQLTransientConnectionException
        || driver instanceof SQLNonTransientConnectionException;
    String text = tellable ? words(driver) : "";
    return Causes.of(pool).stream().filter(cause -> cause instanceof SocketException || cause instanceof UnknownHostException).findFirst()
        .filter(socket -> !text.contains(String.valueOf(socket.getMessage())))
        .map(socket -> (text + " " + socket.getClass().getSimpleName() + ": " + socket.getMessage()).strip())
        .orElse(text);
  }

  /** The driver's exception within the pool's; the pool's own when there is none. */
  private static SQLException driver(SQLException pool) {
    return Causes.of(pool).stream().filter(SQLException.class::isInstance).map(SQLException.class::cast)
        .reduce(pool, (outer, inner) -> inner);
  }

  private static String words(SQLException failure) {
    String words = failure instanceof JdbcException h2 ? h2.getOriginalMessage() : failure.getMessage();
    return words == null ? "" : words.strip().replaceAll("\\s+", " ");
  }

  private static String names(ServerErrorMessage server) {
    StringBuilder text = new StringBuilder();
    // a function in a language such as PL/pgSQL can put values into these fields
    if (String.valueOf(server.getSQLState()).startsWith("23") && server.getFile() != null && !server.getFile().startsWith("pl")) {
      append(text, ", constraint ", server.getConstraint());
      append(text, ", column ", server.getColumn());
      append(text, ", table ", server.getTable());
    }
    // a message with a position is about the statement as it was sent, in which no value stands
    if (isOfStatements(server.getSQLState()) && server.getPosition() > 0) {
      append(text, " (", server.getMessage());
      append(text, ". ", server.getHint());
      text.append(')');
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String before, String name) {
    append(text, before, name, "");
  }

  private static void append(StringBuilder text, String before, String name, String behind) {
    if (name != null && !name.isBlank()) {
      text.append(before).append(name).append(behind);
    }
  }

  /** The exception that knows most: a batch and a pool only wrap the database's. */
  private static SQLException mostSpecific(SQLException failure) {
    List<SQLException> all = StreamSupport.stream(failure.spliterator(), false).limit(MOST_CAUSES)
        .filter(SQLException.class::isInstance).map(SQLException.class::cast).toList();
    return Stream.of(
            all.stream().filter(one -> one instanceof PSQLException postgres && postgres.getServerErrorMessage() != null),
            all.stream().filter(one -> one.getSQLState() != null),
            all.stream())
        .flatMap(kind -> kind).filter(Objects::nonNull).findFirst().orElse(failure);
  }
}
