package io.github.mentagateway.intake;

import io.github.mentagateway.credentials.Credentials;
import io.github.mentagateway.credentials.ServerCertificate;
import io.github.mentagateway.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;
import org.apache.camel.main.HttpServerConfigurationProperties;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainHttpServerFactory;

/**
 * Makes Camel Main serve {@code platform-http:} over the gateway's own HTTPS server; the management server stays Camel's. Camel's own
 * server has no TLS of today's kind, reads bodies before anybody was let in, and holds a thread for each request.
 *
 * <p>The start of Camel Main fails with an {@link IntakeStartException} (itself, or as a cause) when the address or the certificate
 * cannot be used.
 */
public final class IntakeServerFactory implements MainHttpServerFactory {
  private static final Duration CERTIFICATE_WATCH = Duration.ofSeconds(5);

  private final Settings settings;
  private final Credentials credentials;
  private final ServerCertificate certificate;
  private final Clock clock;
  private final IntakeActivity activity;
  private final RequestListener listener;
  private final Duration certificateWatch;
  private final ManagementServerFactory managementServer;
  private final Authenticator authenticator;
  private volatile CamelContext context;
  private volatile IntakeServer server;
  private volatile IntakeEngine engine;
  private volatile boolean stopping;

  /**
   * @param activity is told of each request
   * @param listener is told of each one with a notification in custody
   * @param managementServer makes the server of the management port, in place of Camel's
   */
  public IntakeServerFactory(Settings settings, Credentials credentials, ServerCertificate certificate, Clock clock, IntakeActivity activity,
      RequestListener listener, ManagementServerFactory managementServer) {
    this(settings, credentials, certificate, clock, CERTIFICATE_WATCH, activity, listener, managementServer);
  }

  /** With Camel's own management server. */
  IntakeServerFactory(
      Settings settings, Credentials credentials, ServerCertificate certificate, Clock clock, Duration certificateWatch,
      RequestListener listener) {
    this(settings, credentials, certificate, clock, certificateWatch, new IntakeActivity(clock), listener,
        (context, configuration) -> new DefaultMainHttpServerFactory().newHttpManagementServer(context, configuration));
  }

  private IntakeServerFactory(Settings settings, Credentials credentials, ServerCertificate certificate, Clock clock,
      Duration certificateWatch, IntakeActivity activity, RequestListener listener, ManagementServerFactory managementServer) {
    this.activity = activity;
    this.listener = listener;
    this.managementServer = managementServer;
    this.settings = settings;
    this.credentials = credentials;
    this.certificate = certificate;
    this.clock = clock;
    this.certificateWatch = certificateWatch;
    this.authenticator = new Authenticator(settings.intake(), credentials);
  }

  /** Before {@code main.run()}: everything that the intake and its route need, {@code {{gateway.intake.path}}} included. */
  public void configure(Main main) {
    main.bind("intakeServerFactory", this);
    main.bind("authenticator", authenticator);
    main.addOverrideProperty("gateway.intake.path", credentials.intakePath());
    main.configure().httpServer().withEnabled(true);
  }

  /** From now on new requests are told to come back later; those that were let in are still answered. */
  public void stopAccepting() {
    stopping = true;
  }

  /**
   * From now on arriving requests wait for {@link #release}, so that the intake's route can be exchanged. Returns when it has ended those
   * that it has.
   *
   * @return false when it still has some after that time
   */
  public boolean hold(Duration most) throws InterruptedException {
    return engine.hold(most);
  }

  /** Gives the requests that waited to the intake's route. */
  public void release() {
    engine.release();
  }

  /** The port that is listened on: the configured one, or the one that was found when that is 0. 0 before the start. */
  public int port() {
    IntakeServer running = server;
    return running == null ? 0 : running.port();
  }

  @Override
  public Service newHttpServer(CamelContext camelContext, HttpServerConfigurationProperties configuration) {
    context = camelContext;
    Problems problems = new Problems(settings.intake());
    RequestLog requestLog = new RequestLog(clock, this::meterRegistry, activity, listener);
    IntakeParts parts = new IntakeParts(settings.intake(), credentials.intakePath(), authenticator, problems, requestLog,
        new OpenRequests(settings.intake().limits()), new Responder(problems, requestLog, settings.duplicates().senderTimeout()),
        () -> stopping, clock);
    engine = new IntakeEngine(parts, this::port);
    activity.readWhen(() -> engine.reader() != null);
    camelContext.getRegistry().bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, engine);
    server = new IntakeServer(parts, engine, certificate, TlsEngine.of(settings.tls()), settings.shutdownTimeout(), certificateWatch,
        this::stopAccepting);
    HealthCheckRegistry.get(camelContext).register(new CertificateHealthCheck(server::expiry));
    return server;
  }

  @Override
  public Service newHttpManagementServer(CamelContext camelContext, HttpManagementServerConfigurationProperties configuration) {
    return managementServer.newHttpManagementServer(camelContext, configuration);
  }

  private MeterRegistry meterRegistry() {
    return context.getRegistry().lookupByNameAndType(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class);
  }

  /** The half of {@link MainHttpServerFactory} that is not the intake's. */
  @FunctionalInterface
  public interface ManagementServerFactory {
    Service newHttpManagementServer(CamelContext camelContext, HttpManagementServerConfigurationProperties configuration);
  }
}
