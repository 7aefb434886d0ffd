package io.github.mentagateway.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The writer's connection: one transaction after the other, statements prepared once, rising numbers taken from the database a block
 * at a time. For the writer's thread only.
 */
final class Transaction implements AutoCloseable {
  private static final int BLOCK = 10_000;

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private final EntityHeads heads = new EntityHeads();
  private final Unanswered unanswered = new Unanswered();
  private Instant now;
  private long nextNumber;
  private long endOfBlock;
  private boolean mustSync;
  private boolean mustWriteHeads;

  Transaction(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
  }

  void begin(Instant at) {
    now = at;
    mustSync = false;
    mustWriteHeads = false;
  }

  Instant now() {
    return now;
  }

  EntityHeads heads() {
    return heads;
  }

  Unanswered unanswered() {
    return unanswered;
  }

  Connection connection() {
    return connection;
  }

  PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    return statement;
  }

  long nextNumber() throws SQLException {
    if (nextNumber == endOfBlock) {
      try (ResultSet rows = prepared("select next value for number_block").executeQuery()) {
        rows.next();
        nextNumber = Math.multiplyExact(rows.getLong(1), (long) BLOCK);
        endOfBlock = nextNumber + BLOCK;
      }
    }
    return nextNumber++;
  }

  /** What was written must be on disk before anybody is told. */
  void mustSync() {
    mustSync = true;
  }

  /** The newest of each entity must be in their table, not in memory only, once this is committed. */
  void mustWriteHeads() {
    mustWriteHeads = true;
  }

  void commit() throws SQLException {
    boolean writesHeads = heads.wantsWriting() || unanswered.wantsWriting() || mustWriteHeads;
    if (writesHeads) {
      heads.write(this);
      unanswered.write(this);
    }
    connection.commit();
    if (mustSync) {
      sync();
    }
    if (writesHeads) {
      heads.written();
      unanswered.written();
    }
    heads.committed();
    unanswered.committed();
  }

  void rollback() throws SQLException {
    heads.rolledBack();
    unanswered.rolledBack();
    connection.rollback();
  }

  /** The only statement of H2 that ends in fsync: without it a commit lives in the heap for half a second. */
  private void sync() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT SYNC");
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
