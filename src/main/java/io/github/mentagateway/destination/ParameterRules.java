package io.github.mentagateway.destination;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the gateway's kamelets refuse in their parameters, as far as it is known without a database, a server or a secret. Each check throws an
 * {@link IllegalArgumentException} with the sentence that the start has for it.
 */
public final class ParameterRules {
  private static final Pattern NAME = Pattern.compile(":\\?(" + FieldResolver.NAME + ")|\\{(" + FieldResolver.NAME + ")}");
  private static final ObjectMapper JSON = new ObjectMapper();

  private ParameterRules() {}

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

  public static void checkUrl(String url) {
    new UrlTemplate(url);
  }

  public static void checkJson(String json) {
    if (!json.isBlank()) {
      new JsonTemplate(json, JSON);
    }
  }

  /** @return the subject and the text of a mail, both in Simple */
  public static List<SimpleText> mailParts(String template) {
    return MailTemplate.parts(template);
  }

  /** @return the expressions in the HTML of a mail, in Simple */
  public static List<SimpleText> htmlExpressions(String template) {
    return HtmlTemplate.expressions(template);
  }

  /** Whether the text is exactly one mail address. */
  public static boolean isAddress(String text) {
    return MailAddress.of(text).isPresent();
  }

  /** Whether the text is one {@code {name}} and nothing else; else it is an expression. */
  public static boolean isName(String text) {
    return new TextTemplate(text).onlyName() != null;
  }

  /** The names that stand for values in parameters, as {@code :?name} or {@code {name}}. */
  public static Set<String> names(Stream<String> parameters) {
    Set<String> names = new TreeSet<>();
    parameters.forEach(text -> {
      Matcher name = NAME.matcher(text);
      while (name.find()) {
        names.add(name.group(1) != null ? name.group(1) : name.group(2));
      }
    });
    return names;
  }
}
