package io.github.mentagateway.inbox;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * In memory, since nearly all of it is gone within milliseconds; what stays is written behind, and the marks of answers ride on whatever
 * is written next, one row per group. For the writer's thread, but for {@link #answered}.
 */
final class MemoryUnanswered implements Unanswered {
  private static final String ANY = "select count(*) from (select 1 from unanswered limit 1) one";
  private static final int WRITE_BEHIND = 2_000;
  private static final String MARKS = "select max(number) from answered";

  private final AnswerMarks marks = new AnswerMarks();
  /** Above the watermark, by number and by content. */
  private final TreeMap<Long, ByteBuffer> recent = new TreeMap<>();
  private final Map<ByteBuffer, List<Long>> byContent = new HashMap<>();
  /** Of the transaction under way. */
  private final Map<Long, ByteBuffer> staged = new HashMap<>();
  /** Up to here the table tells; what is above is written when it has been unanswered over two write-behinds. */
  private long watermark;
  /** The last notification, and the last row of marks, at the write-behind before. */
  private long lastBefore;
  private long marksBefore;
  private long last;
  /** Notifications and rows of marks since the last write-behind: what a start has to read, also when nothing has an entity. */
  private int unwritten;
  /** Whether the table holds any: it nearly never does, and then nobody has to ask it. */
  private boolean tableInUse;
  /** What the write-behind under way found. */
  private long marksWritten;
  private boolean anyWritten;

  /** Reads what was accepted and not marked since the last write-behind. */
  void recover(Transaction transaction) throws SQLException {
    watermark = number(transaction, "select max(notification) from unanswered_watermark");
    try (ResultSet rows = transaction.prepared("select number, fingerprint from notification"
        + " where number > (select max(notification) from unanswered_watermark) and fingerprint is not null").executeQuery()) {
      while (rows.next()) {
        remember(rows.getLong(1), ByteBuffer.wrap(rows.getBytes(2)));
      }
    }
    try (ResultSet rows = transaction.prepared("select notifications from answered").executeQuery()) {
      while (rows.next()) {
        ByteBuffer numbers = ByteBuffer.wrap(rows.getBytes(1));
        while (numbers.hasRemaining()) {
          forget(numbers.getLong());
        }
      }
    }
    last = Math.max(watermark, number(transaction, "select max(number) from notification"));
    lastBefore = last;
    marksBefore = number(transaction, MARKS);
    tableInUse = number(transaction, ANY) > 0;
  }

  private static long number(Transaction transaction, String query) throws SQLException {
    try (ResultSet row = transaction.prepared(query).executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void answered(long notification) {
    marks.answered(notification);
  }

  @Override
  public boolean hasMarks() {
    return !marks.isEmpty();
  }

  @Override
  public void mark(Transaction transaction) throws SQLException {
    Set<Long> marking = marks.take();
    if (marking.isEmpty()) {
      return;
    }
    ByteBuffer numbers = ByteBuffer.allocate(marking.size() * Long.BYTES);
    for (long number : marking) {
      if (number > watermark) {
        numbers.putLong(number);
      } else if (tableInUse) {
        PreparedStatement delete = transaction.prepared("delete from unanswered where notification = ?");
        delete.setLong(1, number);
        delete.executeUpdate();
      }
    }
    if (numbers.position() > 0) {
      byte[] row = new byte[numbers.position()];
      numbers.flip().get(row);
      PreparedStatement insert = transaction.prepared("insert into answered (notifications) values (?)");
      insert.setBytes(1, row);
      insert.executeUpdate();
      unwritten++;
    }
  }

  boolean wantsWriting() {
    return unwritten >= WRITE_BEHIND;
  }

  @Override
  public OptionalLong find(Transaction transaction, byte[] fingerprint) throws SQLException {
    ByteBuffer content = ByteBuffer.wrap(fingerprint);
    for (Map.Entry<Long, ByteBuffer> entry : staged.entrySet()) {
      if (entry.getValue().equals(content)) {
        return OptionalLong.of(entry.getKey());
      }
    }
    for (long number : byContent.getOrDefault(content, List.of())) {
      if (!marks.has(number)) {
        return OptionalLong.of(number);
      }
    }
    return tableInUse ? lookUp(transaction, fingerprint) : OptionalLong.empty();
  }

  private static OptionalLong lookUp(Transaction transaction, byte[] fingerprint) throws SQLException {
    PreparedStatement select = transaction.prepared("select max(notification) from unanswered where fingerprint = ?");
    select.setBytes(1, fingerprint);
    try (ResultSet row = select.executeQuery()) {
      row.next();
      long number = row.getLong(1);
      return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    }
  }

  @Override
  public void stage(long notification, byte[] fingerprint) {
    staged.put(notification, ByteBuffer.wrap(fingerprint));
  }

  /** Part of the caller's transaction; {@link #written} after its commit. Whatever was answered meanwhile costs no row. */
  void write(Transaction transaction) throws SQLException {
    // a notification that retention has removed is not sent again, or is new by then
    PreparedStatement insert = transaction.prepared(
        "insert into unanswered (notification, fingerprint) select number, cast(? as varbinary(32)) from notification where number = ?");
    for (Map.Entry<Long, ByteBuffer> entry : recent.headMap(lastBefore, true).entrySet()) {
      if (!marks.has(entry.getKey())) {
        insert.setBytes(1, entry.getValue().array());
        insert.setLong(2, entry.getKey());
        insert.executeUpdate();
      }
    }
    PreparedStatement delete = transaction.prepared("delete from answered where number <= ?");
    delete.setLong(1, marksBefore);
    delete.executeUpdate();
    PreparedStatement update = transaction.prepared("update unanswered_watermark set notification = ?");
    update.setLong(1, lastBefore);
    update.executeUpdate();
    // the next one passes also what cannot be compared, such as a quarantine that is flooded
    last = Math.max(last, number(transaction, "select max(number) from notification"));
    marksWritten = number(transaction, MARKS);
    anyWritten = number(transaction, ANY) > 0;
  }

  void written() {
    unwritten = 0;
    watermark = lastBefore;
    lastBefore = last;
    marksBefore = marksWritten;
    tableInUse = anyWritten;
    List.copyOf(recent.headMap(watermark, true).keySet()).forEach(this::forget);
  }

  void committed() {
    marks.committed().forEach(this::forget);
    staged.forEach(this::remember);
    staged.clear();
  }

  void rolledBack() {
    marks.rolledBack();
    staged.clear();
  }

  private void remember(long number, ByteBuffer content) {
    recent.put(number, content);
    unwritten++;
    last = Math.max(last, number);
    byContent.computeIfAbsent(content, any -> new ArrayList<>(1)).add(number);
  }

  private void forget(long number) {
    ByteBuffer content = recent.remove(number);
    if (content != null) {
      byContent.computeIfPresent(content, (any, numbers) -> numbers.remove(number) && numbers.isEmpty() ? null : numbers);
    }
  }
}
