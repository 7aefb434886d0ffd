package io.github.mentagateway.inbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Columns to values and back, where JDBC leaves a gap. */
final class Sql {
  private static final int LONGEST_REASON = 2000;

  private Sql() {}

  static OffsetDateTime time(Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** Cut to the column: a reason that is too long must not fail the transaction that carries it. */
  static String reason(String text) {
    return cut(text, LONGEST_REASON);
  }

  static String cut(String text, int longest) {
    return text == null || text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }
}
