package io.github.mentagateway.destination;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An UPDATE whose rows keep the {@code sequence} of their newest change in a column: it changes only rows that have an older one.
 *
 * @param update the author's statement with the column set and asked for
 * @param look the newest sequence that the rows have which the author's statement means; NULL when there is none
 */
record SequencedUpdate(NamedSql update, NamedSql look) {
  private static final Pattern COLUMN = Pattern.compile("\\w+|\"[^\"]+\"");
  private static final Pattern STATEMENT =
      Pattern.compile("\\s*update\\b(?<table>.+?)\\bset\\b(?<set>.+?)\\bwhere\\b(?<where>.+)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  /** What some databases allow besides, and then the rows cannot be asked for in the same way. */
  private static final Pattern MORE =
      Pattern.compile("\\b(set|where|from|join|using|order|limit|returning|output)\\b|;", Pattern.CASE_INSENSITIVE);
  /** Text, comments and quoted names. */
  private static final Pattern NO_WORDS = Pattern.compile("'[^']*'|\"[^\"]*\"|--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

  static SequencedUpdate of(String sql, String column) {
    if (!COLUMN.matcher(column).matches()) {
      throw new IllegalArgumentException("sequenceColumn is '" + column + "': it must be the name of a column of the updated table");
    }
    String words = words(sql);
    Matcher statement = STATEMENT.matcher(words);
    if (!statement.matches() || MORE.matcher(statement.group("table") + statement.group("set") + statement.group("where")).find()) {
      throw new IllegalArgumentException("sequenceColumn is '" + column + "', which needs a statement UPDATE table SET … WHERE …, with"
          + " nothing behind the condition: write sql so, or compare :?sequence in it yourself");
    }
    String table = part(sql, statement, "table");
    String set = part(sql, statement, "set");
    String where = part(sql, statement, "where");
    if (Pattern.compile("(^|[\\s,.])" + Pattern.quote(column) + "\\s*=", Pattern.CASE_INSENSITIVE).matcher(set).find()) {
      throw new IllegalArgumentException("sequenceColumn is '" + column + "', and sql sets it too: leave it out there");
    }
    // a line break, because the condition may end in a comment
    String rows = " WHERE (" + where + "\n)";
    return new SequencedUpdate(
        new NamedSql("UPDATE" + table + "SET " + column + " = :?sequence," + set + rows + " AND (" + column + " IS NULL OR " + column
            + " < :?sequence)"),
        new NamedSql("SELECT MAX(" + column + ") FROM" + table + rows));
  }

  private static String part(String sql, Matcher statement, String name) {
    return sql.substring(statement.start(name), statement.end(name));
  }

  /** The same length, but blank where a word is none of the statement itself: in quotes, comments and parentheses. */
  private static String words(String sql) {
    String unquoted = NO_WORDS.matcher(sql).replaceAll(match -> "'".repeat(match.group().length()));
    StringBuilder words = new StringBuilder();
    int depth = 0;
    for (char c : unquoted.toCharArray()) {
      depth += c == '(' ? 1 : 0;
      words.append(depth > 0 ? '\'' : c);
      depth -= c == ')' ? 1 : 0;
    }
    return words.toString();
  }
}
