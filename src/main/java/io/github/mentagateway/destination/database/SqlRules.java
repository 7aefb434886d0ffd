package io.github.mentagateway.destination.database;

/**
 * What the kamelets of databases refuse in their SQL, as far as it is known without a database. Each check throws an
 * {@link IllegalArgumentException} with the sentence that the start has for it.
 */
public final class SqlRules {
  private SqlRules() {}

  /** @param sequenceColumn empty for none */
  public static void checkUpdate(String sql, boolean everyRow, String sequenceColumn, boolean mysql) {
    SqlText text = update(sql, everyRow, mysql);
    if (!sequenceColumn.isEmpty()) {
      SequencedUpdate.of(text, sequenceColumn, mysql);
    }
  }

  static SqlText update(String sql, boolean everyRow, boolean mysql) {
    SqlText text = new SqlText(sql, mysql);
    if (!everyRow) {
      text.demandRowsAreNamed();
    }
    // a SELECT without FROM calls a function, which stands for a procedure in PostgreSQL
    if (!text.changes() && (text.verb().equals("SELECT") && text.has("FROM") || text.verb().equals("WITH"))) {
      throw new IllegalArgumentException("sql changes nothing, it reads: use the kamelet database-query");
    }
    return text;
  }

  public static void checkQuery(String sql, boolean mysql) {
    query(sql, mysql);
  }

  static SqlText query(String sql, boolean mysql) {
    SqlText text = new SqlText(sql, mysql);
    if (text.changesWithoutRows()) {
      throw new IllegalArgumentException("sql returns no rows: use the kamelet database-update");
    }
    text.demandRowsAreNamed();
    return text;
  }
}
