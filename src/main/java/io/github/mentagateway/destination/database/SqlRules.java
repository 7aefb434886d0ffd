package io.github.mentagateway.destination.database;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the kamelets of databases refuse in their SQL, as far as it is known without a database. Each check throws an
 * {@link IllegalArgumentException} with the sentence that the start has for it.
 */
public final class SqlRules {
  private SqlRules() {}

  /** @param sequenceColumn empty for none */
  public static void checkUpdate(String sql, boolean everyRow, String sequenceColumn, boolean mysql) {
    List<SqlText> statements = update(sql, everyRow, mysql).statements(mysql);
    if (!sequenceColumn.isEmpty()) {
      SequencedUpdate.of(statements.get(0), sequenceColumn, mysql);
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

  public static void checkMayMatchNone(String numbers, String sql, boolean mysql) {
    mayMatchNone(numbers, new SqlText(sql, mysql).statements(mysql).size());
  }

  /** The numbers, from 1, of the statements that may match no row. */
  static Set<Integer> mayMatchNone(String numbers, int statements) {
    Set<Integer> places = new TreeSet<>();
    for (String number : Arrays.stream(numbers.split(",")).map(String::strip).filter(text -> !text.isEmpty()).toList()) {
      if (!number.matches("\\d{1,4}") || Integer.parseInt(number) < 1 || Integer.parseInt(number) > statements) {
        throw new IllegalArgumentException("mayMatchNone is '" + numbers + "', and sql has " + statements + " statement"
            + (statements == 1 ? "" : "s") + ": list the numbers of those that may match no row, such as 2");
      }
      places.add(Integer.valueOf(number));
    }
    return places;
  }

  /**
   * @param url of the database; empty when it is not known
   * @return the names of what comes out
   */
  public static List<String> checkCall(String call, String url) {
    return ProcedureCall.of(call, DatabasePool.vendor(url)).outs();
  }

  public static void checkEffectTable(String table) {
    EffectTable.demandName(table);
  }
}
