package io.github.mentagateway.durable;

import io.github.mentagateway.privacy.PrivateText;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** The {@code reason} parameter's text. */
final class ReasonParameter {
  private ReasonParameter() {}

  /** A reason that cannot be evaluated must not hide what it was to explain. */
  static String of(Exchange exchange, Expression reason, String otherwise) {
    if (reason == null) {
      return otherwise;
    }
    try {
      String text = reason.evaluate(exchange, String.class);
      return text == null || text.isBlank() ? otherwise : text;
    } catch (RuntimeException e) {
      return otherwise + " (its reason could not be evaluated: " + e.getClass().getSimpleName() + ": "
          + PrivateText.mark(e.getMessage()) + ")";
    }
  }
}
