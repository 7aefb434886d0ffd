package io.github.mentagateway.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Makes something of the row at which a result stands. */
public interface RowReader<T> {
  T read(ResultSet row) throws SQLException;
}
