package io.github.mentagateway.destination;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/**
 * A text in HTML or XML. Each <code>${…}</code> in it is in Camel's Simple language, and what it gives is escaped: a value is text there,
 * or the value of an attribute, and never an element. All else stands there as it is.
 */
public final class MarkupTemplate {
  private static final String BEGIN = "${";
  /** Characters that XML 1.0 cannot hold, escaped or not; one of them makes the whole text unreadable. */
  private static final Pattern IMPOSSIBLE = Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

  private final List<Part> parts = new ArrayList<>();

  /** @throws IllegalArgumentException when an expression does not end, or its Simple has an error */
  public MarkupTemplate(String text, CamelContext context) {
    split(text, literal -> parts.add(exchange -> literal), expression -> {
      Expression simple = context.resolveLanguage("simple").createExpression(expression.text());
      simple.init(context);
      parts.add(exchange -> escaped(simple.evaluate(exchange, String.class)));
    });
  }

  /** The expressions of a template, each with its braces. */
  public static List<SimpleText> expressions(String text) {
    List<SimpleText> expressions = new ArrayList<>();
    split(text, literal -> { }, expressions::add);
    return expressions;
  }

  private static void split(String text, Consumer<String> literals, Consumer<SimpleText> expressions) {
    int end = 0;
    for (int begin = text.indexOf(BEGIN); begin >= 0; begin = text.indexOf(BEGIN, end)) {
      literals.accept(text.substring(end, begin));
      end = end(text, begin);
      expressions.accept(new SimpleText(text.substring(begin, end), begin));
    }
    literals.accept(text.substring(end));
  }

  /** Behind the brace that closes an expression; expressions stand in expressions. */
  private static int end(String text, int begin) {
    int open = 0;
    for (int at = begin + 1; at < text.length(); at++) {
      open += text.charAt(at) == '{' ? 1 : text.charAt(at) == '}' ? -1 : 0;
      if (open == 0) {
        return at + 1;
      }
    }
    throw new TemplateException(begin, "the '${' in line " + (1 + text.substring(0, begin).chars().filter(c -> c == '\n').count())
        + " has no '}' that closes it");
  }

  public String text(Exchange exchange) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.of(exchange)));
    return text.toString();
  }

  /** A value as text of an element or the value of an attribute. */
  static String escaped(String value) {
    return value == null ? "" : IMPOSSIBLE.matcher(value).replaceAll("\uFFFD").replace("&", "&amp;").replace("<", "&lt;")
        .replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
  }

  @FunctionalInterface
  private interface Part {
    String of(Exchange exchange);
  }
}
