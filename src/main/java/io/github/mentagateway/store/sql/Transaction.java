package io.github.mentagateway.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A connection and its statements, each prepared once. For one thread. */
public final class Transaction implements AutoCloseable {
  private final Connection connection;
  private final boolean takesArrays;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  /** @param takesArrays whether a {@link Bulk} runs once for all its rows */
  Transaction(Connection connection, boolean takesArrays) {
    this.connection = connection;
    this.takesArrays = takesArrays;
  }

  public Connection connection() {
    return connection;
  }

  /** @return how many rows were changed */
  public int run(Bulk bulk, Collection<Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return 0;
    }
    if (takesArrays) {
      return bound(bulk, rows).executeUpdate();
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
    List<T> found = new ArrayList<>();
    if (rows.isEmpty()) {
      return found;
    }
    if (takesArrays) {
      read(bound(bulk, rows), reader, found);
      return found;
    }
    PreparedStatement statement = statement(bulk.withValues());
    for (Object[] row : rows) {
      bind(statement, row);
      read(statement, reader, found);
    }
    return found;
  }

  /** @return how many rows were changed */
  public int run(String sql, Object... values) throws SQLException {
    PreparedStatement statement = statement(sql);
    bind(statement, values);
    return statement.executeUpdate();
  }

  public <T> List<T> ask(String sql, RowReader<T> reader, Object... values) throws SQLException {
    List<T> found = new ArrayList<>();
    PreparedStatement statement = statement(sql);
    bind(statement, values);
    read(statement, reader, found);
    return found;
  }

  /** The first row; null when there is none. */
  public <T> T askOne(String sql, RowReader<T> reader, Object... values) throws SQLException {
    List<T> found = ask(sql, reader, values);
    return found.isEmpty() ? null : found.get(0);
  }

  private PreparedStatement bound(Bulk bulk, Collection<Object[]> rows) throws SQLException {
    PreparedStatement statement = statement(bulk.withArrays());
    for (int i = 0; i < bulk.types.length; i++) {
      int column = i;
      Object[] values = rows.stream().map(row -> row[column]).toArray(bulk.types[i].equals("bytea") ? byte[][]::new : Object[]::new);
      statement.setArray(i + 1, connection.createArrayOf(bulk.types[i], values));
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, Object[] values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private static <T> void read(PreparedStatement statement, RowReader<T> reader, List<T> into) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        into.add(reader.read(row));
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
