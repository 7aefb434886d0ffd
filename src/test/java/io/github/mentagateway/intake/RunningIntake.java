package io.github.mentagateway.intake;

import io.github.mentagateway.credentials.Credentials;
import io.github.mentagateway.credentials.ServerCertificate;
import io.github.mentagateway.settings.Settings;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.main.Main;

/** The intake's real server in Camel Main, with one route of the test's own behind it, on a free port of this machine. */
final class RunningIntake implements AutoCloseable {
  static final Duration WATCH = Duration.ofMillis(100);

  final Settings settings;
  final Credentials credentials;
  final ServerCertificate certificate;
  final IntakeServerFactory factory;
  final Main main = new Main();
  /** What the listener was told. */
  final List<TakenRequest> taken = new CopyOnWriteArrayList<>();

  private RunningIntake(Path home, Map<String, String> environment, Clock clock) throws Exception {
    Files.createDirectories(home.resolve("routes"));
    Map<String, String> all = new HashMap<>(Map.of("GATEWAY_INTAKE_LISTEN", "127.0.0.1:0"));
    all.putAll(environment);
    settings = Settings.load(home, all);
    credentials = Credentials.establish(settings);
    certificate = ServerCertificate.establish(settings);
    factory = new IntakeServerFactory(settings, credentials, certificate, clock, WATCH, taken::add);
    main.setDefaultPropertyPlaceholderLocation("false");
    factory.configure(main);
  }

  static RunningIntake start(Path home, Map<String, String> environment, RoutesBuilder route) throws Exception {
    return start(home, environment, main -> main.configure().addRoutesBuilder(route));
  }

  static RunningIntake start(Path home, Map<String, String> environment, Consumer<Main> more) throws Exception {
    return start(home, environment, Clock.systemUTC(), more);
  }

  static RunningIntake start(Path home, Map<String, String> environment, Clock clock, Consumer<Main> more) throws Exception {
    RunningIntake intake = new RunningIntake(home, environment, clock);
    more.accept(intake.main);
    try {
      intake.main.start();
      return intake;
    } catch (Exception e) {
      intake.close();
      throw e;
    }
  }

  String path() {
    return credentials.intakePath();
  }

  int port() {
    return factory.port();
  }

  String token() {
    return credentials.headerValues().get(0);
  }

  URI uri() {
    return URI.create("https://localhost:" + port() + path());
  }

  HttpClient client(HttpClient.Version version) throws Exception {
    return HttpClient.newBuilder().version(version).sslContext(trusting()).build();
  }

  SSLContext trusting() throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    try (InputStream in = Files.newInputStream(certificate.certificate())) {
      store.setCertificateEntry("server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** A POST on the right path with the right token. */
  HttpRequest.Builder post(HttpRequest.BodyPublisher body) {
    return HttpRequest.newBuilder(uri()).header("Authorization", token()).POST(body);
  }

  HttpResponse<String> send(HttpRequest request) throws Exception {
    return client(HttpClient.Version.HTTP_1_1).send(request, HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> send(String body) throws Exception {
    return send(post(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  RawConnection connect() throws Exception {
    return RawConnection.to(this);
  }

  @Override
  public void close() {
    main.stop();
  }
}
