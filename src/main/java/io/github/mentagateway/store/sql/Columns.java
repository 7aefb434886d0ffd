package io.github.mentagateway.store.sql;

import java.sql.BatchUpdateException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Columns to values and back, and what a failure may tell. */
public final class Columns {
  private Columns() {}

  /** Null for null. */
  public static Long micros(Instant instant) {
    return instant == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /** Null for null. */
  public static Instant instant(Long micros) {
    return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  public static Instant instant(ResultSet row, String column) throws SQLException {
    return instant(number(row, column));
  }

  /** Null for null. */
  public static Long number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : number;
  }

  /** One line about a failure. Bad values and doubled keys are told by their code only: a database may print what the row held. */
  public static String explain(Throwable failure) {
    if (failure instanceof BatchUpdateException batch && batch.getNextException() != null) {
      return explain(batch.getNextException());
    }
    if (!(failure instanceof SQLException sql)) {
      return failure.toString();
    }
    String state = String.valueOf(sql.getSQLState());
    if (Sqlite.isConstraint(sql) || state.startsWith("22") || state.startsWith("23")) {
      return "a value does not fit the store";
    }
    String message = String.valueOf(sql.getMessage()).lines().findFirst().orElse("");
    return sql.getSQLState() == null ? message : message + " (SQL state " + state + ")";
  }
}
