package io.github.mentagateway.durable;

import io.github.mentagateway.privacy.PrivateText;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;

/** Evaluates the parameter {@code reason}. */
final class ReasonParameter {
  private ReasonParameter() {}

  /** Never fails: a reason that cannot be evaluated must not hide the failure that it explains. */
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
