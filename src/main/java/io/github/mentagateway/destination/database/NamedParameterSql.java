package io.github.mentagateway.destination.database;

import io.github.mentagateway.destination.FieldResolver;
import io.github.mentagateway.destination.IsolatedCall;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * SQL with {@code :?name} for each value, as camel-jdbc has it, and with dots in the names. Values are bound, and never become text: a
 * statement that would put them into its text is refused when the route starts.
 */
public final class NamedParameterSql {
  /** The header of the call's message that tells the statement as its author wrote it, as text, and its names in their order. */
  public static final String STATEMENT = "MentaStatement";

  /**
   * @param text on one line
   * @param names of the values, in their order
   */
  public record Statement(String text, List<String> names) {}

  private final String forCamel;
  private final List<String> names = new ArrayList<>();
  private final Statement statement;

  NamedParameterSql(SqlText sql) {
    StringBuilder text = new StringBuilder();
    int end = 0;
    for (SqlText.Token token : sql.tokens()) {
      if (token.kind() == SqlText.Kind.NAME) {
        // camel-jdbc has no dots in names, so each name gets a number
        text.append(sql.written(), end, token.start()).append(":?p").append(names.size());
        names.add(token.text());
        end = token.end();
      }
    }
    forCamel = text.append(sql.written().substring(end)).toString();
    statement = new Statement(sql.written().strip().replaceAll("\\s+", " "), List.copyOf(names));
  }

  /** Fills the message of a call to camel-jdbc with {@code useHeadersAsParameters=true}. */
  void begin(Exchange exchange, FieldResolver fields) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      values.put("p" + i, bindable(fields.plain(exchange, names.get(i))));
    }
    Message message = IsolatedCall.begin(exchange);
    message.setBody(forCamel);
    message.setHeader("CamelJdbcParameters", values);
    message.setHeader(STATEMENT, statement);
  }

  private static Object bindable(Object value) {
    return value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value;
  }

  /** The statement as its author wrote it, on one line and without any value. */
  @Override
  public String toString() {
    return statement.text();
  }
}
