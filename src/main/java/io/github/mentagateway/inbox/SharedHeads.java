package io.github.mentagateway.inbox;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** In the table that all instances share. Those that a transaction asks about are locked before, and read with one question. */
final class SharedHeads implements EntityHeads {
  /** As they were found and as this transaction leaves them. */
  private final Map<String, Head> known = new HashMap<>();
  private final Map<String, Head> staged = new HashMap<>();

  void begin(Transaction transaction, Collection<String> entities) throws SQLException {
    forget();
    known.putAll(EntityHeadTable.find(transaction, entities));
  }

  @Override
  public Head newest(String entity) {
    return known.get(entity);
  }

  /** There is no watermark that it could be behind. */
  @Override
  public void appended(long notification) {}

  @Override
  public void stage(String entity, Head head) {
    known.put(entity, head);
    staged.put(entity, head);
  }

  void write(Transaction transaction) throws SQLException {
    for (Map.Entry<String, Head> entry : staged.entrySet()) {
      Head head = entry.getValue();
      transaction.batch("insert into entity_head (entity, notification, fingerprint, received_at, owner) values (?, ?, ?, ?, ?)"
          + " on conflict (entity) do update set notification = excluded.notification, fingerprint = excluded.fingerprint,"
          + " received_at = excluded.received_at, owner = excluded.owner", upsert -> {
            upsert.setString(1, entry.getKey());
            upsert.setLong(2, head.notification());
            upsert.setBytes(3, head.fingerprint());
            Sql.setTime(upsert, 4, head.receivedAt());
            upsert.setBytes(5, head.owner());
          });
    }
  }

  void forget() {
    known.clear();
    staged.clear();
  }
}
