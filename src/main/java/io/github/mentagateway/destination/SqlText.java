package io.github.mentagateway.destination;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

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
  private static final Set<String> NO_STATEMENT = Set.of("DO", "KEY", "FOR", "OF", ".");
  private static final Set<String> BEHIND_CONDITION = Set.of("RETURNING", "ORDER", "LIMIT", "FETCH", "OPTION");
  /** What begins a statement; with SQL Server no semicolon parts it from the one before. */
  private static final Set<String> BEGINS = Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "SELECT");
  /** What only names stand behind, and before: some databases have columns that are called update or limit. MERGE JOIN is a hint. */
  private static final Set<String> BEFORE_NAME = Set.of(".", ",", "=", "SELECT", "SET", "WHERE", "AND", "OR");
  private static final Set<String> BEHIND_NAME = Set.of(",", "=", "<", ">", "!", "IS", "JOIN");
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
        + "|:\\?(?<name>" + FieldResolver.NAME + ")"
        // with SQL Server's variables and its names in brackets, which are no keywords
        + "|(?<word>@*[\\p{L}_][\\p{L}\\p{N}_$]*|\\[[\\p{L}_](?:[\\p{L}\\p{N}_$ ]|-(?!-))*])"
        + "|\\d[\\w.]*"
        + "|(?<open>/\\*|['\"`])"
        // PostgreSQL's driver takes ?? for its operator ?
        + "|//|\\?\\?|\\S", Pattern.DOTALL);
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
      throw new IllegalArgumentException("sql holds a bare '?': every value has a name, such as :?data.id; PostgreSQL's operator ? is"
          + " written ??");
    }
    if (text.equals("//")) {
      throw new IllegalArgumentException("sql holds //, which begins a comment for some databases only: write /* … */ instead");
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
    return IntStream.range(0, tokens.size()).anyMatch(this::isChange);
  }

  /** Whether one of its statements changes rows, and none returns those that it changed. */
  boolean changesWithoutRows() {
    return !has("RETURNING") && !has("OUTPUT")
        && IntStream.range(0, tokens.size()).anyMatch(place -> tokens.get(place).depth() == 0 && isChange(place));
  }

  /** Where these stand in none of its parentheses, and are no names. */
  List<Token> keywords(Set<String> words) {
    return IntStream.range(0, tokens.size()).filter(place -> isKeyword(place, words)).mapToObj(tokens::get)
        .filter(token -> token.depth() == 0).toList();
  }

  boolean has(String keyword) {
    return !keywords(Set.of(keyword)).isEmpty();
  }

  private boolean isChange(int place) {
    return isKeyword(place, CHANGES) && !isAny(place - 1, NO_STATEMENT) && !isFunction(place);
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
      case "TRUNCATE" -> isKeyword(place, Set.of("TRUNCATE")) && !isFunction(place);
      case "DROP" -> place == 0 || text(place - 1).equals(";");
      // MERGE: rows that the source does not name, which is nearly all of them
      case "SOURCE" -> text(place - 1).equals("BY") && text(place - 2).equals("MATCHED") && !text(place + 1).equals("AND");
      default -> false;
    };
  }

  private boolean isStatement(int place) {
    if (!isKeyword(place, CHANGES) || isAny(place - 1, NO_STATEMENT)) {
      return false;
    }
    return !text(place - 1).equals("THEN") || tokens.subList(0, place).stream()
        .noneMatch(token -> token.is("MERGE") && token.depth() == tokens.get(place).depth());
  }

  /** Within the same parentheses and before the next statement: what a subquery asks for says nothing of the rows. */
  private boolean hasCondition(int place) {
    int depth = tokens.get(place).depth();
    boolean inCondition = false;
    for (int i = place + 1; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.depth() < depth || token.depth() == depth && (token.is(";") || beginsStatement(i))
          || token.depth() == depth && inCondition && isKeyword(i, BEHIND_CONDITION)) {
        return false;
      }
      if (inCondition && namesSomething(token)) {
        return true;
      }
      inCondition |= token.depth() == depth && token.is("WHERE");
    }
    return false;
  }

  private boolean beginsStatement(int place) {
    return isKeyword(place, BEGINS) && !isFunction(place);
  }

  /** One of these, and not the name of a column that happens to be called so. */
  private boolean isKeyword(int place, Set<String> words) {
    return isAny(place, words) && !isAny(place - 1, BEFORE_NAME) && !isAny(place + 1, BEHIND_NAME);
  }

  /** Such as MySQL's INSERT(…); what begins the text, or stands behind a parenthesis or a semicolon, is none. */
  private boolean isFunction(int place) {
    return text(place + 1).equals("(") && place > 0 && !isAny(place - 1, Set.of(")", ";")) && !tokens.get(place).is("SELECT");
  }

  private boolean isAny(int place, Set<String> texts) {
    return place >= 0 && place < tokens.size() && tokens.get(place).isAny(texts);
  }

  private static boolean namesSomething(Token token) {
    return token.kind() == Kind.WORD && !token.isAny(CONSTANT)
        || token.kind() == Kind.QUOTED && (token.text().startsWith("\"") || token.text().startsWith("`"));
  }

  private String text(int place) {
    return place < 0 || place >= tokens.size() || tokens.get(place).kind() == Kind.QUOTED ? "" : tokens.get(place).text();
  }
}
