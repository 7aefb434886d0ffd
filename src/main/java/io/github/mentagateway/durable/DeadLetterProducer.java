package io.github.mentagateway.durable;

import io.github.mentagateway.delivery.AttemptResult;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.DefaultProducer;

/** {@code durable:dead-letters}: the route gives its delivery up. */
final class DeadLetterProducer extends DefaultProducer {
  private final Expression reason;

  DeadLetterProducer(DurableEndpoint endpoint) {
    super(endpoint);
    this.reason = endpoint.expression(endpoint.getReason());
  }

  @Override
  public void process(Exchange exchange) {
    RouteRun run = RouteRun.of(exchange);
    if (run == null) {
      throw new IllegalStateException("durable:dead-letters gives up a delivery, and this route reads no durable channel: there is none");
    }
    String why = ReasonParameter.of(exchange, reason, "the route gave it up");
    run.end(exchange, DurableComponent.DEAD_LETTERS, new AttemptResult.GivenUp(why));
  }
}
