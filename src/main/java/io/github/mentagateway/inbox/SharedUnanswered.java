package io.github.mentagateway.inbox;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** In the table that all instances share: a row comes with the notification and goes with the mark of its answer. */
final class SharedUnanswered implements Unanswered {
  /** Told by the connections, not yet part of a transaction. */
  private final ConcurrentLinkedQueue<Long> told = new ConcurrentLinkedQueue<>();
  private final Set<Long> marking = new LinkedHashSet<>();
  private final Map<Long, byte[]> staged = new HashMap<>();
  /** Those of the contents that this transaction asks about. */
  private final Map<ByteBuffer, List<Long>> found = new HashMap<>();

  void begin(Transaction transaction, Collection<ByteBuffer> contents) throws SQLException {
    found.clear();
    if (contents.isEmpty()) {
      return;
    }
    PreparedStatement select = transaction.prepared("select fingerprint, notification from unanswered where fingerprint = any(?)");
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
    told.add(notification);
  }

  @Override
  public boolean hasMarks() {
    return !told.isEmpty();
  }

  @Override
  public void mark(Transaction transaction) throws SQLException {
    for (Long number = told.poll(); number != null; number = told.poll()) {
      marking.add(number);
    }
    if (!marking.isEmpty()) {
      transaction.batch("delete from unanswered where notification = any(?)",
          delete -> delete.setArray(1, delete.getConnection().createArrayOf("bigint", marking.toArray())));
    }
  }

  @Override
  public OptionalLong find(Transaction transaction, byte[] fingerprint) {
    return found.getOrDefault(ByteBuffer.wrap(fingerprint), List.of()).stream()
        .filter(notification -> !marking.contains(notification)).mapToLong(Long::longValue).max();
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
    marking.clear();
    staged.clear();
  }

  /** What was answered stays answered: it is written with the next transaction. */
  void rolledBack() {
    told.addAll(marking);
    committed();
  }
}
