package io.github.mentagateway.intake;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;

/**
 * What {@code platform-http:} in routes stands on: hands the one path that is served to the route that reads it. While that route is
 * exchanged for another, arriving requests are held, and the new route gets them: none is refused. As many are held as may be open.
 */
final class IntakeEngine extends VertxPlatformHttpEngine {
  private final IntSupplier port;
  private final IntakeParts parts;
  private final AtomicReference<IntakeConsumer> reader = new AtomicReference<>();
  private volatile Executor workers;
  /** Null while nothing is held. */
  private volatile Queue<IntakeRequest> held;

  IntakeEngine(IntakeParts parts, IntSupplier port) {
    this.parts = parts;
    this.port = port;
  }

  /** Threads that a route may hold. */
  Executor workers() {
    return workers;
  }

  void workOn(Executor threads) {
    workers = threads;
  }

  /** Null while no route reads the path. */
  Consumer<IntakeRequest> reader() {
    return held == null && reader.get() == null ? null : this::give;
  }

  private void give(IntakeRequest request) {
    IntakeConsumer consumer = reader.get();
    // counted first: whoever holds looks at the count after that, and waits for this request
    if (consumer != null) {
      consumer.begin();
    }
    Queue<IntakeRequest> waiting = held;
    if (waiting == null && consumer != null) {
      try {
        consumer.accept(request);
      } catch (RuntimeException | Error fault) {
        consumer.end();
        throw fault;
      }
      return;
    }
    if (consumer != null) {
      consumer.end();
    }
    if (waiting == null) {
      parts.responder().answer(request, Response.refused(parts.problems().unavailable(), "no route reads gateway.intake.path now"), () -> {});
      return;
    }
    waiting.add(request);
    if (held != waiting && waiting.remove(request)) {
      // released meanwhile
      give(request);
    }
  }

  /**
   * From now on arriving requests wait for {@link #release}. Returns when the route has ended those that it has.
   *
   * @return false when it still has some after that time
   */
  boolean hold(Duration most) throws InterruptedException {
    held = new ConcurrentLinkedQueue<>();
    IntakeConsumer consumer = reader.get();
    return consumer == null || consumer.awaitNone(most);
  }

  /** Gives what was held to the route that reads the path now. */
  void release() {
    Queue<IntakeRequest> waiting = held;
    held = null;
    for (IntakeRequest request = waiting == null ? null : waiting.poll(); request != null; request = waiting.poll()) {
      IntakeRequest next = request;
      next.onConnection(() -> give(next));
    }
  }

  void attach(IntakeConsumer consumer) {
    reader.set(consumer);
  }

  void detach(IntakeConsumer consumer) {
    reader.compareAndSet(consumer, null);
  }

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    String asked = endpoint.getPath().startsWith("/") ? endpoint.getPath() : "/" + endpoint.getPath();
    if (!asked.equals(parts.path())) {
      throw new IllegalArgumentException("platform-http:" + asked + " cannot be served: the intake answers on "
          + "gateway.intake.path and nowhere else, so that nobody finds it; write platform-http:{{gateway.intake.path}}");
    }
    return new IntakeConsumer(endpoint, processor, this, parts);
  }

  @Override
  public int getServerPort() {
    return port.getAsInt();
  }
}
