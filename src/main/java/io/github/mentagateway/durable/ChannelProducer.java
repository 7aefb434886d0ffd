package io.github.mentagateway.durable;

import io.github.mentagateway.envelope.EntityResolver;
import io.github.mentagateway.envelope.Envelope;
import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.inbox.Send;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Sends to a channel. Inside a run the send is kept and committed with the run. Anywhere else it completes when it is on disk; a request
 * holds no thread meanwhile.
 */
final class ChannelProducer extends DefaultAsyncProducer {
  private final String channel;
  private final DurableServices services;
  private final PayloadCodec codec;
  private final Custody custody;
  private final Expression entity;
  private final Expression key;

  ChannelProducer(DurableEndpoint endpoint) {
    super(endpoint);
    this.channel = endpoint.getName();
    this.services = endpoint.services();
    this.codec = new PayloadCodec(services.mapper());
    this.custody = services.custody();
    this.entity = endpoint.expression(endpoint.getEntity());
    this.key = endpoint.expression(endpoint.getKey());
  }

  @Override
  public boolean process(Exchange exchange, AsyncCallback callback) {
    try {
      RouteRun run = RouteRun.of(exchange);
      if (run == null) {
        return custody.take(arrival(exchange), exchange, callback);
      }
      run.send(exchange, send(exchange, run));
    } catch (RuntimeException e) {
      exchange.setException(e);
    }
    callback.done(true);
    return true;
  }

  private Send send(Exchange exchange, RouteRun run) {
    Object body = exchange.getMessage().getBody();
    Payload payload = body == run.original() ? run.work().payload() : codec.write(exchange, body, run.room());
    return new Send(channel, entity == null ? run.work().entity() : evaluated(entity, exchange), evaluated(key, exchange), payload);
  }

  private Arrival arrival(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    IncomingRequest request = IncomingRequest.of(exchange);
    if (!(body instanceof Envelope envelope)) {
      Payload payload = codec.write(exchange, body);
      return new Arrival(channel, original(request, payload), null, evaluated(entity, exchange), null, payload, null);
    }
    Original original = original(request, request == null ? codec.write(exchange, body) : Payload.ORIGINAL);
    return new Arrival(channel, original, envelope.action(),
        entity == null ? services.entities().of(envelope) : evaluated(entity, exchange), services.comparisons().of(envelope, original),
        Payload.ORIGINAL, null);
  }

  private Original original(IncomingRequest request, Payload payload) {
    return request != null ? request.original() : new Original(payload.bytes(), Map.of(), services.delivery().wall().instant());
  }

  /** Null without the parameter, for an empty text and for one that is too long: there is no entity, and so no order, or no key. */
  private static String evaluated(Expression parameter, Exchange exchange) {
    String text = parameter == null ? null : parameter.evaluate(exchange, String.class);
    return text == null || text.isBlank() ? null : EntityResolver.shortEnough(text);
  }
}
