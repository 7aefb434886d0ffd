package io.github.mentagateway.destination;

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
 * What a database refused, in place of the driver's own exception, whose text quotes rows and values: people's names, that is. The message
 * has the codes, what they mean, and names of the database's own.
 */
public final class DatabaseException extends SQLException {
  private static final long serialVersionUID = 1;
  private static final int MOST_CAUSES = 50;

  /** By the beginning of the SQLState; the longer one stands first. */
  private static final List<Map.Entry<String, String>> MEANINGS = List.of(
      Map.entry("08", "no connection"),
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
      Map.entry("40", "rolled back because of another transaction"),
      Map.entry("42501", "a privilege is missing"),
      Map.entry("90096", "a privilege is missing"),
      Map.entry("42", "the statement is wrong for this database"),
      Map.entry("53", "out of connections, memory or disk"),
      Map.entry("55P03", "a lock was not to be had"),
      Map.entry("57014", "it took longer than the database's timeout"),
      Map.entry("HYT00", "it took longer than the database's timeout"),
      Map.entry("57P", "the database is not up"));

  /** With H2's unknown function and schema, and its missing privilege. */
  private static final List<String> WRONG_STATES = List.of("42", "3F000", "90022", "90079", "90096");
  /** SQL Server has no SQLStates for them: syntax, column, object, permission, procedure. */
  private static final Set<String> WRONG_CODES = Set.of("sqlserver-102", "sqlserver-156", "sqlserver-207", "sqlserver-208",
      "sqlserver-229", "sqlserver-2812", "sqlserver-4104");

  private final String vendorCode;
  private final boolean outage;

  /** @param vendor as in the JDBC URL, such as {@code oracle} */
  DatabaseException(SQLException failure, String vendor) {
    super(told(failure), teller(failure).getSQLState(), teller(failure).getErrorCode());
    vendorCode = vendor + "-" + getErrorCode();
    outage = Outage.speaksFrom(failure);
    setStackTrace(failure.getStackTrace());
  }

  /** Such as {@code oracle-12899}: a number alone is each vendor's own. For {@code routes/errors.camel.yaml}. */
  public String getVendorCode() {
    return vendorCode;
  }

  /** Whether the next statement would fail too: see {@link Outage}. */
  boolean isOutage() {
    return outage || isWrongStatement();
  }

  /** Whether the statement is to be blamed, or the database that it was written for, and not what was bound. */
  boolean isWrongStatement() {
    return isWrongStatement(getSQLState()) || WRONG_CODES.contains(vendorCode);
  }

  static boolean isWrongStatement(String sqlState) {
    return sqlState != null && WRONG_STATES.stream().anyMatch(sqlState::startsWith);
  }

  /**
   * What a database said, whatever it is wrapped into: one sentence without any value, whatever the driver's text holds. Null when no
   * database said anything.
   */
  public static String describe(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MOST_CAUSES)
        .filter(SQLException.class::isInstance).findFirst().map(cause -> told((SQLException) cause)).orElse(null);
  }

  private static String told(SQLException failure) {
    if (failure instanceof DatabaseException told) {
      return told.getMessage();
    }
    SQLException teller = teller(failure);
    String state = teller.getSQLState();
    StringBuilder text = new StringBuilder("the database answered ")
        .append(state == null ? "without an SQLState" + origin(teller) : "SQLState " + state);
    if (teller.getErrorCode() != 0 && !String.valueOf(teller.getErrorCode()).equals(state)) {
      text.append(", code ").append(teller.getErrorCode());
    }
    MEANINGS.stream().filter(meaning -> state != null && state.startsWith(meaning.getKey())).findFirst()
        .ifPresent(meaning -> text.append(": ").append(meaning.getValue()));
    if (teller instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
      text.append(names(postgres.getServerErrorMessage()));
    } else if (isOfConnection(teller) || teller instanceof JdbcException && teller instanceof SQLSyntaxErrorException) {
      text.append(" (").append(teller instanceof JdbcException h2 ? h2.getOriginalMessage() : teller.getMessage()).append(')');
    }
    return text.toString();
  }

  /** Who threw it is all that can be told of it: a pool, a driver, a component. */
  private static String origin(SQLException failure) {
    StackTraceElement[] stack = failure.getStackTrace();
    return stack.length == 0 ? "" : " (" + failure.getClass().getSimpleName() + " of " + stack[0].getClassName() + ")";
  }

  /** No statement was sent yet, or none any more: the driver tells hosts and times. */
  private static boolean isOfConnection(SQLException failure) {
    return failure instanceof SQLTransientConnectionException || failure instanceof SQLNonTransientConnectionException
        || failure.getSQLState() != null && failure.getSQLState().startsWith("08");
  }

  private static String names(ServerErrorMessage server) {
    StringBuilder text = new StringBuilder();
    append(text, ", constraint ", server.getConstraint());
    append(text, ", column ", server.getColumn());
    append(text, ", table ", server.getTable());
    // with a position it speaks of the statement as it was sent, in which no value stands
    if (isWrongStatement(server.getSQLState()) && server.getPosition() > 0) {
      append(text, " (", server.getMessage());
      append(text, ". ", server.getHint());
      text.append(')');
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String before, String name) {
    if (name != null && !name.isBlank()) {
      text.append(before).append(name);
    }
  }

  /** Who knows most: a batch and a pool only wrap what the database said. */
  private static SQLException teller(SQLException failure) {
    List<SQLException> all = StreamSupport.stream(failure.spliterator(), false).limit(MOST_CAUSES)
        .filter(SQLException.class::isInstance).map(SQLException.class::cast).toList();
    return Stream.of(
            all.stream().filter(one -> one instanceof PSQLException postgres && postgres.getServerErrorMessage() != null),
            all.stream().filter(one -> one.getSQLState() != null),
            all.stream())
        .flatMap(kind -> kind).filter(Objects::nonNull).findFirst().orElse(failure);
  }
}
