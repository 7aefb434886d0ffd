package io.github.mentagateway.inbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A writer's connection: one transaction after the other, statements prepared once. Statements that only write are gathered and sent
 * together, before the next one that reads and before the commit. For the writer's thread only.
 */
final class Transaction implements AutoCloseable {

  /** Puts one row's values into a statement. */
  interface Binder {
    void bind(PreparedStatement statement) throws SQLException;
  }

  /** A statement that takes an array for each column, and the columns' types: PostgreSQL plans and runs it once for all rows. */
  static final class Columns {
    private final String sql;
    private final String[] types;

    Columns(String sql, String... types) {
      this.sql = sql;
      this.types = types;
    }
  }

  /** What was gathered for one statement. */
  private interface Batch {
    void send(PreparedStatement statement) throws SQLException;
  }

  private static final int CHECK_SECONDS = 5;

  private final Connection connection;
  private final Dialect dialect;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  /** What was gathered, in order. */
  private final Map<String, Batch> batches = new LinkedHashMap<>();
  private final Map<String, List<Object[]>> rows = new HashMap<>();
  private Instant now;
  private boolean mustSync;

  Transaction(Connection connection, Dialect dialect) throws SQLException {
    this.connection = connection;
    this.dialect = dialect;
    connection.setAutoCommit(false);
  }

  void begin(Preparation preparation) throws SQLException {
    mustSync = false;
    now = dialect.begin(this, preparation);
  }

  Instant now() {
    return now;
  }

  EntityHeads heads() {
    return dialect.heads();
  }

  Unanswered unanswered() {
    return dialect.unanswered();
  }

  LaneChanges lanes() {
    return dialect.lanes();
  }

  Dialect dialect() {
    return dialect;
  }

  Connection connection() throws SQLException {
    send();
    return connection;
  }

  /** For a statement that reads, or whose count is asked for: what was gathered goes before it. */
  PreparedStatement prepared(String sql) throws SQLException {
    send();
    return statement(sql);
  }

  /** Gathers a statement that only writes. */
  void batch(String sql, Binder binder) throws SQLException {
    gather(sql, false, binder);
  }

  /** As {@link #batch}; when it does not change exactly one row, the transaction fails. */
  void batchOne(String sql, Binder binder) throws SQLException {
    gather(sql, true, binder);
  }

  private void gather(String sql, boolean exactlyOne, Binder binder) throws SQLException {
    PreparedStatement statement = statement(sql);
    binder.bind(statement);
    statement.addBatch();
    batches.putIfAbsent(sql, batch -> {
      for (int count : batch.executeBatch()) {
        check(sql, !exactlyOne || count == 1 || count == Statement.SUCCESS_NO_INFO);
      }
    });
  }

  /** As {@link #batchOne}, where the database takes columns. */
  void batchColumns(Columns columns, Object... row) {
    rows.computeIfAbsent(columns.sql, any -> new ArrayList<>()).add(row);
    batches.putIfAbsent(columns.sql, update -> {
      List<Object[]> gathered = rows.remove(columns.sql);
      for (int i = 0; i < columns.types.length; i++) {
        int column = i;
        update.setArray(i + 1, connection.createArrayOf(columns.types[i], gathered.stream().map(values -> values[column]).toArray()));
      }
      check(columns.sql, update.executeUpdate() == gathered.size());
    });
  }

  private static void check(String sql, boolean asExpected) throws SQLException {
    if (!asExpected) {
      throw new SQLException("a row is not in the state any more that was expected: " + sql);
    }
  }

  private void send() throws SQLException {
    while (!batches.isEmpty()) {
      Map.Entry<String, Batch> next = batches.entrySet().iterator().next();
      batches.remove(next.getKey());
      next.getValue().send(statement(next.getKey()));
    }
  }

  private PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    return statement;
  }

  long nextNumber() throws SQLException {
    return dialect.nextNumber(this);
  }

  /** What was written must be on disk before anybody is told. */
  void mustSync() {
    mustSync = true;
  }

  boolean isSynced() {
    return mustSync;
  }

  /** Only this fails with an outcome that nobody knows. */
  Collection<String> commit() throws SQLException {
    connection.commit();
    return dialect.afterCommit(this);
  }

  /** The last statements before {@link #commit}. */
  void finish() throws SQLException {
    dialect.beforeCommit(this);
    send();
  }

  /** Between two transactions: whether the database still answers. */
  void check() throws SQLException {
    if (!connection.isValid(CHECK_SECONDS)) {
      throw new SQLException("the connection is gone", "08006");
    }
    // a driver may have begun a transaction to find out
    connection.rollback();
  }

  void rollback() throws SQLException {
    dialect.rolledBack();
    for (String sql : batches.keySet()) {
      statement(sql).clearBatch();
    }
    batches.clear();
    rows.clear();
    connection.rollback();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
