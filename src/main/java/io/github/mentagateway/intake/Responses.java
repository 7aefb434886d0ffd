package io.github.mentagateway.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.durable.Acknowledgement;
import io.github.mentagateway.durable.IntakeRouteException;
import io.github.mentagateway.durable.UnusableException;
import io.github.mentagateway.envelope.BodyTooLargeException;
import io.github.mentagateway.inbox.InboxUnavailableException;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;

/**
 * From an exchange that its route has ended to what its sender is told. The one place where a status is chosen: 202 when the request is
 * in custody, whatever the route did afterwards, and never without. menta takes any of 200, 201, 202 and 204 for "delivered", and sends
 * anything else again for as long as it takes.
 */
final class Responses {
  private static final int ACCEPTED = 202;

  private final Problems problems;
  private final ObjectMapper json = new ObjectMapper();

  Responses(Problems problems) {
    this.problems = problems;
  }

  /** @param receipt null when the request is not in custody */
  Response of(Exchange exchange, Acknowledgement receipt) {
    if (receipt != null) {
      return ofCustody(exchange, receipt);
    }
    try {
      return exchange.getException() == null ? ofMessage(exchange) : ofFailure(exchange);
    } catch (RuntimeException e) {
      return Response.failed(problems.failed(), "the answer of the intake route could not be written: " + e.getMessage(), e);
    }
  }

  private Response ofCustody(Exchange exchange, Acknowledgement receipt) {
    Throwable failure = failure(exchange);
    byte[] body = null;
    try {
      if (failure == null) {
        demandAccepted(status(exchange));
        body = exchange.getMessage().getBody(byte[].class);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
    String reason = failure == null ? receipt.reason() : "the intake route failed after its notification was taken, which was answered all"
        + " the same: " + failure.getClass().getName();
    byte[] answer = body == null || body.length == 0 ? written(receipt) : body;
    return new Response(new Answer(ACCEPTED, "application/json", answer, Map.of()), receipt.outcome(), receipt.id(), receipt.action(),
        reason, failure);
  }

  private static void demandAccepted(Integer status) {
    if (status == null || status != ACCEPTED) {
      throw new IllegalStateException("the intake route ended with CamelHttpResponseCode " + status
          + ", although the request is in custody: the sender is told 202, so set 202 after durable:notifications");
    }
  }

  private byte[] written(Acknowledgement receipt) {
    try {
      return json.writeValueAsBytes(receipt);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a receipt is three texts", e);
    }
  }

  private Response ofMessage(Exchange exchange) {
    Integer status = status(exchange);
    if (status == null || status < 400 || status > 599) {
      return Response.failed(problems.failed(), "the intake route ended with CamelHttpResponseCode " + status
          + ", and the request is not in custody: it must send it to durable:notifications itself, not through wireTap, and let it fail"
          + " when that fails; or set an error of 400 to 599", null);
    }
    byte[] body = exchange.getMessage().getBody(byte[].class);
    Answer answer = new Answer(status, "application/json", body == null ? new byte[0] : body, Map.of());
    return Response.refused(answer, "answered by the intake route");
  }

  private static Integer status(Exchange exchange) {
    return exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
  }

  /** Camel wraps what is no exception, such as a class that is not there. */
  private static Throwable failure(Exchange exchange) {
    Exception failure = exchange.getException();
    return failure instanceof CamelExecutionException && failure.getCause() != null ? failure.getCause() : failure;
  }

  private Response ofFailure(Exchange exchange) {
    UnusableException unusable = exchange.getException(UnusableException.class);
    if (unusable != null) {
      return Response.refused(problems.unusable(unusable.getMessage()), unusable.getMessage());
    }
    NotAuthenticatedException stranger = exchange.getException(NotAuthenticatedException.class);
    if (stranger != null) {
      return Response.refused(problems.unauthorized(), stranger.getMessage());
    }
    BodyTooLargeException tooLarge = exchange.getException(BodyTooLargeException.class);
    if (tooLarge != null) {
      return Response.refused(problems.tooLarge(), "the body is longer than gateway.intake.max-body-bytes=" + tooLarge.most()
          + " once it is inflated; the sender repeats it until it is taken: raise the limit if it is genuine");
    }
    InboxUnavailableException unavailable = exchange.getException(InboxUnavailableException.class);
    if (unavailable != null) {
      return Response.refused(problems.unavailable(), unavailable.getMessage());
    }
    IntakeRouteException mistake = exchange.getException(IntakeRouteException.class);
    if (mistake != null) {
      return Response.failed(problems.failed(), mistake.getMessage(), null);
    }
    Throwable failure = failure(exchange);
    return Response.failed(problems.failed(), "the intake route failed: " + failure.getClass().getName(), failure);
  }
}
