package io.github.mentagateway.inbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest accepted notification of each entity, which a copy is compared with. Kept in memory and written behind: an index in the
 * order of entities costs H2 more than the notification itself. What a crash leaves unwritten is read again from the notifications
 * above the watermark. For the writer's thread only.
 */
final class MemoryHeads implements EntityHeads {
  /** More than one group can be about: what {@link #begin} read is there until the group is written. */
  private static final int REMEMBERED = 5_000;
  private static final int WRITE_BEHIND = 2_000;

  /** Written to the table already: may be forgotten. */
  private final Map<String, Head> clean = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Head> eldest) {
      return size() > REMEMBERED;
    }
  };
  /** Committed as notifications, not written to the table yet. */
  private final Map<String, Head> dirty = new HashMap<>();
  /** Of the transaction under way. */
  private final Map<String, Head> staged = new HashMap<>();
  /** Notifications behind the watermark: what a start has to read again, however few entities they are about. */
  private int unwritten;
  private int stagedNotifications;
  /** The latest notification, whether or not it is about an entity. */
  private long last;
  private long stagedLast;

  /** Reads what was accepted since the last write-behind. */
  void recover(Transaction transaction) throws SQLException {
    PreparedStatement statement = transaction.prepared(
        "select entity, number, fingerprint, received_at, owner from notification"
            + " where number > coalesce((select max(notification) from entity_head_watermark), -1)"
            + " and entity is not null and fingerprint is not null order by number");
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        dirty.put(rows.getString("entity"), EntityHeadTable.head(rows, "number"));
        unwritten++;
      }
    }
    try (ResultSet row = transaction.prepared("select max(number) from notification").executeQuery()) {
      row.next();
      last = row.getLong(1);
    }
  }

  /** Reads those of them that memory does not hold. */
  void begin(Transaction transaction, Collection<String> entities) throws SQLException {
    List<String> unknown = entities.stream().filter(entity -> newest(entity) == null).toList();
    clean.putAll(EntityHeadTable.find(transaction, unknown));
  }

  @Override
  public Head newest(String entity) {
    Head head = staged.get(entity);
    head = head == null ? dirty.get(entity) : head;
    return head == null ? clean.get(entity) : head;
  }

  @Override
  public void stage(String entity, Head head) {
    staged.put(entity, head);
  }

  /** The next start has to look at it unless the watermark passes it. */
  @Override
  public void appended(long notification) {
    stagedLast = notification;
    stagedNotifications++;
  }

  void committed() {
    dirty.putAll(staged);
    unwritten += stagedNotifications;
    last = Math.max(last, stagedLast);
    rolledBack();
  }

  void rolledBack() {
    staged.clear();
    stagedNotifications = 0;
    stagedLast = 0;
  }

  boolean wantsWriting() {
    return unwritten >= WRITE_BEHIND;
  }

  /** Part of the caller's transaction; {@link #written} after its commit. */
  void write(Transaction transaction) throws SQLException {
    PreparedStatement merge = transaction.prepared(
        "merge into entity_head (entity, notification, fingerprint, received_at, owner) key (entity) values (?, ?, ?, ?, ?)");
    for (Map.Entry<String, Head> entry : dirty.entrySet()) {
      merge.setString(1, entry.getKey());
      merge.setLong(2, entry.getValue().notification());
      merge.setBytes(3, entry.getValue().fingerprint());
      merge.setObject(4, Sql.time(entry.getValue().receivedAt()));
      merge.setBytes(5, entry.getValue().owner());
      merge.executeUpdate();
    }
    transaction.prepared("delete from entity_head_watermark").executeUpdate();
    PreparedStatement insert = transaction.prepared("insert into entity_head_watermark (notification) values (?)");
    insert.setLong(1, last);
    insert.executeUpdate();
  }

  void written() {
    clean.putAll(dirty);
    dirty.clear();
    unwritten = 0;
  }
}
