package io.github.mentagateway.intake;

import io.github.mentagateway.durable.IncomingRequest;
import io.github.mentagateway.envelope.BodyDecoder;
import io.github.mentagateway.inbox.Original;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.support.DefaultConsumer;

/**
 * Gives each request to the route as a clean exchange: the body, inflated and in Unicode, and nothing of the request beside it. No thread
 * waits for the route to end: workers run its steps, and the connection's own thread gets the answer alone.
 */
final class IntakeConsumer extends DefaultConsumer implements PlatformHttpConsumer, Consumer<Admission> {
  private final IntakeEngine engine;
  private final IntakeDesk desk;

  IntakeConsumer(PlatformHttpEndpoint endpoint, Processor processor, IntakeEngine engine, IntakeDesk desk) {
    super(endpoint, processor);
    this.engine = engine;
    this.desk = desk;
  }

  @Override
  public PlatformHttpEndpoint getEndpoint() {
    return (PlatformHttpEndpoint) super.getEndpoint();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    engine.attach(this);
  }

  @Override
  protected void doStop() throws Exception {
    engine.detach(this);
    super.doStop();
  }

  @Override
  protected void doSuspend() {
    engine.detach(this);
  }

  @Override
  protected void doResume() {
    engine.attach(this);
  }

  @Override
  public void accept(Admission admission) {
    Exchange exchange = createExchange(false);
    exchange.setPattern(ExchangePattern.InOut);
    Executor worker = task -> admission.workers().execute(guarded(task, admission));
    IncomingRequest request = IncomingRequest.attach(exchange, admission.original(), worker);
    worker.execute(() -> process(exchange, request, admission));
  }

  private Runnable guarded(Runnable task, Admission admission) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error fault) {
        admission.onConnection(() -> desk.failed(admission, fault));
      }
    };
  }

  private void process(Exchange exchange, IncomingRequest request, Admission admission) {
    try {
      createUoW(exchange);
      Original original = admission.original();
      exchange.getMessage().setBody(BodyDecoder.decode(original.body(), original.headers(), desk.maxBodyBytes()));
      getAsyncProcessor().process(exchange, doneSync -> finish(exchange, request, admission));
    } catch (Exception | Error e) {
      exchange.setException(e);
      finish(exchange, request, admission);
    }
  }

  /** What the route's author may still want at the end (onCompletion) stays on this thread too, and holds up no answer. */
  private void finish(Exchange exchange, IncomingRequest request, Admission admission) {
    Outcome outcome = desk.outcomes().of(exchange, request.end());
    admission.onConnection(() -> desk.answer(admission, outcome, request::answered));
    doneUoW(exchange);
    releaseExchange(exchange, false);
  }
}
