package io.github.mentagateway.store.sql;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A statement about many rows, which its text calls {@code e}. PostgreSQL gets all of them at once, an array for each column; SQLite, where
 * a statement costs a call and no journey, runs it once for each row.
 */
public final class Bulk {
  final String[] types;
  private final String arrays;
  private final String values;

  /**
   * @param columns of {@code e}, each with its type, such as {@code "number bigint, channel text"}; types are bigint, integer, text and bytea
   * @param text what follows the definition of {@code e}
   */
  public Bulk(String columns, String text) {
    String[][] parts = Arrays.stream(columns.split(",")).map(column -> column.strip().split(" ")).toArray(String[][]::new);
    types = Arrays.stream(parts).map(part -> part[1]).toArray(String[]::new);
    String names = Arrays.stream(parts).map(part -> part[0]).collect(Collectors.joining(", "));
    arrays = "with e (" + names + ") as (select * from unnest("
        + IntStream.range(0, types.length).mapToObj(i -> "cast(? as " + types[i] + "[])").collect(Collectors.joining(", ")) + ")) " + text;
    // a text that SQLite does not know to be one it compares by an index, and then sorts all the same
    values = "with e (" + names + ") as (values ("
        + Arrays.stream(types).map(type -> type.equals("text") ? "cast(? as text)" : "?").collect(Collectors.joining(", ")) + ")) " + text;
  }

  /** With one parameter for each column, which is an array. */
  String withArrays() {
    return arrays;
  }

  /** With one parameter for each column of one row. */
  String withValues() {
    return values;
  }
}
