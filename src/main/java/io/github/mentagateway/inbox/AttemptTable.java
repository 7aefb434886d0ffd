package io.github.mentagateway.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Every attempt that ended, kept with its delivery. */
final class AttemptTable {
  private static final String INSERT =
      "insert into attempt (delivery, number, started_at, took_ms, outcome, error) values (?, ?, ?, ?, ?, ?)";

  private AttemptTable() {}

  static void insert(Transaction transaction, long delivery, Attempt attempt) throws SQLException {
    transaction.batch(INSERT, insert -> bind(insert, delivery, attempt));
  }

  static void insert(Connection connection, long delivery, Attempt attempt) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      bind(insert, delivery, attempt);
      insert.executeUpdate();
    }
  }

  private static void bind(PreparedStatement insert, long delivery, Attempt attempt) throws SQLException {
    insert.setLong(1, delivery);
    insert.setInt(2, attempt.number());
    Sql.setTime(insert, 3, attempt.startedAt());
    insert.setLong(4, attempt.took().toMillis());
    insert.setString(5, attempt.outcome().name().toLowerCase(Locale.ROOT));
    insert.setString(6, Sql.reason(attempt.error()));
  }

  static boolean has(Transaction transaction, long delivery, Attempt attempt) throws SQLException {
    PreparedStatement select =
        transaction.prepared("select 1 from attempt where delivery = ? and number = ? and outcome = ? and took_ms = ?");
    select.setLong(1, delivery);
    select.setInt(2, attempt.number());
    select.setString(3, attempt.outcome().name().toLowerCase(Locale.ROOT));
    select.setLong(4, attempt.took().toMillis());
    try (ResultSet row = select.executeQuery()) {
      return row.next();
    }
  }

  static List<Attempt> of(Connection connection, long delivery) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(
        "select number, started_at, took_ms, outcome, error from attempt where delivery = ? order by number")) {
      select.setLong(1, delivery);
      List<Attempt> attempts = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          attempts.add(new Attempt(row.getInt("number"), Sql.instant(row, "started_at"), Duration.ofMillis(row.getLong("took_ms")),
              Attempt.Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)), row.getString("error")));
        }
      }
      return attempts;
    }
  }
}
