package io.github.mentagateway.sandbox;

import io.github.mentagateway.durable.Acknowledgement;
import io.github.mentagateway.durable.IncomingRequest;
import io.github.mentagateway.envelope.BodyDecoder;
import io.github.mentagateway.inbox.Original;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.support.DefaultConsumer;

/** Gives notifications to the intake's route, as the server does once it has let a request in. */
final class StubbedIntake implements PlatformHttpEngine {
  /** Of the intake's route, whatever the settings say. */
  static final String PATH = "/sandbox";

  private final int maxBodyBytes;
  private IntakeConsumer consumer;

  StubbedIntake(int maxBodyBytes) {
    this.maxBodyBytes = maxBodyBytes;
  }

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    IntakeConsumer created = new IntakeConsumer(endpoint, processor);
    if (endpoint.getPath().equals(PATH)) {
      consumer = created;
    }
    return created;
  }

  Received receive(Original original) throws Exception {
    if (consumer == null) {
      return new Received(null, "refused", "no route reads platform-http:{{gateway.intake.path}}");
    }
    if (original.body().length > maxBodyBytes) {
      return new Received(null, "refused", "the body is longer than gateway.intake.max-body-bytes=" + maxBodyBytes);
    }
    return consumer.receive(original);
  }

  private final class IntakeConsumer extends DefaultConsumer implements PlatformHttpConsumer {
    IntakeConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
      super(endpoint, processor);
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
      return (PlatformHttpEndpoint) super.getEndpoint();
    }

    /** The route goes on, once the notification is stored, on this thread too. */
    Received receive(Original original) throws Exception {
      BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
      AtomicBoolean done = new AtomicBoolean();
      Exchange exchange = createExchange(false);
      exchange.setPattern(ExchangePattern.InOut);
      IncomingRequest request = IncomingRequest.attach(exchange, original, tasks::add);
      createUoW(exchange);
      try {
        exchange.getMessage().setBody(BodyDecoder.decode(original.body(), original.headers(), maxBodyBytes));
        getAsyncProcessor().process(exchange, doneSync -> tasks.add(() -> done.set(true)));
        while (!done.get()) {
          tasks.take().run();
        }
        return answer(exchange, request);
      } finally {
        doneUoW(exchange);
        releaseExchange(exchange, false);
      }
    }

    private Received answer(Exchange exchange, IncomingRequest request) {
      Acknowledgement taken = request.end();
      if (taken != null) {
        request.answered();
        return new Received(taken.id(), taken.outcome(), taken.reason());
      }
      Exception failure = exchange.getException();
      return new Received(null, "refused", failure == null ? "the intake's route ended without storing it" : failure.getMessage());
    }
  }

  /** Nothing listens. */
  @Override
  public int getServerPort() {
    return 0;
  }

  @Override
  public String getScheme() {
    return "https";
  }
}
