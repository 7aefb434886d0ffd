package io.github.mentagateway.destination.database;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An UPDATE whose rows keep the {@code sequence} of their newest change in a column. It changes only rows that have an older one.
 *
 * @param update the author's statement, which also sets and compares the column
 * @param look reads the newest sequence of the rows that the author's statement means; NULL when there is no such row
 */
public record SequencedUpdate(NamedParameterSql update, NamedParameterSql look) {
  private static final Pattern COLUMN = Pattern.compile("\\w+|\"[^\"]+\"");
  /** The parts of a statement; the rows of one with more than the first three cannot be read in the same way. */
  private static final Set<String> PARTS = Set.of(
      "UPDATE", "SET", "WHERE", "FROM", "JOIN", "USING", "ORDER", "LIMIT", "RETURNING", "OUTPUT", ";");

  public static SequencedUpdate of(SqlText sql, String column, boolean mysql) {
    if (!COLUMN.matcher(column).matches()) {
      throw new IllegalArgumentException("sequenceColumn is '" + column + "': it must be the name of a column of the updated table");
    }
    List<SqlText.Token> parts = sql.keywords(PARTS);
    if (!sql.verb().equals("UPDATE") || !parts.stream().map(SqlText.Token::text).toList().equals(List.of("UPDATE", "SET", "WHERE"))) {
      throw new IllegalArgumentException("sequenceColumn is '" + column + "', which needs a statement UPDATE table SET … WHERE …, with"
          + " nothing behind the condition: write sql so, or compare :?sequence in it yourself");
    }
    String table = sql.written().substring(parts.get(0).end(), parts.get(1).start());
    String set = sql.written().substring(parts.get(1).end(), parts.get(2).start());
    String where = sql.written().substring(parts.get(2).end());
    if (Pattern.compile("(^|[\\s,.])" + Pattern.quote(column) + "\\s*=", Pattern.CASE_INSENSITIVE).matcher(set).find()) {
      throw new IllegalArgumentException("sequenceColumn is '" + column + "', and sql sets it too: leave it out there");
    }
    String rows = " WHERE (" + where + ")";
    return new SequencedUpdate(
        named("UPDATE" + table + "SET " + column + " = :?sequence," + set + rows + " AND (" + column + " IS NULL OR " + column
            + " < :?sequence)", mysql),
        named("SELECT MAX(" + column + ") FROM" + table + rows, mysql));
  }

  private static NamedParameterSql named(String sql, boolean mysql) {
    return new NamedParameterSql(new SqlText(sql, mysql));
  }
}
