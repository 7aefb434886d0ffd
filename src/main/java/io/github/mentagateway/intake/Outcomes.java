package io.github.mentagateway.intake;

import io.github.mentagateway.durable.Acknowledgement;
import io.github.mentagateway.durable.UnusableException;
import io.github.mentagateway.inbox.InboxUnavailableException;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * From an exchange that its route has ended to what its sender is told. The one place where a status is chosen: menta takes any
 * of 200, 201, 202 and 204 for "delivered", so that none of them but the 202 that a route sets on purpose may ever leave.
 */
final class Outcomes {
  private static final int ACCEPTED = 202;

  private final Problems problems;

  Outcomes(Problems problems) {
    this.problems = problems;
  }

  Outcome of(Exchange exchange) {
    try {
      return exchange.getException() == null ? ofMessage(exchange) : ofFailure(exchange);
    } catch (RuntimeException e) {
      return Outcome.failed(problems.failed(), "the answer of the intake route could not be written: " + e.getMessage(), e);
    }
  }

  private Outcome ofMessage(Exchange exchange) {
    Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    if (status == null || status != ACCEPTED && (status < 400 || status > 599)) {
      return Outcome.failed(problems.failed(), "the intake route ended with CamelHttpResponseCode " + status
          + ": it must set 202 after durable:notifications, or an error of 400 to 599", null);
    }
    byte[] body = exchange.getMessage().getBody(byte[].class);
    Answer answer = new Answer(status, "application/json", body == null ? new byte[0] : body, Map.of());
    if (status != ACCEPTED) {
      return Outcome.refused(answer, "answered by the intake route");
    }
    return exchange.getVariable("receipt") instanceof Acknowledgement receipt
        ? new Outcome(answer, receipt.outcome(), receipt.id(), receipt.action(), receipt.reason(), null)
        : new Outcome(answer, "accepted", null, null, "answered by the intake route without durable:notifications", null);
  }

  private Outcome ofFailure(Exchange exchange) {
    UnusableException unusable = exchange.getException(UnusableException.class);
    if (unusable != null) {
      return Outcome.refused(problems.unusable(unusable.getMessage()), unusable.getMessage());
    }
    NotAuthenticatedException stranger = exchange.getException(NotAuthenticatedException.class);
    if (stranger != null) {
      return Outcome.refused(problems.unauthorized(), stranger.getMessage());
    }
    InboxUnavailableException unavailable = exchange.getException(InboxUnavailableException.class);
    if (unavailable != null) {
      return Outcome.refused(problems.unavailable(), unavailable.getMessage());
    }
    Exception failure = exchange.getException();
    return Outcome.failed(problems.failed(), "the intake route failed: " + failure.getClass().getName(), failure);
  }
}
