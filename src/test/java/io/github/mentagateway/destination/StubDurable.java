package io.github.mentagateway.destination;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Stands in for {@code durable:} where a route is tested alone: it records what was sent, and runs one attempt on request. */
public final class StubDurable extends DefaultComponent {
  public final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final Map<String, Processor> routes = new ConcurrentHashMap<>();

  public record Sent(String channel, Object body, String reason, String entity) {}

  /** One attempt of a delivery, as far as the route sees it. */
  public Exchange attempt(String channel, Object body, Map<String, Object> variables) throws Exception {
    Exchange exchange = getCamelContext().getEndpoint("durable:" + channel).createExchange();
    variables.forEach(exchange::setVariable);
    exchange.getMessage().setBody(body);
    exchange.getMessage().setHeader("FromCaller", "kept");
    exchange.setProperty(IsolatedCall.RUN, new Object());
    routes.get(channel).process(exchange);
    return exchange;
  }

  public List<String> reasons() {
    return sent.stream().filter(one -> one.channel().equals("dead-letters")).map(Sent::reason).toList();
  }

  public List<String> channels() {
    return sent.stream().map(Sent::channel).toList();
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    Map<String, Object> own = new ConcurrentHashMap<>(parameters);
    parameters.clear();
    return new StubEndpoint(uri, remaining, own);
  }

  private final class StubEndpoint extends DefaultEndpoint {
    private final String channel;
    private final Map<String, Object> parameters;

    StubEndpoint(String uri, String channel, Map<String, Object> parameters) {
      super(uri, StubDurable.this);
      this.channel = channel;
      this.parameters = parameters;
    }

    @Override
    public Producer createProducer() {
      return new DefaultProducer(this) {
        @Override
        public void process(Exchange exchange) {
          sent.add(new Sent(channel, exchange.getMessage().getBody(), simple("reason", exchange), simple("entity", exchange)));
        }
      };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      routes.put(channel, processor);
      return new DefaultConsumer(this, processor);
    }

    private String simple(String parameter, Exchange exchange) {
      Object text = parameters.get(parameter);
      return text == null ? null
          : getCamelContext().resolveLanguage("simple").createExpression(text.toString()).evaluate(exchange, String.class);
    }
  }
}
