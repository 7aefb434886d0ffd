package io.github.mentagateway.intake;

import io.github.mentagateway.durable.Acknowledgement;
import io.github.mentagateway.durable.IncomingRequest;
import io.github.mentagateway.durable.IncomingRequests;
import io.github.mentagateway.inbox.Original;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** A route that answers 202 with the length of what it got, and remembers it. */
class EchoRoute extends RouteBuilder {
  final List<byte[]> bodies = new CopyOnWriteArrayList<>();
  final List<Original> originals = new CopyOnWriteArrayList<>();
  final List<Map<String, Object>> headers = new CopyOnWriteArrayList<>();

  @Override
  public void configure() {
    from("platform-http:{{gateway.intake.path}}").routeId("intake")
        .process("authenticator")
        .process(this::answer);
  }

  void answer(Exchange exchange) {
    bodies.add(exchange.getMessage().getBody(byte[].class));
    originals.add(IncomingRequest.of(exchange).original());
    headers.add(Map.copyOf(exchange.getMessage().getHeaders()));
    IncomingRequests.take(exchange, new Acknowledgement("n" + bodies.size(), "accepted", null, null));
    exchange.getMessage().setBody("{\"bytes\":" + bodies.get(bodies.size() - 1).length + "}");
    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
  }
}
