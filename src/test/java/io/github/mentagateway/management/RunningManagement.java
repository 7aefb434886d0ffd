package io.github.mentagateway.management;

import io.github.mentagateway.delivery.Reading;
import io.github.mentagateway.FreePort;
import io.github.mentagateway.MovableClock;
import io.github.mentagateway.SelfSigned;
import io.github.mentagateway.check.RouteCheck;
import io.github.mentagateway.contract.ContractRadar;
import io.github.mentagateway.credentials.Credentials;
import io.github.mentagateway.credentials.ServerCertificate;
import io.github.mentagateway.health.Trouble;
import io.github.mentagateway.health.Troubles;
import io.github.mentagateway.intake.IntakeActivity;
import io.github.mentagateway.privacy.Masks;
import io.github.mentagateway.reload.LastGood;
import io.github.mentagateway.reload.RouteReload;
import io.github.mentagateway.reload.RouteTrial;
import io.github.mentagateway.reload.StartRoutes;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.Rate;
import io.github.mentagateway.settings.Window;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;
import org.apache.camel.main.Main;

/** Camel Main with the real management server on a free port, and a test double of the inbox. */
public final class RunningManagement implements AutoCloseable {
  public final InMemoryInbox inbox = new InMemoryInbox();
  public final RoutableQuarantine routable = new RoutableQuarantine(inbox);
  /** How each channel is read. */
  public final Map<String, Reading> reading = new ConcurrentHashMap<>();
  public final AtomicBoolean shuttingDown = new AtomicBoolean();
  public final MovableClock clock = new MovableClock(InMemoryInbox.RECEIVED.plus(Duration.ofSeconds(90)));
  public final IntakeActivity intake = new IntakeActivity(clock);
  public final ContractRadar radar = new ContractRadar(inbox.contract(), Duration.ofDays(7), clock);
  public final Settings settings;
  public final Credentials credentials;
  public final RouteReload reload;
  /** What is served, with its routes. */
  final ManagementServer server;
  private final HttpClient client;
  private final Main main = new Main();

  /**
   * @param listen the host
   * @param environment further settings, as environment variables
   */
  public RunningManagement(Path home, String listen, Map<String, String> environment) throws Exception {
    Files.createDirectories(home.resolve("routes"));
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("GATEWAY_MANAGEMENT_LISTEN", listen + ":" + FreePort.next());
    settings = Settings.load(home, all);
    credentials = Credentials.establish(settings);
    client = settings.management().usesTls() ? trusting(ServerCertificate.establish(settings)) : HttpClient.newHttpClient();
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Path folder = settings.routes().toAbsolutePath().normalize();
    reload = new RouteReload(settings, all, new StartRoutes(RouteFiles.read(folder, home), List.of(), List.of(), List.of(), null),
        edited -> new RouteCheck(edited, all), edited -> RouteTrial.NONE, new LastGood(home.resolve("routes-last-good.zip"), folder, home),
        metrics, clock, Masks::maskAddresses);
    server = new ManagementServer(settings, credentials, inbox, () -> reading, reload, routable, metrics, clock,
        new ManagementServer.ProcessState(intake, radar, () -> 5L << 30, shuttingDown::get));
    ManagementProperties.of(settings).forEach(main::addInitialProperty);
    main.setDefaultPropertyPlaceholderLocation("false");
    main.bind("metricsRegistry", metrics);
    main.bind("httpServers", new DefaultMainHttpServerFactory() {
      @Override
      public Service newHttpManagementServer(CamelContext context, HttpManagementServerConfigurationProperties ignored) {
        server.setCamelContext(context);
        return server;
      }
    });
  }

  private static HttpClient trusting(ServerCertificate certificate) throws Exception {
    return HttpClient.newBuilder().sslContext(new SelfSigned(certificate).trusting()).build();
  }

  public RunningManagement start() throws Exception {
    try {
      main.start();
    } catch (Exception e) {
      close();
      throw e;
    }
    return this;
  }

  /** What is wrong now. */
  public List<Trouble> troubles() {
    return server.troubles().all();
  }

  /** The same, with whether the store was asked. */
  Troubles known() {
    return server.troubles();
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path, "Authorization", "Bearer " + credentials.managementToken());
  }

  public HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return send("POST", path, "Authorization", "Bearer " + credentials.managementToken());
  }

  /** A POST with a body. */
  public HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20)).POST(HttpRequest.BodyPublishers.ofString(body))
        .headers("Authorization", "Bearer " + credentials.managementToken(), "Content-Type", "application/json").build(),
        HttpResponse.BodyHandlers.ofString());
  }

  public HttpResponse<String> send(String method, String path, String... headers) throws IOException, InterruptedException {
    return client.send(request(method, path, headers), HttpResponse.BodyHandlers.ofString());
  }

  /** The status of a GET without a token, once it is answered. */
  public CompletableFuture<Integer> asked(String path) {
    return client.sendAsync(request("GET", path), HttpResponse.BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
  }

  private URI uri(String path) {
    return URI.create(settings.management().url() + path);
  }

  private HttpRequest request(String method, String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
        .timeout(Duration.ofSeconds(20)).method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }

  @Override
  public void close() {
    main.stop();
  }

  public void readIn(String channel, String window) {
    reading.put(channel, new Reading(Window.parse(window), Rate.UNLIMITED, 8, 8));
  }
}
