package io.github.mentagateway.inbox;

import java.nio.charset.StandardCharsets;
import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Columns to values and back, where JDBC leaves a gap. */
final class Sql {
  private static final int LONGEST_REASON = 2000;
  private static final int LONGEST_ACTION = 200;

  private Sql() {}

  static OffsetDateTime time(Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  /** With its type, so that a null has one too: a statement whose types change from row to row is planned anew each time. */
  static void setTime(PreparedStatement statement, int index, Instant instant) throws SQLException {
    statement.setObject(index, time(instant), Types.TIMESTAMP_WITH_TIMEZONE);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** As {@link Lane#dueAt} counts, and as fine as the columns: 0 for null. */
  static long micros(Instant instant) {
    return instant == null ? 0 : Math.max(1, ChronoUnit.MICROS.between(Instant.EPOCH, instant));
  }

  static Instant ofMicros(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** One line about a failure. Bad values and doubled keys are told by their code only: H2 prints what the row held, addresses too. */
  static String explain(Throwable failure) {
    if (failure instanceof BatchUpdateException batch && batch.getNextException() != null) {
      // its own message holds the statement with the row's values
      return explain(batch.getNextException());
    }
    if (!(failure instanceof SQLException sql)) {
      return failure.toString();
    }
    String state = String.valueOf(sql.getSQLState());
    if (state.startsWith("22") || state.startsWith("23")) {
      return "SQL state " + state + ": a value does not fit the store";
    }
    return String.valueOf(sql.getMessage()).lines().findFirst().orElse("") + " (SQL state " + state + ")";
  }

  /**
   * Without what PostgreSQL cannot keep in a text: NUL, and halves of a character. Two names that differ in nothing else become one, on
   * either database.
   */
  static String storable(String text) {
    if (text == null) {
      return null;
    }
    boolean clean = true;
    for (int i = 0; i < text.length() && clean; i++) {
      clean = text.charAt(i) != 0 && !Character.isSurrogate(text.charAt(i));
    }
    return clean ? text : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\u0000', '\ufffd');
  }

  /** Cut to the column: a reason that is too long must not fail the transaction that carries it. */
  static String reason(String text) {
    return cut(storable(text), LONGEST_REASON);
  }

  /** Cut to the column, in memory too: what a lane holds is what it would hold after a restart. */
  static String action(String text) {
    return cut(storable(text), LONGEST_ACTION);
  }

  static String cut(String text, int longest) {
    return text == null || text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }
}
