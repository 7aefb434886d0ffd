package io.github.mentagateway.intake;

import io.github.mentagateway.settings.Address;
import io.github.mentagateway.settings.Settings;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.X509ExtendedKeyManager;

/** One thread that takes connections; those that listen on the same address share them out among themselves. */
final class Listener extends AbstractVerticle {
  private static final int LONGEST_LINE = 4096;
  private static final int LONGEST_HEAD = 16 << 10;
  private static final int RESET_WINDOW_SECONDS = 30;
  private static final int MOST_SMALL_CONTINUATIONS = 16;

  private final Settings.Intake settings;
  private final TlsEngine engine;
  private final RequestFilter filter;
  private final X509ExtendedKeyManager keys;
  private final RequestLog requestLog;
  private final Consumer<HttpServer> whenListening;

  Listener(Settings.Intake settings, TlsEngine engine, RequestFilter filter, X509ExtendedKeyManager keys, RequestLog requestLog,
      Consumer<HttpServer> whenListening) {
    this.settings = settings;
    this.engine = engine;
    this.filter = filter;
    this.keys = keys;
    this.requestLog = requestLog;
    this.whenListening = whenListening;
  }

  private HttpServerOptions options() {
    Settings.Intake.Limits limits = settings.limits();
    return new HttpServerOptions()
        .setSsl(true)
        .setSslEngineOptions(engine.options())
        .setKeyCertOptions(KeyCertOptions.wrap(keys))
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
        .setMaxInitialLineLength(LONGEST_LINE)
        .setMaxHeaderSize(LONGEST_HEAD)
        .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(limits.maxStreams()).setMaxHeaderListSize(LONGEST_HEAD))
        .setHttp2RstFloodMaxRstFramePerWindow(limits.maxResets())
        .setHttp2RstFloodWindowDuration(RESET_WINDOW_SECONDS)
        .setHttp2MaxSmallContinuationFrames(MOST_SMALL_CONTINUATIONS)
        .setSslHandshakeTimeout(limits.headTimeout().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  @Override
  public void start(Promise<Void> started) {
    HttpServer server = vertx.createHttpServer(options())
        .requestHandler(filter)
        .invalidRequestHandler(filter::handleInvalid)
        // in place of Vert.x's own, which answers some versions and upgrades itself
        .connectionHandler(connection -> ((HttpServerConnection) connection).handler(filter))
        .exceptionHandler(this::tell);
    Address address = settings.listen();
    SocketAddress where = address.port() == 0
        ? SocketAddress.sharedRandomPort(1, address.host()) : SocketAddress.inetSocketAddress(address.port(), address.host());
    server.listen(where).<Void>map(listening -> {
      whenListening.accept(listening);
      return null;
    }).onComplete(started);
  }

  /** What fails before or in the TLS handshake is told elsewhere; one that breaks off is no news. */
  private void tell(Throwable failure) {
    if (failure instanceof Http2Exception breach) {
      requestLog.unanswered(Unanswered.PROTOCOL, null, breach.error().name());
    }
  }
}
