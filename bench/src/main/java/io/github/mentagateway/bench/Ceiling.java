package io.github.mentagateway.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLEngineOptions;
import java.util.List;
import java.util.Set;

/**
 * The most that could be reached: a bare Vert.x with the gateway's TLS settings and certificate, one listener per processor, that reads the
 * body and answers 202, and does nothing else. A process of its own, as the gateway is one.
 */
final class Ceiling extends AbstractVerticle {
  private static final String ANSWER = "{\"id\":\"N-0000000000001\",\"outcome\":\"accepted\"}";

  private final int port;
  private final String certificate;
  private final String key;
  private final SSLEngineOptions engine;

  private Ceiling(int port, String certificate, String key, SSLEngineOptions engine) {
    this.port = port;
    this.certificate = certificate;
    this.key = key;
    this.engine = engine;
  }

  /** Port, certificate, key, and {@code openssl} or {@code jdk}. */
  public static void main(String[] arguments) {
    SSLEngineOptions engine = arguments[3].equals("openssl") ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions();
    Vertx.vertx().deployVerticle(() -> new Ceiling(Integer.parseInt(arguments[0]), arguments[1], arguments[2], engine),
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()));
  }

  @Override
  public void start(Promise<Void> started) {
    HttpServerOptions options = new HttpServerOptions().setSsl(true).setSslEngineOptions(engine)
        .setKeyCertOptions(new PemKeyCertOptions().setCertPath(certificate).setKeyPath(key))
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
        .setUseAlpn(true).setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1));
    Buffer answer = Buffer.buffer(ANSWER);
    vertx.createHttpServer(options)
        .requestHandler(request -> request.body().onSuccess(body ->
            request.response().setStatusCode(202).putHeader("content-type", "application/json").end(answer)))
        .listen(port, "127.0.0.1").<Void>mapEmpty().onComplete(started);
  }
}
