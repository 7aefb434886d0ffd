package io.github.mentagateway.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was taken into custody: appended, read, never changed. */
final class NotificationTable {
  private NotificationTable() {}

  /** @param previous the one before it of the same entity, or null; {@code owner}: see {@link EntityHeads.Head} */
  static void insert(Transaction transaction, long number, Arrival arrival, Long previous, byte[] owner) throws SQLException {
    transaction.batch("insert into notification (number, received_at, action, entity, fingerprint, headers, body, previous, owner)"
        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)", insert -> {
          insert.setLong(1, number);
          Sql.setTime(insert, 2, arrival.original().receivedAt());
          insert.setString(3, Sql.action(arrival.action()));
          insert.setString(4, arrival.entity());
          insert.setBytes(5, arrival.unusable() == null && arrival.comparison() != null ? arrival.comparison().fingerprint() : null);
          insert.setString(6, Sql.storable(headersToText(arrival.original().headers())));
          insert.setBytes(7, arrival.original().body());
          insert.setObject(8, previous, Types.BIGINT);
          insert.setBytes(9, owner);
        });
  }

  /**
   * Keeps it as it is until the end of the transaction: nobody removes it, and nobody makes another delivery of one that is removed.
   *
   * @return whether it is there
   */
  static boolean keep(Transaction transaction, long number) throws SQLException {
    PreparedStatement select = transaction.prepared("select number from notification where number = ? for update");
    select.setLong(1, number);
    try (ResultSet row = select.executeQuery()) {
      return row.next();
    }
  }

  static Original find(Connection connection, long number) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select received_at, headers, body from notification where number = ?")) {
      select.setLong(1, number);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("notification " + number + " is not in the store, and a delivery of it is");
        }
        return original(row);
      }
    }
  }

  static Original original(ResultSet row) throws SQLException {
    return new Original(row.getBytes("body"), textToHeaders(row.getString("headers")), Sql.instant(row, "received_at"));
  }

  /** As HTTP prints them: neither a name nor a value can hold a line's end. */
  private static String headersToText(Map<String, String> headers) {
    return headers.entrySet().stream().map(header -> header.getKey() + ": " + header.getValue()).collect(Collectors.joining("\n"));
  }

  private static Map<String, String> textToHeaders(String text) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    text.lines().forEach(line -> {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        headers.put(line.substring(0, colon), line.substring(colon + 2));
      }
    });
    return headers;
  }
}
