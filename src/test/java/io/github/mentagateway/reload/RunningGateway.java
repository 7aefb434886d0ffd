package io.github.mentagateway.reload;

import static org.awaitility.Awaitility.await;

import io.github.mentagateway.FreePort;
import io.github.mentagateway.ShippedFolder;
import io.github.mentagateway.check.RouteCheck;
import io.github.mentagateway.alert.AlertsOf;
import io.github.mentagateway.context.ContextConfiguration;
import io.github.mentagateway.context.Destinations;
import io.github.mentagateway.delivery.ChannelOptions;
import io.github.mentagateway.delivery.DeliveryServices;
import io.github.mentagateway.delivery.Dispatcher;
import io.github.mentagateway.durable.Comparisons;
import io.github.mentagateway.durable.DurableComponent;
import io.github.mentagateway.durable.DurableServices;
import io.github.mentagateway.durable.SendLimits;
import io.github.mentagateway.envelope.EntityResolver;
import io.github.mentagateway.envelope.EnvelopeMapper;
import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.ChannelRules;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.inbox.Stores;
import io.github.mentagateway.privacy.Masks;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.store.InboxFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.main.Main;
import org.apache.camel.support.DefaultConsumer;

/** Routes in a real Camel on a real inbox, with the reload beside them, as the runtime puts them together, but for the server. */
final class RunningGateway implements AutoCloseable {
  final Path home;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final int smtpPort;
  final Inbox inbox;
  final RouteReload reload;
  final CamelContext camel;
  /** The bodies that came to the step in question, with its route. */
  final List<String> seen = new CopyOnWriteArrayList<>();
  /** When not null, what is thrown into the trial. */
  volatile List<io.github.mentagateway.routes.Finding> trialFindings = List.of();
  volatile Processor step = exchange -> {};
  volatile boolean holding;
  volatile int holds;
  /** Whether the intake has requests that do not end. */
  volatile boolean holdsNothing;
  private final Main main = new Main();
  private final Destinations destinations;
  private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1);

  RunningGateway(Path home) throws Exception {
    this(home, RouteTrial.NONE);
  }

  /** @param atStart tries what the start has not seen run */
  RunningGateway(Path home, RouteTrial atStart) throws Exception {
    this.home = home;
    smtpPort = FreePort.next();
    String smtp = String.valueOf(smtpPort);
    Settings settings = Settings.load(home, Map.of("GATEWAY_MAIL_PORT", smtp));
    Path data = Files.createDirectories(home.resolve("data"));
    inbox = InboxFactory.open(Stores.sqlite(data), java.time.Clock.systemUTC());
    DeliveryServices delivery = new DeliveryServices(inbox.work(), java.time.Clock.systemUTC(), timer, () -> 0.5,
        meters, text -> text);
    ChannelOptions defaults = new ChannelOptions(4, 50, Duration.ofSeconds(5), Duration.ofMinutes(8), 2, 0, Duration.ofSeconds(60),
        new ChannelRules(true, false, Duration.ofSeconds(10)));
    var mapper = EnvelopeMapper.create();
    destinations = Destinations.open(settings);
    main.bind("envelopeMapper", mapper);
    // a bean that the check knows
    main.bind("authenticator", (Processor) exchange -> {
      step.process(exchange);
      seen.add(exchange.getFromRouteId() + ":" + exchange.getIn().getHeader("version"));
    });
    main.bind("platform-http-engine", (PlatformHttpEngine) UnservedConsumer::new);
    main.bind("alerts", AlertsOf.these(data));
    main.bind("durable", new DurableComponent(new DurableServices(inbox.acceptance(), delivery, mapper, new EntityResolver(Map.of()),
        new Comparisons(Map.of(), Optional.empty(), new byte[32]), defaults, new SendLimits(20_000, 16 << 20), false, Duration.ofSeconds(20),
        Dispatcher::new)));
    destinations.bindTo(main::bind);
    main.addOverrideProperty("gateway.intake.path", "/menta/test");
    main.addOverrideProperty("gateway.stand-ins.rest", "127.0.0.1:1");
    Path folder = settings.routes().toAbsolutePath().normalize();
    Path absolute = settings.home().toAbsolutePath().normalize();
    RouteCheck check = new RouteCheck(settings, Map.of());
    LastGood lastGood = new LastGood(data.resolve("routes-last-good.zip"), folder, absolute);
    StartRoutes start = StartRoutes.choose(check, atStart, lastGood, settings);
    reload = new RouteReload(settings, Map.of("GATEWAY_MAIL_PORT", smtp), start, edited -> new RouteCheck(edited, Map.of()),
        edited -> files -> trialFindings, lastGood, meters, java.time.Clock.systemUTC(), Masks::maskAddresses);
    new ContextConfiguration(settings, destinations, start.files()).configure(main);
    main.start();
    camel = main.getCamelContext();
    reload.started(camel, new ArrivingRequests() {
      @Override
      public boolean hold(Duration most) {
        holding = true;
        holds++;
        return !holdsNothing;
      }

      @Override
      public void release() {
        holding = false;
      }
    }, delivery.start(), files -> {});
  }

  /** Makes a gateway's folder with what is shipped. */
  static Path shipped(Path home) throws Exception {
    ShippedFolder.copyTo(home);
    return home;
  }

  RunningGateway write(String path, String content) throws Exception {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    return this;
  }

  RunningGateway replace(String path, String text, String by) throws Exception {
    String content = Files.readString(home.resolve(path));
    if (!content.contains(text)) {
      throw new IllegalArgumentException(path + " has no " + text);
    }
    return write(path, content.replace(text, by));
  }

  Outcome delete(String path) throws Exception {
    Files.delete(home.resolve(path));
    return reload.reload();
  }

  /** Two looks, as the watch makes them. */
  Outcome look() {
    reload.look();
    reload.look();
    return reload.last();
  }

  String accept(String channel, String id) {
    String json = "{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"" + id + "\",\"newOwnerEmail\":\"ana@example.com\"}}";
    return inbox.acceptance().accept(new Arrival(channel, new Original(json.getBytes(StandardCharsets.UTF_8), Map.of(),
        java.time.Instant.now()), "ticket.updated", "ticket:" + id, null, Payload.ORIGINAL, null)).join().id();
  }

  /** The state of a delivery and why, once its first attempt has ended. */
  String awaitEnd(String delivery) {
    await().atMost(Duration.ofSeconds(20)).until(() -> inbox.letters().find(delivery).filter(one -> !one.attempts().isEmpty()).isPresent());
    var letter = inbox.letters().find(delivery).orElseThrow().letter();
    return letter.state() + " " + letter.reason();
  }

  /** How many rules of errors Camel has. */
  int rules() {
    return camel.getCamelContextExtension().getContextPlugin(org.apache.camel.model.Model.class).getRouteConfigurationDefinitions().stream()
        .mapToInt(configuration -> configuration.getOnExceptions().size()).sum();
  }

  void awaitSeen(int many) {
    await().atMost(Duration.ofSeconds(20)).until(() -> seen.size() >= many);
  }

  List<String> routes() {
    return camel.getRoutes().stream().map(org.apache.camel.Route::getRouteId).sorted().toList();
  }

  double reloads(String outcome) {
    return meters.counter("menta_routes_reloads", "outcome", outcome).count();
  }

  double refused() {
    return meters.get("menta_routes_refused").gauge().value();
  }

  @Override
  public void close() {
    reload.close();
    main.stop();
    destinations.close();
    inbox.close();
    timer.shutdownNow();
  }

  /** A route that reads the intake's path, which no server serves here. */
  private static final class UnservedConsumer extends DefaultConsumer implements PlatformHttpConsumer {
    UnservedConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
      super(endpoint, processor);
    }

    @Override
    public PlatformHttpEndpoint getEndpoint() {
      return (PlatformHttpEndpoint) super.getEndpoint();
    }
  }
}
