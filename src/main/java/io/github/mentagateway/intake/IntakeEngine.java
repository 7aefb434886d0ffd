package io.github.mentagateway.intake;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;

/** What {@code platform-http:} in routes stands on: hands the one path that is served to the route that reads it. */
final class IntakeEngine extends VertxPlatformHttpEngine {
  private final IntSupplier port;
  private final IntakeParts parts;
  private final AtomicReference<IntakeConsumer> reader = new AtomicReference<>();
  private volatile Executor workers;

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
    return reader.get();
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
