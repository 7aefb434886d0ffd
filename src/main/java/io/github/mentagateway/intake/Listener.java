package io.github.mentagateway.intake;

import io.github.mentagateway.settings.Address;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that takes connections; those that listen on the same address share them out among themselves. */
final class Listener extends AbstractVerticle {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final int LONGEST_LINE = 4096;
  private static final int LONGEST_HEAD = 16 << 10;
  private static final int IDLE_SECONDS = 60;

  private final Address address;
  private final TlsEngine engine;
  private final Gate gate;
  private final ServedKeys keys;
  private final Consumer<HttpServer> whenListening;

  Listener(Address address, TlsEngine engine, Gate gate, ServedKeys keys, Consumer<HttpServer> whenListening) {
    this.address = address;
    this.engine = engine;
    this.gate = gate;
    this.keys = keys;
    this.whenListening = whenListening;
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setSsl(true)
        .setSslEngineOptions(engine.options())
        .setKeyCertOptions(KeyCertOptions.wrap(keys))
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
        .setMaxInitialLineLength(LONGEST_LINE)
        .setMaxHeaderSize(LONGEST_HEAD)
        .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(100).setMaxHeaderListSize(LONGEST_HEAD))
        .setIdleTimeout(IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS);
  }

  @Override
  public void start(Promise<Void> started) {
    HttpServer server = vertx.createHttpServer(options())
        .requestHandler(gate)
        .invalidRequestHandler(gate::handleInvalid)
        .exceptionHandler(failure -> LOG.debug("event=intake outcome=no-connection reason={}", failure.toString()));
    SocketAddress where = address.port() == 0
        ? SocketAddress.sharedRandomPort(1, address.host()) : SocketAddress.inetSocketAddress(address.port(), address.host());
    server.listen(where).<Void>map(listening -> {
      whenListening.accept(listening);
      return null;
    }).onComplete(started);
  }
}
