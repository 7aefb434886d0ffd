package io.github.mentagateway.intake;

import io.github.mentagateway.durable.IncomingRequest;
import io.github.mentagateway.envelope.BodyDecoder;
import io.github.mentagateway.inbox.Original;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
final class IntakeConsumer extends DefaultConsumer implements PlatformHttpConsumer, Consumer<IntakeRequest> {
  private final IntakeEngine engine;
  private final Responder responder;
  private final Responses responses;
  private final int maxBodyBytes;
  /** Requests that the route has and that have not ended. */
  private final AtomicInteger running = new AtomicInteger();

  IntakeConsumer(PlatformHttpEndpoint endpoint, Processor processor, IntakeEngine engine, IntakeParts parts) {
    super(endpoint, processor);
    this.engine = engine;
    this.responder = parts.responder();
    this.responses = new Responses(parts.problems());
    this.maxBodyBytes = parts.settings().maxBodyBytes();
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

  void begin() {
    running.incrementAndGet();
  }

  void end() {
    if (running.decrementAndGet() == 0) {
      synchronized (running) {
        running.notifyAll();
      }
    }
  }

  /** Whether all have ended within that time. */
  boolean awaitNone(Duration most) throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    synchronized (running) {
      for (long left = most.toMillis(); running.get() > 0 && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
        running.wait(left);
      }
    }
    return running.get() == 0;
  }

  /** After {@link #begin}. */
  @Override
  public void accept(IntakeRequest request) {
    Exchange exchange = createExchange(false);
    exchange.setPattern(ExchangePattern.InOut);
    AtomicBoolean isRunning = new AtomicBoolean(true);
    Runnable ended = () -> {
      if (isRunning.getAndSet(false)) {
        end();
      }
    };
    Executor worker = task -> engine.workers().execute(guarded(task, request, ended));
    IncomingRequest incoming = IncomingRequest.attach(exchange, request.original(), worker);
    worker.execute(() -> process(exchange, incoming, request, ended));
  }

  private Runnable guarded(Runnable task, IntakeRequest request, Runnable ended) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error fault) {
        ended.run();
        request.onConnection(() -> responder.failed(request, fault));
      }
    };
  }

  private void process(Exchange exchange, IncomingRequest incoming, IntakeRequest request, Runnable ended) {
    try {
      createUoW(exchange);
      Original original = request.original();
      exchange.getMessage().setBody(BodyDecoder.decode(original.body(), original.headers(), maxBodyBytes));
      getAsyncProcessor().process(exchange, doneSync -> finish(exchange, incoming, request, ended));
    } catch (Exception | Error e) {
      exchange.setException(e);
      finish(exchange, incoming, request, ended);
    }
  }

  /** What the route's author may still want at the end (onCompletion) stays on this thread too, and holds up no answer. */
  private void finish(Exchange exchange, IncomingRequest incoming, IntakeRequest request, Runnable ended) {
    Response response = responses.of(exchange, incoming.end());
    request.onConnection(() -> responder.answer(request, response, incoming::answered));
    doneUoW(exchange);
    releaseExchange(exchange, false);
    ended.run();
  }
}
