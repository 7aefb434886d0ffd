package io.github.mentagateway.destination.mail;

import io.github.mentagateway.destination.FieldResolver;
import io.github.mentagateway.destination.TextTemplate;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** The value of a parameter that is one {@code {name}} of a variable or a field, or an expression in Simple. */
final class GivenValue {
  private final FieldResolver fields = new FieldResolver("");
  private final String field;
  private final Expression expression;

  /** @throws IllegalArgumentException when its Simple has an error */
  GivenValue(String text, CamelContext context) {
    field = new TextTemplate(text).onlyName();
    expression = field == null ? context.resolveLanguage("simple").createExpression(text) : null;
    if (expression != null) {
      expression.init(context);
    }
  }

  /** @throws io.github.mentagateway.destination.PermanentFailureException when the field is missing */
  Optional<String> of(Exchange exchange) {
    Object value = field == null ? expression.evaluate(exchange, String.class) : fields.plain(exchange, field);
    return Optional.ofNullable(value).map(Object::toString);
  }
}
