package io.github.mentagateway.destination.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/**
 * The HTML of a mail. Each <code>${…}</code> in it is in Camel's Simple language, and what it gives is escaped: a value is text there, and
 * never an element. All else stands in the mail as it is.
 */
public final class HtmlTemplate {
  private static final String BEGIN = "${";

  private final List<Part> parts = new ArrayList<>();

  /** @throws IllegalArgumentException when an expression does not end, or its Simple has an error */
  HtmlTemplate(String text, CamelContext context) {
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

  String html(Exchange exchange) {
    StringBuilder html = new StringBuilder();
    parts.forEach(part -> html.append(part.of(exchange)));
    return html.toString();
  }

  private static String escaped(String value) {
    return value == null ? "" : value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  @FunctionalInterface
  private interface Part {
    String of(Exchange exchange);
  }
}
