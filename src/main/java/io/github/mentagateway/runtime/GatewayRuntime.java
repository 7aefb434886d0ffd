package io.github.mentagateway.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.alert.AlertServices;
import io.github.mentagateway.alert.AlertsComponent;
import io.github.mentagateway.check.RouteCheck;
import io.github.mentagateway.check.RouterBranches;
import io.github.mentagateway.context.ChannelSettings;
import io.github.mentagateway.context.ContextConfiguration;
import io.github.mentagateway.context.Destinations;
import io.github.mentagateway.contract.ContractRadar;
import io.github.mentagateway.credentials.Credentials;
import io.github.mentagateway.credentials.OwnerKey;
import io.github.mentagateway.credentials.PrivateFolder;
import io.github.mentagateway.credentials.ServerCertificate;
import io.github.mentagateway.delivery.DeliveryServices;
import io.github.mentagateway.delivery.Dispatcher;
import io.github.mentagateway.durable.DurableComponent;
import io.github.mentagateway.durable.DurableServices;
import io.github.mentagateway.envelope.EntityResolver;
import io.github.mentagateway.envelope.EnvelopeMapper;
import io.github.mentagateway.health.Troubles;
import io.github.mentagateway.inbox.Channels;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.InboxOptions;
import io.github.mentagateway.intake.IntakeActivity;
import io.github.mentagateway.intake.IntakeServerFactory;
import io.github.mentagateway.log.JsonLog;
import io.github.mentagateway.management.ManagementProperties;
import io.github.mentagateway.management.ManagementServer;
import io.github.mentagateway.management.RoutableQuarantine;
import io.github.mentagateway.privacy.Masks;
import io.github.mentagateway.privacy.PrivateText;
import io.github.mentagateway.reload.ArrivingRequests;
import io.github.mentagateway.reload.LastGood;
import io.github.mentagateway.reload.RouteReload;
import io.github.mentagateway.reload.RouteTrial;
import io.github.mentagateway.reload.StartRoutes;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.standins.StandIns;
import io.github.mentagateway.store.InboxFactory;
import io.github.mentagateway.testcase.CaseRun;
import io.github.mentagateway.tracing.Tracing;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.DefaultMainShutdownStrategy;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the gateway. The start checks the route files, then opens the inbox, the stand-ins and the destinations, then starts Camel
 * with its routes, and the intake last. At the end the intake takes nothing more and answers what it took, attempts under way finish, and
 * the inbox closes last.
 */
public final class GatewayRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayRuntime.class);
  private static final int LONGEST_ERROR = 1000;
  /** A start waits no longer for the cases of what was edited before it. */
  private static final Duration LONGEST_TRIAL = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  /** How long the exit may take beyond the time for attempts under way: the store closes, and servers stop. */
  private static final Duration LAST_STEPS = Duration.ofSeconds(15);

  private final Settings settings;
  private final Clock wall;
  private final Clock monotonic;
  private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Main main = new Main();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;

  public GatewayRuntime(Settings settings, Clock wall) {
    this.settings = settings;
    this.wall = wall;
    this.monotonic = new MonotonicClock(wall, System::nanoTime);
  }

  /**
   * Runs until SIGTERM.
   *
   * @return the exit code
   * @throws StartFailedException when the gateway could not be started; everything that was opened is closed again
   */
  public int run() throws StartFailedException {
    if (settings.jsonLog()) {
      JsonLog.begin();
    }
    ((DefaultMainShutdownStrategy) main.getShutdownStrategy()).disableHangupSupport();
    Thread hook = new Thread(this::endOnSignal, "shutdown");
    try (OpenResources resources = new OpenResources()) {
      Runtime.getRuntime().addShutdownHook(hook);
      start(resources);
      return 0;
    } catch (Exception e) {
      LOG.debug("start failed", e);
      if (isEnding(hook)) {
        // a start that is ended half-way fails at one place or another, and that is no fault
        return 0;
      }
      throw new StartFailedException(e, main.getCamelContext(), settings.secrets()::redact);
    } finally {
      ended.countDown();
    }
  }

  /** Blocks in {@code main.run()} once everything runs. */
  private void start(OpenResources resources) throws Exception {
    Path home = settings.home().toAbsolutePath().normalize();
    Path folder = settings.routes().toAbsolutePath().normalize();
    RouteCheck check = new RouteCheck(settings, System.getenv());
    LastGood lastGood = LastGood.of(settings);
    RouteTrial trial = settings.reload() ? RouteTrial.within(LONGEST_TRIAL, new CaseRun(settings)::findings) : RouteTrial.NONE;
    StartRoutes routes = StartRoutes.choose(check, trial, lastGood, settings);
    routes.findings().forEach(finding -> LOG.warn("{}", mask(finding.toString())));
    PrivateFolder.prepare(settings.data());
    RouteReload reload = resources.add(
        new RouteReload(settings, System.getenv(), routes, edited -> new RouteCheck(edited, System.getenv()), edited -> new CaseRun(edited)::findings,
            lastGood, meters, wall, this::mask));
    StoreFolder storeFolder = new StoreFolder(settings.store().folder().orElse(settings.data()));
    storeFolder.prepare();
    boolean pathIsNew = Credentials.isPathMissing(settings);
    Credentials credentials = Credentials.establish(settings);
    ServerCertificate certificate = ServerCertificate.establish(settings);
    byte[] ownerKey = OwnerKey.establish(settings);
    // closed behind the inbox, whose end does not wait for a collector
    Tracing tracing = resources.add(Tracing.of(settings.tracing(), hostName(), this::mask, meters));
    // the inbox opens first, because its lock refuses a second gateway in the same folder
    Inbox inbox = resources.add(InboxFactory.open(inboxOptions(storeFolder), monotonic));
    inbox.onFatal(GatewayRuntime::halt);
    StandIns standIns = resources.add(StandIns.start(settings));
    Destinations destinations = resources.add(Destinations.open(settings, standIns.mail()));
    ScheduledExecutorService timer = timer();
    resources.add(timer::shutdownNow);
    resources.add(new RetentionJob(inbox, monotonic, timer, settings.keepDelivered(), settings.keepActs()).start());

    ObjectMapper mapper = EnvelopeMapper.create();
    DeliveryServices deliveries = new DeliveryServices(inbox.work(), monotonic, wall, timer,
        () -> ThreadLocalRandom.current().nextDouble(), meters, this::mask, destinations::abort, tracing.attempts());
    RoutableQuarantine routable = new RoutableQuarantine(inbox.letters());
    ContractRadar radar = resources.add(new ContractRadar(inbox.contract(), settings.contractSettling(), monotonic).start());
    IntakeActivity activity = new IntakeActivity(wall);
    ManagementServer.ProcessState process = new ManagementServer.ProcessState(activity, radar, storeFolder::free, () -> stopping);
    AtomicReference<ManagementServer> management = new AtomicReference<>();
    IntakeServerFactory intake = new IntakeServerFactory(settings, credentials, certificate, wall, activity, tracing.requests(),
        (context, configuration) -> {
      management.set(new ManagementServer(settings, credentials, inbox, deliveries::reading, reload, routable, meters, wall, process));
      return management.get();
    });
    main.bind("alerts", new AlertsComponent(alertServices(inbox, management)));
    main.bind(MicrometerConstants.METRICS_REGISTRY_NAME, meters);
    main.bind("envelopeMapper", mapper);
    // Camel's management server takes these options: it serves no files, and would leave a folder under /tmp at each start
    main.bind("vertxOptions", new VertxOptions().setFileSystemOptions(
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    main.bind("durable", new DurableComponent(durableServices(inbox, deliveries, mapper, ownerKey)));
    destinations.bindTo(main::bind);
    intake.configure(main);
    new ContextConfiguration(settings, destinations, routes.files()).configure(main);
    ManagementProperties.of(settings).forEach(main::addOverrideProperty);
    main.addOverrideProperty(Settings.StandIns.REST, standIns.rest());
    main.addMainListener(new MainListenerSupport() {
      @Override
      public void afterStart(BaseMainSupport started) {
        reload.started(started.getCamelContext(), arriving(intake), deliveries.start(),
            files -> routable.routedNow(RouterBranches.actions(files)));
        if (settings.reload()) {
          reload.watch(LOOK_EVERY);
        }
      }

      @Override
      public void beforeStop(BaseMainSupport stopped) {
        reload.close();
        intake.stopAccepting();
      }
    });
    // behind the listener above: when it says that the gateway runs, all of it does
    main.addMainListener(new StartupBanner(settings, credentials, pathIsNew, intake, standIns, inbox.acceptance()::problem,
        routes.instead()));
    resources.add(main::stop);
    main.run();
    LOG.info("event=stopped waiting={} (deliveries that go on at the next start)",
        inbox.channels().backlog().stream().mapToLong(Channels.Backlog::waiting).sum());
  }

  private static ArrivingRequests arriving(IntakeServerFactory intake) {
    return new ArrivingRequests() {
      @Override
      public boolean hold(Duration most) throws InterruptedException {
        return intake.hold(most);
      }

      @Override
      public void release() {
        intake.release();
      }
    };
  }

  private InboxOptions inboxOptions(StoreFolder storeFolder) {
    Settings.Store store = settings.store();
    // the disk of a PostgreSQL server belongs to another machine
    long minFree = store.isPostgres() ? 0 : store.minFree();
    return new InboxOptions(store.url(), store.user(), store.password(), storeFolder.folder(), minFree, storeFolder::free, store.queue(),
        store.queueBytes(), settings.duplicates().horizon(), settings.duplicates().unanswered(), store.lease());
  }

  private DurableServices durableServices(Inbox inbox, DeliveryServices deliveries, ObjectMapper mapper, byte[] ownerKey) {
    return new DurableServices(inbox.acceptance(), deliveries, mapper, new EntityResolver(settings.entities()),
        ChannelSettings.comparisons(settings.duplicates(), ownerKey), ChannelSettings.defaults(settings.delivery()),
        ChannelSettings.sends(settings.delivery()), settings.intake().rejectUnusable(), settings.shutdownTimeout(), Dispatcher::new);
  }

  private AlertServices alertServices(Inbox inbox, AtomicReference<ManagementServer> management) {
    return new AlertServices(() -> Optional.ofNullable(management.get()).map(ManagementServer::troubles).orElse(Troubles.UNKNOWN),
        settings.data(), settings.store().isPostgres() ? Optional.of(inbox.leases()) : Optional.empty(), hostName(), monotonic);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a machine without a name";
    }
  }

  private String mask(String text) {
    return PrivateText.oneLine(Masks.maskAddresses(settings.secrets().redact(text)), LONGEST_ERROR);
  }

  private static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
      Thread thread = new Thread(task, "delivery-timer");
      thread.setDaemon(true);
      return thread;
    });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /** Whether the process is ending; else the hook is removed, because it has nothing to wait for. */
  private static boolean isEnding(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException shutdownInProgress) {
      return true;
    }
  }

  /** Runs at SIGTERM: Camel's own hook would let the process end before the inbox is closed. */
  private void endOnSignal() {
    stopping = true;
    main.completed();
    try {
      if (!ended.await(settings.shutdownTimeout().plus(LAST_STEPS).toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("event=shutdown_overdue next=\"exit; what was under way is told at the next start as interrupted\"");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The store is in an unknown state: only a fresh process may open it, and no shutdown hook may touch it. */
  private static void halt(Throwable cause) {
    LOG.error("event=halt the store failed and must be opened afresh; the supervisor starts the gateway again. cause={}",
        cause.toString());
    Runtime.getRuntime().halt(1);
  }
}
