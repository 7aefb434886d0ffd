package io.github.mentagateway.inbox;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;

/**
 * The values of one row of a statement that writes. Each goes with its type, so that a null has one too: a statement whose types change
 * from row to row is planned anew each time. They are noted for the redo log as well, where there is one.
 */
final class Parameters {
  private final PreparedStatement statement;
  private final RedoGroup.Rows noted;

  /** @param noted where they are noted; null: nowhere */
  Parameters(PreparedStatement statement, RedoGroup.Rows noted) {
    this.statement = statement;
    this.noted = noted;
  }

  Parameters(PreparedStatement statement) {
    this(statement, null);
  }

  void setLong(int index, long value) throws SQLException {
    statement.setLong(index, value);
    if (noted != null) {
      noted.value(index, value);
    }
  }

  void setNullableLong(int index, Long value) throws SQLException {
    statement.setObject(index, value, Types.BIGINT);
    if (noted != null) {
      noted.value(index, value);
    }
  }

  void setInt(int index, int value) throws SQLException {
    statement.setInt(index, value);
    if (noted != null) {
      noted.value(index, value);
    }
  }

  void setBoolean(int index, boolean value) throws SQLException {
    statement.setBoolean(index, value);
    if (noted != null) {
      noted.value(index, value);
    }
  }

  void setString(int index, String value) throws SQLException {
    statement.setString(index, value);
    if (noted != null) {
      noted.value(index, value);
    }
  }

  void setBytes(int index, byte[] value) throws SQLException {
    statement.setBytes(index, value);
    if (noted != null) {
      noted.value(index, value);
    }
  }

  void setTime(int index, Instant value) throws SQLException {
    Sql.setTime(statement, index, value);
    if (noted != null) {
      noted.value(index, value);
    }
  }

  /** Only where the database keeps a log of its own. */
  void setArray(int index, String type, Object[] values) throws SQLException {
    if (noted != null) {
      throw new UnsupportedOperationException("the redo log has no arrays");
    }
    statement.setArray(index, statement.getConnection().createArrayOf(type, values));
  }
}
