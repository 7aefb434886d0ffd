package io.github.mentagateway.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A connection and its statements, each prepared once. What is queued goes in one journey, on PostgreSQL, before whatever is run or asked
 * at once, or with {@link #send}; on SQLite, where no statement is a journey, it runs at once. For one thread.
 */
public final class Transaction implements AutoCloseable {
  private final Connection connection;
  private final boolean takesArrays;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private final List<Queued> queue = new ArrayList<>();

  /** @param reader null: it gives no rows */
  private record Queued(String sql, Object[] values, RowReader<?> reader, Counted counted) {}

  /** What a statement that was queued has changed. */
  public interface Counted {
    void changed(int rows) throws SQLException;
  }

  /** @param takesArrays whether a {@link Bulk} runs once for all its rows */
  Transaction(Connection connection, boolean takesArrays) {
    this.connection = connection;
    this.takesArrays = takesArrays;
  }

  public Connection connection() {
    return connection;
  }

  public void queue(Bulk bulk, Collection<Object[]> rows) throws SQLException {
    queue(bulk, rows, changed -> {});
  }

  public void queue(Bulk bulk, Collection<Object[]> rows, Counted counted) throws SQLException {
    if (!takesArrays) {
      counted.changed(run(bulk, rows));
    } else if (!rows.isEmpty()) {
      queue.add(new Queued(bulk.withArrays(), arrays(bulk, rows), null, counted));
    }
  }

  public void queue(String sql, Object... values) throws SQLException {
    if (takesArrays) {
      queue.add(new Queued(sql, values, null, changed -> {}));
    } else {
      run(sql, values);
    }
  }

  /** The rows come in no order. */
  public void queueQuestion(Bulk bulk, Collection<Object[]> rows, RowReader<?> reader) throws SQLException {
    if (!takesArrays) {
      ask(bulk, rows, reader);
    } else if (!rows.isEmpty()) {
      queue.add(new Queued(bulk.withArrays(), arrays(bulk, rows), reader, null));
    }
  }

  public void queueQuestion(String sql, RowReader<?> reader, Object... values) throws SQLException {
    if (takesArrays) {
      queue.add(new Queued(sql, values, reader, null));
    } else {
      ask(sql, reader, values);
    }
  }

  /** What is queued, in the order in which it was queued. */
  public void send() throws SQLException {
    if (queue.isEmpty()) {
      return;
    }
    List<Queued> sending = List.copyOf(queue);
    queue.clear();
    PreparedStatement all = statement(sending.stream().map(Queued::sql).collect(Collectors.joining("; ")));
    bind(all, sending.stream().flatMap(one -> Arrays.stream(one.values())).toArray());
    boolean hasRows = all.execute();
    for (Queued one : sending) {
      if (hasRows) {
        read(all.getResultSet(), one.reader(), new ArrayList<>());
      } else {
        one.counted().changed(all.getUpdateCount());
      }
      hasRows = all.getMoreResults();
    }
  }

  /** After a failure: nothing of it is wanted any more. */
  void forgetQueue() {
    queue.clear();
  }

  /** @return how many rows were changed */
  public int run(Bulk bulk, Collection<Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return 0;
    }
    if (takesArrays) {
      return run(bulk.withArrays(), arrays(bulk, rows));
    }
    PreparedStatement statement = statement(bulk.withValues());
    int changed = 0;
    for (Object[] row : rows) {
      bind(statement, row);
      changed += statement.executeUpdate();
    }
    return changed;
  }

  /** In no order. */
  public <T> List<T> ask(Bulk bulk, Collection<Object[]> rows, RowReader<T> reader) throws SQLException {
    if (rows.isEmpty()) {
      return List.of();
    }
    if (takesArrays) {
      return ask(bulk.withArrays(), reader, arrays(bulk, rows));
    }
    List<T> found = new ArrayList<>();
    PreparedStatement statement = statement(bulk.withValues());
    for (Object[] row : rows) {
      bind(statement, row);
      read(statement.executeQuery(), reader, found);
    }
    return found;
  }

  /** @return how many rows were changed */
  public int run(String sql, Object... values) throws SQLException {
    send();
    PreparedStatement statement = statement(sql);
    bind(statement, values);
    return statement.executeUpdate();
  }

  public <T> List<T> ask(String sql, RowReader<T> reader, Object... values) throws SQLException {
    send();
    List<T> found = new ArrayList<>();
    PreparedStatement statement = statement(sql);
    bind(statement, values);
    read(statement.executeQuery(), reader, found);
    return found;
  }

  /** The first row; null when there is none. */
  public <T> T askOne(String sql, RowReader<T> reader, Object... values) throws SQLException {
    List<T> found = ask(sql, reader, values);
    return found.isEmpty() ? null : found.get(0);
  }

  /** One for each column. */
  private Object[] arrays(Bulk bulk, Collection<Object[]> rows) throws SQLException {
    Object[] arrays = new Object[bulk.types.length];
    for (int i = 0; i < arrays.length; i++) {
      int column = i;
      Object[] values = rows.stream().map(row -> row[column]).toArray(bulk.types[i].equals("bytea") ? byte[][]::new : Object[]::new);
      arrays[i] = connection.createArrayOf(bulk.types[i], values);
    }
    return arrays;
  }

  private static void bind(PreparedStatement statement, Object[] values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private static <T> void read(ResultSet rows, RowReader<T> reader, List<T> into) throws SQLException {
    try (rows) {
      while (rows.next()) {
        into.add(reader.read(rows));
      }
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

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
