package io.github.mentagateway.intake;

import io.github.mentagateway.durable.Acknowledgement;
import io.github.mentagateway.durable.IncomingRequest;
import io.github.mentagateway.durable.IncomingRequests;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/** Stands in for {@code durable:} where only the intake is tested: keeps nothing, answers from a thread of its own. */
final class StubDurable extends DefaultComponent {
  final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final ExecutorService store = Executors.newSingleThreadExecutor(task -> new Thread(task, "stub-store"));
  private final Function<Sent, Acknowledgement> behaviour;

  record Sent(String channel, Object body, IncomingRequest request, Throwable caught) {}

  /** @param behaviour what the sender is answered; may throw */
  StubDurable(Function<Sent, Acknowledgement> behaviour) {
    this.behaviour = behaviour;
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    return new StubEndpoint(uri, remaining);
  }

  @Override
  protected void doShutdown() throws Exception {
    store.shutdownNow();
    super.doShutdown();
  }

  private final class StubEndpoint extends DefaultEndpoint {
    private final String channel;

    StubEndpoint(String uri, String channel) {
      super(uri, StubDurable.this);
      this.channel = channel;
    }

    @Override
    public Producer createProducer() {
      return new StubProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      throw new UnsupportedOperationException();
    }
  }

  private final class StubProducer extends DefaultAsyncProducer {
    private final String channel;

    StubProducer(StubEndpoint endpoint) {
      super(endpoint);
      this.channel = endpoint.channel;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      store.execute(() -> {
        IncomingRequest request = IncomingRequest.of(exchange);
        Sent message = new Sent(channel, exchange.getMessage().getBody(), request,
            exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        sent.add(message);
        try {
          IncomingRequests.take(exchange, behaviour.apply(message));
        } catch (RuntimeException e) {
          exchange.setException(e);
        }
        request.resume().execute(() -> callback.done(false));
      });
      return false;
    }
  }
}
