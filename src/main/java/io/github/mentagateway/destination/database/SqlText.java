package io.github.mentagateway.destination.database;

import io.github.mentagateway.destination.FieldResolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * An author's SQL as tokens: what stands in quotes or comments is no keyword. MySQL and MariaDB are told from the other databases where
 * they read a text differently. A text that databases may read in different ways is refused.
 */
public final class SqlText {
  /** NAME is a value that is bound, OUT one that a procedure gives. */
  enum Kind { WORD, NAME, OUT, QUOTED, COMMENT, OTHER }

  /**
   * @param text a {@link Kind#NAME} has no {@code :?}, an {@link Kind#OUT} no {@code :!}; a {@link Kind#WORD} is in capitals, because
   *     keywords may have any letters
   * @param depth how many parentheses the token stands in; a parenthesis stands outside of itself
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
  /** Words that begin a statement; SQL Server needs no semicolon between statements. */
  private static final Set<String> BEGINS = Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "SELECT");
  /** Tokens that only names follow or precede: some databases have columns that are called update or limit. MERGE JOIN is a hint. */
  private static final Set<String> BEFORE_NAME = Set.of(".", ",", "=", "SELECT", "SET", "WHERE", "AND", "OR");
  private static final Set<String> BEHIND_NAME = Set.of(",", "=", "<", ">", "!", "IS", "JOIN");
  /** A condition of these alone holds for every row or for none. */
  private static final Set<String> CONSTANT = Set.of("TRUE", "FALSE", "NOT", "AND", "OR", "IS", "NULL");
  private static final Set<String> CHANGES = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");
  /** What each statement of a list begins with; another beginning, such as BEGIN or IF, makes the text one program of its database. */
  private static final Set<String> LISTED =
      Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "UPSERT", "WITH", "SELECT", "CALL", "EXEC", "EXECUTE", "TRUNCATE");

  private final String written;
  private final List<Token> tokens = new ArrayList<>();

  /** @throws IllegalArgumentException when a database could read something else than the author sees */
  public SqlText(String sql, boolean mysql) {
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
        + "|:\\?(?<name>" + FieldResolver.NAME + ")|:!(?<out>[A-Za-z_]\\w*)"
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
        : matcher.group("out") != null ? Kind.OUT
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
    String meant = switch (kind) {
      case NAME -> matcher.group("name");
      case OUT -> matcher.group("out");
      case WORD -> text.toUpperCase(Locale.ROOT);
      default -> text;
    };
    return new Token(kind, meant, matcher.start(), matcher.end(), depth);
  }

  /** The text as its author wrote it, line breaks included. */
  String written() {
    return written;
  }

  List<Token> tokens() {
    return tokens;
  }

  boolean isEmpty() {
    return tokens.isEmpty();
  }

  /** The statements between the semicolons, each without them; the text itself when it is one statement, or a program of its database. */
  List<SqlText> statements(boolean mysql) {
    List<SqlText> statements = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= tokens.size(); i++) {
      if (i == tokens.size() || tokens.get(i).is(";") && tokens.get(i).depth() == 0) {
        if (i > from) {
          statements.add(new SqlText(written.substring(tokens.get(from).start(), tokens.get(i - 1).end()), mysql));
        }
        from = i + 1;
      }
    }
    return statements.size() > 1 && statements.stream().allMatch(one -> LISTED.contains(one.verb())) ? statements : List.of(this);
  }

  /** The first word, in capitals; empty when the text begins with none. */
  public String verb() {
    return isEmpty() || tokens.get(0).kind() != Kind.WORD ? "" : tokens.get(0).text();
  }

  /** Whether a statement of the text changes rows, also within WITH. */
  public boolean changes() {
    return IntStream.range(0, tokens.size()).anyMatch(this::isChange);
  }

  /** Whether a statement of the text changes rows, and none returns the changed ones. */
  public boolean changesWithoutRows() {
    return !has("RETURNING") && !has("OUTPUT")
        && IntStream.range(0, tokens.size()).anyMatch(place -> tokens.get(place).depth() == 0 && isChange(place));
  }

  /** The tokens with these words that stand in no parentheses, and are no names. */
  List<Token> keywords(Set<String> words) {
    return IntStream.range(0, tokens.size()).filter(place -> isKeyword(place, words)).mapToObj(tokens::get)
        .filter(token -> token.depth() == 0).toList();
  }

  public boolean has(String keyword) {
    return !keywords(Set.of(keyword)).isEmpty();
  }

  private boolean isChange(int place) {
    return isKeyword(place, CHANGES) && !isAny(place - 1, NO_STATEMENT) && !isFunction(place);
  }

  /** @throws IllegalArgumentException when a statement changes every row of a table */
  public void demandRowsAreNamed() {
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
      // TRUNCATE with a parenthesis is the function
      case "TRUNCATE" -> isKeyword(place, Set.of("TRUNCATE")) && !isFunction(place);
      case "DROP" -> place == 0 || text(place - 1).equals(";");
      // this part of a MERGE is for the rows that the source does not name, which are nearly all
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

  /** Looks within the same parentheses and before the next statement, because a subquery's condition does not choose the rows. */
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

  /** Whether the token is one of these keywords, and not a column of that name. */
  private boolean isKeyword(int place, Set<String> words) {
    return isAny(place, words) && !isAny(place - 1, BEFORE_NAME) && !isAny(place + 1, BEHIND_NAME);
  }

  /**
   * Whether the token is a function such as MySQL's INSERT(…): a token at the beginning, or behind a parenthesis or a semicolon, is none.
   */
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
