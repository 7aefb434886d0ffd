package io.github.mentagateway.inbox;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** In the table that all instances share: a row comes with the notification and goes with the mark of its answer. */
final class SharedUnanswered implements Unanswered {
  private final AnswerMarks marks = new AnswerMarks();
  private final Map<Long, byte[]> staged = new HashMap<>();
  /** Those of the contents that this transaction asks about. */
  private final Map<ByteBuffer, List<Long>> found = new HashMap<>();

  void begin(Transaction transaction, Collection<ByteBuffer> contents) throws SQLException {
    found.clear();
    if (contents.isEmpty()) {
      return;
    }
    PreparedStatement select = transaction.prepared("select u.fingerprint, u.notification from unanswered u"
        + " join notification n on n.number = u.notification where u.fingerprint = any(?)");
    select.setArray(1, select.getConnection().createArrayOf("bytea", contents.stream().map(ByteBuffer::array).toArray(byte[][]::new)));
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        remember(ByteBuffer.wrap(row.getBytes(1)), row.getLong(2));
      }
    }
  }

  private void remember(ByteBuffer content, long notification) {
    found.computeIfAbsent(content, any -> new ArrayList<>(1)).add(notification);
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
    if (!marking.isEmpty()) {
      transaction.batch("delete from unanswered where notification = any(?)",
          delete -> delete.setArray(1, delete.getConnection().createArrayOf("bigint", marking.toArray())));
    }
  }

  @Override
  public OptionalLong find(Transaction transaction, byte[] fingerprint) {
    return found.getOrDefault(ByteBuffer.wrap(fingerprint), List.of()).stream()
        .filter(notification -> !marks.has(notification)).mapToLong(Long::longValue).max();
  }

  @Override
  public void stage(long notification, byte[] fingerprint) {
    remember(ByteBuffer.wrap(fingerprint), notification);
    staged.put(notification, fingerprint);
  }

  void write(Transaction transaction) throws SQLException {
    for (Map.Entry<Long, byte[]> entry : staged.entrySet()) {
      transaction.batch("insert into unanswered (notification, fingerprint) values (?, ?)", insert -> {
        insert.setLong(1, entry.getKey());
        insert.setBytes(2, entry.getValue());
      });
    }
  }

  void committed() {
    marks.committed();
    staged.clear();
  }

  void rolledBack() {
    marks.rolledBack();
    staged.clear();
  }
}
