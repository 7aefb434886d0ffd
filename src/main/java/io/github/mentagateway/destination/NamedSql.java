package io.github.mentagateway.destination;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * SQL with {@code :?name} for each value, as camel-jdbc has it, and with dots in the names. Values are bound, never text:
 * whatever would put them into the text is refused when the route starts.
 */
final class NamedSql {
  private static final Pattern TOKEN = Pattern.compile(
      "(?<skipped>'[^']*'|\"[^\"]*\"|--[^\\n]*|/\\*.*?\\*/)|:\\?(?<name>" + Fields.NAME + ")|(?<bare>\\?)", Pattern.DOTALL);

  private final String written;
  private final String forCamel;
  private final List<String> names = new ArrayList<>();

  NamedSql(String sql) {
    if (sql.contains("${")) {
      throw new IllegalArgumentException("sql holds ${…}: a value never becomes part of the text, write :?name to bind it");
    }
    written = sql.strip();
    StringBuilder text = new StringBuilder();
    Matcher matcher = TOKEN.matcher(written);
    while (matcher.find()) {
      matcher.appendReplacement(text, Matcher.quoteReplacement(translated(matcher)));
    }
    forCamel = matcher.appendTail(text).toString();
  }

  /** camel-jdbc knows no dots in a name, so each gets a number. */
  private String translated(Matcher matcher) {
    if (matcher.group("name") != null) {
      names.add(matcher.group("name"));
      return ":?p" + (names.size() - 1);
    }
    if (matcher.group("bare") != null) {
      throw new IllegalArgumentException("sql holds a bare '?': every value has a name, such as :?data.id");
    }
    if (matcher.group("skipped").contains(":?")) {
      throw new IllegalArgumentException("sql holds " + matcher.group("skipped")
          + ": a bound value has no quotes, write :?name alone");
    }
    return matcher.group("skipped");
  }

  /** As the author wrote it, line breaks included. */
  String written() {
    return written;
  }

  /** Fills the message of a call to camel-jdbc with {@code useHeadersAsParameters=true}. */
  void begin(Exchange exchange, Fields fields) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      values.put("p" + i, bindable(fields.plain(exchange, names.get(i))));
    }
    Message message = Aside.begin(exchange);
    message.setBody(forCamel);
    message.setHeader("CamelJdbcParameters", values);
  }

  private static Object bindable(Object value) {
    return value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value;
  }

  /** As the author wrote it, on one line, without any value. */
  @Override
  public String toString() {
    return written.replaceAll("\\s+", " ");
  }
}
