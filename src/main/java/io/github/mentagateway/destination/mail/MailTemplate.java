package io.github.mentagateway.destination.mail;

import io.github.mentagateway.destination.SimpleText;
import io.github.mentagateway.destination.TemplateException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/**
 * The template of a mail: {@code Subject: …}, an empty line, the body; both are in Camel's Simple language. They are separated before any
 * value is known, so that a value in the body never becomes a header. Line breaks in a subject become blanks.
 */
public final class MailTemplate {
  /** Stands in a text that nobody has written yet, and keeps it from being sent. */
  public static final String UNFINISHED = "[[write this mail]]";

  private static final Pattern SHAPE = Pattern.compile("Subject: *(\\S[^\\n]*)\\n *\\n(.*)", Pattern.DOTALL);

  private final Expression subject;
  private final Expression body;

  /** @throws IllegalArgumentException when the text has another form, or its Simple has an error */
  MailTemplate(String text, CamelContext context) {
    List<SimpleText> parts = parts(text);
    subject = simple(parts.get(0).text(), context);
    body = simple(parts.get(1).text(), context);
  }

  /** The subject and the text. */
  public static List<SimpleText> parts(String text) {
    Matcher shape = SHAPE.matcher(text.replace("\r\n", "\n"));
    if (!shape.matches()) {
      throw new TemplateException(0, "it must begin with a line 'Subject: …', then an empty line, then the text");
    }
    return List.of(new SimpleText(shape.group(1), shape.start(1)), new SimpleText(shape.group(2), shape.start(2)));
  }

  String subject(Exchange exchange) {
    return text(subject, exchange).replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ").strip();
  }

  String body(Exchange exchange) {
    return text(body, exchange);
  }

  private static String text(Expression expression, Exchange exchange) {
    String text = expression.evaluate(exchange, String.class);
    return text == null ? "" : text;
  }

  private static Expression simple(String text, CamelContext context) {
    Expression expression = context.resolveLanguage("simple").createExpression(text);
    expression.init(context);
    return expression;
  }
}
