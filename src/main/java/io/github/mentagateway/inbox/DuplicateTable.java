package io.github.mentagateway.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How many copies of a notification came, per rule that told them. */
final class DuplicateTable {
  private DuplicateTable() {}

  /** Nothing when the first one was removed meanwhile: there is nothing to show or to deliver. */
  static void count(Transaction transaction, long notification, DuplicateRule rule) throws SQLException {
    PreparedStatement update = transaction.prepared(
        "update duplicate set copies = copies + 1, last_at = ? where notification = ? and rule = ?");
    update.setObject(1, Sql.time(transaction.now()));
    update.setLong(2, notification);
    update.setString(3, column(rule));
    if (update.executeUpdate() == 0) {
      PreparedStatement insert = transaction.prepared("insert into duplicate (notification, rule, copies, last_at)"
          + " select number, cast(? as varchar(12)), 1, cast(? as timestamp(6) with time zone) from notification where number = ?");
      insert.setString(1, column(rule));
      insert.setObject(2, Sql.time(transaction.now()));
      insert.setLong(3, notification);
      insert.executeUpdate();
    }
  }

  static boolean has(Connection connection, long notification) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("select 1 from duplicate where notification = ?")) {
      select.setLong(1, notification);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  static List<Duplicates.Counted> list(Connection connection, Ids ids, long before, int most) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(
        "select n.number, n.action, n.entity, n.received_at, d.rule, d.copies, d.last_at from notification n join duplicate d"
            + " on d.notification = n.number where n.number in (select distinct notification from duplicate"
            + " where notification < ? order by notification desc limit ?) order by n.number desc")) {
      select.setLong(1, before);
      select.setInt(2, most);
      List<Duplicates.Counted> list = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          add(list, row, ids);
        }
      }
      return list;
    }
  }

  /** One row per rule; those of one notification follow each other. */
  private static void add(List<Duplicates.Counted> list, ResultSet row, Ids ids) throws SQLException {
    long number = row.getLong("number");
    Duplicates.Counted last = list.isEmpty() ? null : list.get(list.size() - 1);
    boolean same = last != null && last.number() == number;
    Map<DuplicateRule, Long> copies = same ? last.copies() : new EnumMap<>(DuplicateRule.class);
    copies.put(DuplicateRule.valueOf(row.getString("rule").toUpperCase(Locale.ROOT)), row.getLong("copies"));
    Instant at = Sql.instant(row, "last_at");
    if (same) {
      list.remove(list.size() - 1);
      at = at.isBefore(last.lastAt()) ? last.lastAt() : at;
    }
    list.add(new Duplicates.Counted(number, ids.format(number), row.getString("action"), row.getString("entity"),
        Sql.instant(row, "received_at"), copies, at));
  }

  private static String column(DuplicateRule rule) {
    return rule.name().toLowerCase(Locale.ROOT);
  }
}
