package io.github.mentagateway.inbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What is stored of the newest notifications. */
final class EntityHeadTable {
  private EntityHeadTable() {}

  /** One question for all of them. @return those that are there, by entity */
  static Map<String, EntityHeads.Head> find(Transaction transaction, Collection<String> entities) throws SQLException {
    Map<String, EntityHeads.Head> found = new HashMap<>();
    if (entities.isEmpty()) {
      return found;
    }
    PreparedStatement select = transaction.prepared(
        "select entity, notification, fingerprint, received_at, owner from entity_head where entity = any(?)");
    select.setArray(1, select.getConnection().createArrayOf("varchar", entities.toArray()));
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.put(rows.getString("entity"), head(rows, "notification"));
      }
    }
    return found;
  }

  /** @param number the column of the notification's number */
  static EntityHeads.Head head(ResultSet row, String number) throws SQLException {
    return new EntityHeads.Head(
        row.getLong(number), row.getBytes("fingerprint"), Sql.instant(row, "received_at"), row.getBytes("owner"));
  }
}
