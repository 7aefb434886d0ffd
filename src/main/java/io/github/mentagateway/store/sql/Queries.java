package io.github.mentagateway.store.sql;

import io.github.mentagateway.inbox.InboxUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/** What is asked beside the writer, on a connection of its own. Blocks; never on the way of a notification. */
public final class Queries {
  private final DataSource readers;
  private final boolean takesArrays;

  public Queries(DataSource readers, boolean takesArrays) {
    this.readers = readers;
    this.takesArrays = takesArrays;
  }

  /** @throws InboxUnavailableException when the database does not answer */
  public <T> List<T> ask(String sql, RowReader<T> reader, Object... values) {
    return on(transaction -> transaction.ask(sql, reader, values));
  }

  /** In no order. */
  public <T> List<T> ask(Bulk bulk, Collection<Object[]> rows, RowReader<T> reader) {
    return on(transaction -> transaction.ask(bulk, rows, reader));
  }

  /** The first row; null when there is none. */
  public <T> T askOne(String sql, RowReader<T> reader, Object... values) {
    return on(transaction -> transaction.askOne(sql, reader, values));
  }

  /** Where a part begins in a text, from 1, or 0: each database has its own name for it. Both are SQL. */
  public String position(String text, String part) {
    return (takesArrays ? "strpos(" : "instr(") + text + ", " + part + ")";
  }

  private <T> T on(Asking<T> asking) {
    try (Connection connection = readers.getConnection(); Transaction transaction = new Transaction(connection, takesArrays)) {
      return asking.ask(transaction);
    } catch (SQLException e) {
      throw new InboxUnavailableException("the store cannot be read: " + Columns.explain(e), e);
    }
  }

  private interface Asking<T> {
    T ask(Transaction transaction) throws SQLException;
  }
}
