package io.github.mentagateway.durable;

import io.github.mentagateway.delivery.AttemptResult;
import io.github.mentagateway.envelope.EnvelopeReader;
import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.privacy.PrivateText;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Expression;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * {@code durable:quarantine}. In the intake it takes a request into custody that is no envelope, with the reason. In a route that reads a
 * channel it says that no route can take this notification.
 */
final class QuarantineProducer extends DefaultAsyncProducer {
  private final DurableServices services;
  private final Custody custody;
  private final Expression reason;

  QuarantineProducer(DurableEndpoint endpoint) {
    super(endpoint);
    this.services = endpoint.services();
    this.custody = services.custody();
    this.reason = endpoint.expression(endpoint.getReason());
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    try {
      RouteRun run = RouteRun.of(exchange);
      if (run == null) {
        return custody.take(arrival(exchange), exchange, callback);
      }
      String why = ReasonParameter.of(exchange, reason, "the route put it into the quarantine");
      run.end(exchange, DurableComponent.QUARANTINE, new AttemptResult.Unroutable(why));
    } catch (RuntimeException e) {
      exchange.setException(e);
    }
    callback.done(true);
    return true;
  }

  private Arrival arrival(Exchange exchange) {
    IncomingRequest request = IncomingRequest.of(exchange);
    if (request == null) {
      throw new IllegalStateException("durable:quarantine keeps a request as it came, and this route took none");
    }
    Throwable cause = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
    Original original = request.original();
    String otherwise = cause == null ? "the intake's route put it into the quarantine"
        : EnvelopeReader.explain(cause, original.body(), original.headers());
    String why = services.delivery().mask().apply(ReasonParameter.of(exchange, reason, otherwise));
    if (services.rejectUnusable()) {
      throw new UnusableException(PrivateText.hide(why));
    }
    return new Arrival(DurableComponent.NOTIFICATIONS, original, null, null, null, Payload.ORIGINAL, why);
  }
}
