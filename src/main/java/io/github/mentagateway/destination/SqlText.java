package io.github.mentagateway.destination;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An author's SQL, by its tokens: what stands in quotes or comments is none of its words. Where databases read a text differently, MySQL
 * and MariaDB are told apart; whatever nobody can be sure of is refused.
 */
final class SqlText {
  enum Kind { WORD, NAME, QUOTED, COMMENT, OTHER }

  /**
   * @param text of a {@link Kind#NAME} without its {@code :?}; of a {@link Kind#WORD} in capitals, because keywords may have any letters
   * @param depth how many parentheses it stands in; a parenthesis stands outside of itself
   */
  record Token(Kind kind, String text, int start, int end, int depth) {
    boolean isAny(Set<String> texts) {
      return (kind == Kind.WORD || kind == Kind.OTHER) && texts.contains(text);
    }

    boolean is(String word) {
      return isAny(Set.of(word));
    }
  }

  private static final Pattern STANDARD = pattern("--[^\\n]*|/\\*.*?\\*/", "'[^']*'", "\"[^\"]*\"");
  private static final Pattern MYSQL = pattern("(?:--|#)[^\\n]*|/\\*.*?\\*/", escaped("'"), escaped("\""));

  /** Words before UPDATE or DELETE that make it a part of another statement, which has its own way of naming rows. */
  private static final Set<String> NO_STATEMENT = Set.of("DO", "KEY", "FOR", "ON", "OF", ".");
  private static final Set<String> BEHIND_CONDITION = Set.of(";", "RETURNING", "ORDER", "LIMIT", "FETCH", "OPTION");
  /** A condition of these alone holds for every row or for none. */
  private static final Set<String> CONSTANT = Set.of("TRUE", "FALSE", "NOT", "AND", "OR", "IS", "NULL");
  private static final Set<String> CHANGES = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");

  private final String written;
  private final List<Token> tokens = new ArrayList<>();

  /** @throws IllegalArgumentException when it could mean something else than its author sees */
  SqlText(String sql, boolean mysql) {
    if (sql.contains("${")) {
      throw new IllegalArgumentException("sql holds ${…}: a value never becomes part of the text, write :?name to bind it");
    }
    written = sql.strip();
    int depth = 0;
    Matcher matcher = (mysql ? MYSQL : STANDARD).matcher(written);
    while (matcher.find()) {
      depth -= matcher.group().matches("[)\\]]") ? 1 : 0;
      tokens.add(token(matcher, depth));
      depth += matcher.group().matches("[(\\[]") ? 1 : 0;
    }
    tokens.removeIf(token -> token.kind() == Kind.COMMENT);
  }

  private static Pattern pattern(String comment, String text, String identifier) {
    return Pattern.compile("(?<comment>" + comment + ")"
        // with PostgreSQL's E'…', Oracle's q'[…]' and the dollar quotes of PostgreSQL and H2
        + "|(?<quoted>[eE]" + escaped("'") + "|[qQ]'(?:\\[.*?]|\\{.*?}|\\(.*?\\)|<.*?>|(?<mark>[^\\s\\w]).*?\\k<mark>)'|"
        + text + "|" + identifier + "|`[^`]*`|\\$(?<tag>(?:[\\p{L}_]\\w*)?)\\$.*?\\$\\k<tag>\\$)"
        + "|:\\?(?<name>" + Fields.NAME + ")"
        + "|(?<word>[\\p{L}_][\\p{L}\\p{N}_$]*)"
        + "|\\d[\\w.]*"
        + "|(?<open>/\\*|['\"`])"
        + "|\\S", Pattern.DOTALL);
  }

  private static String escaped(String quote) {
    return quote + "[^" + quote + "\\\\]*+(?:(?:\\\\.|" + quote + quote + ")[^" + quote + "\\\\]*+)*+" + quote;
  }

  private static Token token(Matcher matcher, int depth) {
    String text = matcher.group();
    if (matcher.group("open") != null) {
      throw new IllegalArgumentException("sql holds " + text + " that nothing closes: close it, or write '' for a ' within a text");
    }
    if (text.equals("?")) {
      throw new IllegalArgumentException("sql holds a bare '?': every value has a name, such as :?data.id");
    }
    Kind kind = matcher.group("comment") != null ? Kind.COMMENT
        : matcher.group("quoted") != null ? Kind.QUOTED
        : matcher.group("name") != null ? Kind.NAME
        : matcher.group("word") != null ? Kind.WORD : Kind.OTHER;
    if (kind == Kind.COMMENT && !text.startsWith("/*") && matcher.end() == matcher.regionEnd()) {
      throw new IllegalArgumentException("sql ends in the comment '" + text + "', which hides whatever a folded text (>-) brings onto its"
          + " line: write /* … */ instead");
    }
    if ((kind == Kind.COMMENT || kind == Kind.QUOTED) && text.contains(":?")) {
      throw new IllegalArgumentException("sql holds " + text + ": a bound value has no quotes, write :?name alone");
    }
    if (kind == Kind.COMMENT && (text.startsWith("/*!") || text.startsWith("/*M!") || text.indexOf("/*", 2) > 0)) {
      throw new IllegalArgumentException("sql holds " + text + ": a part of it is a comment for some databases only, leave it out");
    }
    return new Token(kind, kind == Kind.NAME ? matcher.group("name") : kind == Kind.WORD ? text.toUpperCase(Locale.ROOT) : text,
        matcher.start(), matcher.end(), depth);
  }

  /** As the author wrote it, line breaks included. */
  String written() {
    return written;
  }

  List<Token> tokens() {
    return tokens;
  }

  boolean isEmpty() {
    return tokens.isEmpty();
  }

  /** Its first word, in capitals; empty when it begins with none. */
  String verb() {
    return isEmpty() || tokens.get(0).kind() != Kind.WORD ? "" : tokens.get(0).text();
  }

  /** Whether one of its statements changes rows, within WITH too. */
  boolean changes() {
    return tokens.stream().anyMatch(token -> token.isAny(CHANGES));
  }

  /** Whether this word stands in none of its parentheses. */
  boolean has(String word) {
    return tokens.stream().anyMatch(token -> token.depth() == 0 && token.is(word));
  }

  /** @throws IllegalArgumentException when it changes every row of a table */
  void demandRowsAreNamed() {
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (namesNoRows(i)) {
        throw new IllegalArgumentException("sql changes every row, because its " + token.text() + " has no WHERE of its own that names"
            + " a column: say which rows, or set everyRow of database-update to true");
      }
    }
  }

  private boolean namesNoRows(int place) {
    return switch (tokens.get(place).kind() == Kind.WORD ? tokens.get(place).text() : "") {
      case "UPDATE", "DELETE" -> isStatement(place) && !hasCondition(place);
      // with a parenthesis it is the function
      case "TRUNCATE" -> !text(place + 1).equals("(") && !text(place - 1).equals(".");
      case "DROP" -> place == 0 || text(place - 1).equals(";");
      // MERGE: rows that the source does not name, which is nearly all of them
      case "SOURCE" -> text(place - 1).equals("BY") && text(place - 2).equals("MATCHED") && !text(place + 1).equals("AND");
      default -> false;
    };
  }

  private boolean isStatement(int place) {
    if (place > 0 && tokens.get(place - 1).isAny(NO_STATEMENT)) {
      return false;
    }
    return !text(place - 1).equals("THEN") || tokens.subList(0, place).stream()
        .noneMatch(token -> token.is("MERGE") && token.depth() == tokens.get(place).depth());
  }

  /** Within the same parentheses and before the next statement: what a subquery asks for says nothing of the rows. */
  private boolean hasCondition(int place) {
    int depth = tokens.get(place).depth();
    boolean inCondition = false;
    for (Token token : tokens.subList(place + 1, tokens.size())) {
      if (token.depth() < depth || token.depth() == depth && token.isAny(BEHIND_CONDITION)) {
        return false;
      }
      if (inCondition && namesSomething(token)) {
        return true;
      }
      inCondition |= token.depth() == depth && token.is("WHERE");
    }
    return false;
  }

  private static boolean namesSomething(Token token) {
    return token.kind() == Kind.WORD && !token.isAny(CONSTANT)
        || token.kind() == Kind.QUOTED && (token.text().startsWith("\"") || token.text().startsWith("`"));
  }

  private String text(int place) {
    return place < 0 || place >= tokens.size() || tokens.get(place).kind() == Kind.QUOTED ? "" : tokens.get(place).text();
  }
}
