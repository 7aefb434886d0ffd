package io.github.mentagateway.intake;

import io.github.mentagateway.durable.IncomingRequest;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.support.DefaultConsumer;

/**
 * Gives each request to the route as a clean exchange: the body's bytes and nothing of the request beside them. No thread waits
 * for the route to end: a worker begins it, and whoever ends it leads back to the connection.
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
    exchange.getMessage().setBody(admission.original().body());
    desk.authenticator().vouchFor(exchange);
    new IncomingRequest(admission.original(), admission).attachTo(exchange);
    admission.onWorker(() -> process(exchange, admission));
  }

  private void process(Exchange exchange, Admission admission) {
    try {
      createUoW(exchange);
      getAsyncProcessor().process(exchange, doneSync -> finish(exchange, admission));
    } catch (Exception e) {
      exchange.setException(e);
      finish(exchange, admission);
    }
  }

  private void finish(Exchange exchange, Admission admission) {
    admission.execute(() -> desk.answer(admission, exchange, () -> {
      doneUoW(exchange);
      releaseExchange(exchange, false);
    }));
  }
}
