package io.github.mentagateway.intake;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;

/** What {@code platform-http:} in routes stands on: hands the one path that is served to the route that reads it. */
final class IntakeEngine extends VertxPlatformHttpEngine {
  private final String path;
  private final IntSupplier port;
  private final IntakeDesk desk;
  private final AtomicReference<IntakeConsumer> reader = new AtomicReference<>();

  IntakeEngine(String path, IntSupplier port, IntakeDesk desk) {
    this.path = path;
    this.port = port;
    this.desk = desk;
  }

  /** Null while no route reads the path. */
  Consumer<Admission> reader() {
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
    if (!asked.equals(path)) {
      throw new IllegalArgumentException("platform-http:" + asked + " cannot be served: the intake answers on "
          + "gateway.intake.path and nowhere else, so that nobody finds it; write platform-http:{{gateway.intake.path}}");
    }
    return new IntakeConsumer(endpoint, processor, this, desk);
  }

  @Override
  public int getServerPort() {
    return port.getAsInt();
  }
}
