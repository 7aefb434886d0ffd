package io.github.mentagateway.management;

import io.github.mentagateway.credentials.ServerCertificate;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.tls.ServedCertificate;
import io.github.mentagateway.tls.UnusableCertificateException;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What listens on the management port, in place of Camel's own, which only logs that it cannot, and whose certificate cannot be exchanged.
 * Beyond this machine it speaks HTTPS, unless something in front of it does.
 */
final class ManagementListener extends VertxPlatformHttpServer {
  private static final Logger LOG = LoggerFactory.getLogger(ManagementListener.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);
  /** A connection is counted when it speaks TLS: until then it has this long. */
  private static final Duration LONGEST_HANDSHAKE = Duration.ofSeconds(5);

  private final Settings settings;
  private final VertxPlatformHttpServerConfiguration configuration;

  ManagementListener(Settings settings, VertxPlatformHttpServerConfiguration configuration) {
    super(configuration);
    this.settings = settings;
    this.configuration = configuration;
  }

  @Override
  protected void startServer() {
    Settings.Management management = settings.management();
    HttpServerOptions options = new HttpServerOptions()
        .setIdleTimeout((int) LONGEST_SILENCE.toSeconds()).setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setSslHandshakeTimeout(LONGEST_HANDSHAKE.toSeconds()).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    if (management.usesTls()) {
      encrypt(options);
    } else if (!management.listen().isLoopback()) {
      LOG.warn("event=management_in_clear listen={} gateway.management.tls=none: tokens and answers can be read on their way unless something in"
          + " front of this port ends TLS and nobody else reaches it", management.listen());
    }
    String router = VertxPlatformHttpRouter.getRouterNameFromPort(configuration.getBindPort());
    try {
      getVertx().createHttpServer(options).connectionHandler(new ConnectionLimit()).requestHandler(VertxPlatformHttpRouter.lookup(getCamelContext(), router))
          .listen(management.listen().port(), management.listen().host()).toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new IllegalStateException("gateway.management.listen is " + management.listen() + ", which cannot be had (" + e.getCause().getMessage()
          + "): is another gateway running? End it, or set another address");
    }
    LOG.info("event=management outcome=listening address={} tls={}", management.listen(), management.usesTls());
  }

  private void encrypt(HttpServerOptions options) {
    try {
      ServedCertificate certificate = ServedCertificate.read(ServerCertificate.of(settings.forManagement()));
      options.setSsl(true).setKeyCertOptions(KeyCertOptions.wrap(certificate.keys()))
          .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
      getVertx().setPeriodic(LOOK_EVERY.toMillis(), time -> getVertx().executeBlocking(certificate::look));
    } catch (UnusableCertificateException e) {
      throw new IllegalStateException(e.getMessage());
    }
  }

  @Override
  protected void stopServer() {
    // the server ends with its Vertx
  }

  /** No other part of the process has it. */
  @Override
  protected void stopVertx() {
    if (getVertx() != null) {
      getVertx().close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
