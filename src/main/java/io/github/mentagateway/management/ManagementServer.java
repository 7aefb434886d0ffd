package io.github.mentagateway.management;

import io.github.mentagateway.console.ConsoleFiles;
import io.github.mentagateway.contract.ContractRadar;
import io.github.mentagateway.credentials.Credentials;
import io.github.mentagateway.delivery.Reading;
import io.github.mentagateway.envelope.EntityResolver;
import io.github.mentagateway.envelope.EnvelopeMapper;
import io.github.mentagateway.envelope.EnvelopeReader;
import io.github.mentagateway.health.Troubles;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.intake.IntakeActivity;
import io.github.mentagateway.reload.RouteReload;
import io.github.mentagateway.routemap.RouteMap;
import io.github.mentagateway.settings.Address;
import io.github.mentagateway.settings.Settings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig;
import org.apache.camel.health.HealthCheckRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel's management server with our access filter before it and {@code /api} on it. Camel starts it when the
 * {@code MainHttpServerFactory} in its registry returns it from {@code newHttpManagementServer} and the
 * {@link ManagementProperties} are set. It serves until the Camel context has stopped.
 *
 * <p>The start fails with an {@link IllegalStateException} whose message is for the operator when the address is not available.
 */
public final class ManagementServer extends ManagementHttpServer {
  private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
  private static final Duration OLDEST_NUMBERS = Duration.ofSeconds(5);
  /** A scrape that took longer would look like a gateway that is gone. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Set<String> WITH_NUMBERS = Set.of(ManagementProperties.HEALTH, ManagementProperties.METRICS, StatusApi.PATH,
      SeriesApi.PATH);

  private final Settings settings;
  private final Inbox inbox;
  private final RoutableQuarantine routable;
  private final RouteReload reload;
  private final ProcessState process;
  private final Clock clock;
  private final Instant startedAt;
  private final Tokens tokens;
  private final AccessFilter filter;
  private final LettersApi letters;
  private final DeliveriesApi deliveries;
  private final NotificationsApi notifications;
  private final DuplicatesApi duplicates;
  private final DestinationsApi destinations;
  private final InboxGauges gauges;
  private final SeriesApi series;
  private final ThrottledRefresh refresh;

  /**
   * @param reading how the channels are read that are read here, as it is now
   * @param metrics the registry of the store's gauges
   * @param routable what of the quarantine could be routed
   * @param process what the parts that are not asked for letters say of themselves
   */
  public ManagementServer(
      Settings settings, Credentials credentials, Inbox inbox, Supplier<Map<String, Reading>> reading, RouteReload reload, RoutableQuarantine routable,
      MeterRegistry metrics, Clock clock, ProcessState process) {
    this.settings = settings;
    this.routable = routable;
    this.inbox = inbox;
    this.reload = reload;
    this.process = process;
    this.clock = clock;
    this.startedAt = clock.instant();
    this.tokens = new Tokens(credentials.managementToken(), settings.management().tokens(), settings.secrets()::resolve);
    this.filter = new AccessFilter(tokens, settings.management(), clock, this::admit);
    var mapper = EnvelopeMapper.create();
    EntityResolver entities = new EntityResolver(settings.entities());
    LetterJson json = new LetterJson(new MaskedBody(mapper));
    LetterDecisions decisions = new LetterDecisions(inbox.letters(), new EnvelopeReader(mapper), entities);
    this.letters = new LettersApi(inbox, decisions, json, routable, new EditedBody(mapper, settings.intake().maxBodyBytes()), clock);
    this.deliveries = new DeliveriesApi(inbox, decisions, json);
    this.notifications = new NotificationsApi(inbox, entities, json);
    this.duplicates = new DuplicatesApi(inbox.duplicates());
    this.destinations = new DestinationsApi(inbox, reading, clock);
    this.gauges = new InboxGauges(inbox, reading, clock, metrics);
    this.series = new SeriesApi(metrics, gauges, clock, startedAt);
    ProcessMeters.register(metrics, this::notTaking, process.intake(), process.freeBytes());
    Gauge.builder("menta_contract_changes", () -> process.radar().news().size())
        .description("Actions, fields and types that menta sends since lately, and nobody has acknowledged").register(metrics);
    this.refresh = new ThrottledRefresh(gauges::refresh, OLDEST_NUMBERS, LONGEST_WAIT,
        () -> gauges.unknown("it has not answered within " + LONGEST_WAIT.toSeconds() + " s"), clock);
  }

  @Override
  protected void doInit() throws Exception {
    Address listen = settings.management().listen();
    setHost(listen.host());
    setPort(listen.port());
    setHealthCheckEnabled(true);
    setHealthPath(ManagementProperties.HEALTH);
    setMetricsEnabled(true);
    AuthenticationConfig authentication = getConfiguration().getAuthenticationConfig();
    authentication.setEnabled(true);
    authentication.getEntries().clear();
    authentication.getEntries().add(filterEntry());
    check(listen);
    // Camel takes the server of this port that is there
    getCamelContext().addService(new ManagementListener(settings, getConfiguration()));
    super.doInit();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    keepTokens();
    Router router = getRouter();
    new CallerApi().mount(router);
    new OpenApi().mount(router);
    letters.mount(router);
    deliveries.mount(router);
    notifications.mount(router);
    duplicates.mount(router);
    destinations.mount(router);
    ActRecorder recorder = new ActRecorder(inbox.acts());
    new RoutesApi(reload, settings.reload(), recorder).mount(router);
    new ActsApi(inbox.acts()).mount(router);
    new SettingsApi(reload::settings, startedAt).mount(router);
    new ContractApi(process.radar(), recorder).mount(router);
    new HeldApi(process.intake().held()).mount(router);
    new StatusApi(process.intake(), this::notTaking, gauges, process.freeBytes(), getCamelContext(), clock, startedAt).mount(router);
    new MapApi(reload::running, files -> RouteMap.of(files, reload.settings(), System.getenv()), inbox.letters()).mount(router);
    series.mount(router);
    keepSeries();
    new ConsoleFiles().mount(router);
    router.route().last().handler(request -> new ProblemException(404, "there is nothing here").answer(request));
    router.route().failureHandler(ManagementServer::failed);
    HealthCheckRegistry health = HealthCheckRegistry.get(getCamelContext());
    health.register(new InboxHealthCheck(this::refusing));
    health.register(new ChannelHealthCheck(gauges::destinations));
    health.register(new QuarantineHealthCheck(() -> routable.among(gauges.quarantined())));
    health.register(new RoutesHealthCheck(reload::last));
    health.register(new ContractHealthCheck(process.radar()::news));
  }

  /** All that is wrong now. Blocks for as long as the store takes. */
  public Troubles troubles() {
    if (!isStarted()) {
      return Troubles.UNKNOWN;
    }
    gauges.refresh();
    return new TroubleFinder(getCamelContext(), gauges, process.intake(), process.radar()::news, clock).find();
  }

  /** A folder of secrets that hangs must not hold up anything else either. */
  private void keepTokens() {
    getCamelContext().getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "management-tokens").scheduleWithFixedDelay(() -> {
      tokens.look();
      filter.tell();
    }, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A slow store must not hold up anything else: the thread is the series' own. */
  private void keepSeries() {
    series.keep();
    getCamelContext().getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "activity-series").scheduleWithFixedDelay(() -> {
      gauges.refresh();
      series.keep();
    }, 1, 1, TimeUnit.MINUTES);
  }

  /** Why no notification is taken; empty when they are. Without a route of the intake this instance is still no less ready than any other. */
  private Optional<String> notTaking() {
    return refusing().or(() -> process.intake().isRead() ? Optional.empty() : Optional.of("no route reads gateway.intake.path"));
  }

  /** Why no notification can be taken into custody; empty when they can. */
  private Optional<String> refusing() {
    return process.stopping().getAsBoolean() ? Optional.of("the gateway is shutting down") : inbox.acceptance().problem();
  }

  /**
   * Metrics and the full health show the store as it was a few seconds ago at most. Counting costs more the more waits, and both may be
   * open to everybody, so all requests together ask the store once in that time. Probes do not ask it at all: a slow store is no reason to
   * take the gateway away. The lists of {@code /api} are current, but for the groups of letters.
   */
  private void admit(RoutingContext request) {
    if (WITH_NUMBERS.contains(request.normalizedPath())) {
      Context own = request.vertx().getOrCreateContext();
      refresh.recent(request.vertx()).onComplete(done -> own.runOnContext(nothing -> request.next()));
    } else {
      request.next();
    }
  }

  private static void failed(RoutingContext request) {
    if (request.failure() instanceof ProblemException problem) {
      problem.answer(request);
      return;
    }
    int status = request.statusCode() >= 400 ? request.statusCode() : 500;
    if (status >= 500) {
      LOG.error("a request to the management port failed", request.failure());
    }
    new ProblemException(status, switch (status) {
      case 413 -> "the request's body is longer than may be here";
      default -> status >= 500 ? "the gateway could not answer; its log says why" : "this request cannot be understood";
    }).answer(request);
  }

  /** As an entry of Camel's own authentication the filter is the first route, before the port is opened. */
  private AuthenticationConfig.AuthenticationConfigEntry filterEntry() {
    var entry = new AuthenticationConfig.AuthenticationConfigEntry() {
      @Override
      public Handler<RoutingContext> createAuthenticationHandler(Vertx vertx) {
        return filter;
      }
    };
    entry.setPath("/*");
    return entry;
  }

  private void check(Address listen) {
    Address intake = settings.intake().listen();
    if (listen.port() == intake.port() && listen.port() != 0) {
      throw new IllegalStateException("gateway.management.listen is " + listen + " and gateway.intake.listen is " + intake
          + ": they need different ports");
    }
  }

  /**
   * The process around this server.
   *
   * @param radar what menta sends, as far as it was seen
   * @param stopping whether it has begun to shut down and is not ready any more
   * @param freeBytes how much may still be written where the store is, or the gateway's folder when that is another machine's
   */
  public record ProcessState(IntakeActivity intake, ContractRadar radar, LongSupplier freeBytes, BooleanSupplier stopping) {}
}
