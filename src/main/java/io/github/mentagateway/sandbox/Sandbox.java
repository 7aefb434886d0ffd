package io.github.mentagateway.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mentagateway.context.ChannelSettings;
import io.github.mentagateway.context.ContextConfiguration;
import io.github.mentagateway.context.Destinations;
import io.github.mentagateway.delivery.DeliveryServices;
import io.github.mentagateway.delivery.SteppedReaders;
import io.github.mentagateway.durable.Comparisons;
import io.github.mentagateway.durable.DurableComponent;
import io.github.mentagateway.durable.DurableServices;
import io.github.mentagateway.durable.IncomingRequest;
import io.github.mentagateway.envelope.EntityResolver;
import io.github.mentagateway.envelope.EnvelopeMapper;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.privacy.PrivateText;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.apache.camel.spi.ComponentResolver;
import org.slf4j.MDC;

/**
 * Routes that run, and reach nothing. A scenario begins with an empty store, at the same time of the same day unless it says another. What a route keeps in
 * memory between two messages (a throttle, an open circuit breaker, an aggregation) it keeps between two scenarios too.
 *
 * <p>Everything happens on a thread of its own, whose lines the log leaves out.
 */
public final class Sandbox implements AutoCloseable {
  /** The key, in the logging context of a thread, of what is only tried out: the log leaves it out. */
  public static final String LOGGING = "sandbox";

  /** More than a week, in which a window may open once. A channel that is down is probed for ever. */
  private static final Duration LONGEST = Duration.ofDays(8);
  private static final int MOST_ATTEMPTS = 1_000;
  private static final int MOST_ATTEMPTS_OF_ONE = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final VirtualClock clock = new VirtualClock();
  private final Systems systems = new Systems();
  private final Walked walked = new Walked(systems);
  private final Attempts attempts = new Attempts(systems, clock);
  private final SteppedReaders readers = new SteppedReaders(attempts);
  private final Main main = new Main();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService thread = Executors.newSingleThreadExecutor(Sandbox::thread);
  private final AwaitedExecutor others = new AwaitedExecutor(Sandbox::thread);
  private final ScratchStore store;
  private final StubbedIntake intake;
  private final Destinations destinations;
  private final boolean tellsCopies;
  private int most;

  private Sandbox(Settings settings, boolean tellsCopies) throws IOException {
    this.tellsCopies = tellsCopies;
    store = new ScratchStore(settings, clock);
    intake = new StubbedIntake(settings.intake().maxBodyBytes());
    destinations = Destinations.stubbed(settings, name -> new StubbedDatabase(name, systems));
  }

  /**
   * Starts the routes of these files, and nothing of them is run.
   *
   * @param settings as they are without secrets
   * @throws Exception when Camel cannot start the routes
   */
  public static Sandbox start(Settings settings, RouteFiles files) throws Exception {
    return start(settings, files, true);
  }

  /** The same, where each notification that is given is a new one: it was told from its copies before. */
  public static Sandbox startWithoutCopies(Settings settings, RouteFiles files) throws Exception {
    return start(settings, files, false);
  }

  private static Sandbox start(Settings settings, RouteFiles files, boolean tellsCopies) throws Exception {
    Sandbox sandbox = new Sandbox(settings, tellsCopies);
    try {
      sandbox.onThread(() -> {
        sandbox.startCamel(settings, files);
        return null;
      });
      return sandbox;
    } catch (Exception | Error e) {
      sandbox.close();
      throw e;
    }
  }

  private static Thread thread(Runnable task) {
    return new Thread(() -> {
      MDC.put(LOGGING, "true");
      task.run();
    }, "sandbox");
  }

  private <T> T onThread(Callable<T> task) throws Exception {
    try {
      return thread.submit(task).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }

  private void startCamel(Settings settings, RouteFiles files) throws Exception {
    // the usual one leaves a hook of the process behind, and with it all of this context
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    ObjectMapper mapper = EnvelopeMapper.create();
    main.bind("durable", new DurableComponent(services(settings, mapper)));
    main.bind("envelopeMapper", mapper);
    main.bind("authenticator", (Processor) exchange -> {
      IncomingRequest.of(exchange).authenticated();
      exchange.getMessage().removeHeaders("*");
    });
    main.bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, intake);
    for (String scheme : Set.of("http", "https")) {
      main.bind(scheme, new StubbedHttp(systems));
    }
    main.bind("jdbc", new StubbedJdbc(settings.databases().keySet(), name -> new StubbedDatabase(name, systems)));
    for (String scheme : Set.of("smtp", "smtps")) {
      main.bind(scheme, new StubbedMail(systems));
    }
    destinations.bindTo(main::bind);
    new ContextConfiguration(settings, destinations, files).configure(main);
    main.addOverrideProperty("gateway.intake.path", StubbedIntake.PATH);
    main.addOverrideProperty(Settings.StandIns.REST, settings.standIns().rest().toString());
    main.addOverrideProperty("camel.metrics.enabled", "false");
    main.addOverrideProperty("camel.main.sourceLocationEnabled", "true");
    // the options of a component that has a stand-in are not those of the stand-in
    main.configure().setAutoConfigurationFailFast(false);
    main.addMainListener(new MainListenerSupport() {
      @Override
      public void beforeInitialize(BaseMainSupport starting) {
        CamelContext context = starting.getCamelContext();
        context.getCamelContextExtension().addInterceptStrategy(walked);
        StubbedComponents components =
            new StubbedComponents(context.getCamelContextExtension().getContextPlugin(ComponentResolver.class), systems);
        context.getCamelContextExtension().addContextPlugin(ComponentResolver.class, components);
        context.addLifecycleStrategy(components.inPlaceOfBeans(context.getRegistry().findByTypeWithName(Component.class)));
        TimelessRoutes.in(context, others);
      }
    });
    main.start();
  }

  private DurableServices services(Settings settings, ObjectMapper mapper) {
    // the readers have their store from readFrom; in the middle, chance adds no jitter
    DeliveryServices deliveries =
        new DeliveryServices(null, clock, timer, () -> 0.5, new SimpleMeterRegistry(), text -> PrivateText.oneLine(text, 1000));
    byte[] ownerKey = new byte[32];
    Comparisons comparisons = tellsCopies
        ? ChannelSettings.comparisons(settings.duplicates(), ownerKey) : ChannelSettings.withoutRules(settings.duplicates(), ownerKey);
    return new DurableServices(store, deliveries, mapper, new EntityResolver(settings.entities()), comparisons,
        ChannelSettings.defaults(settings.delivery()), ChannelSettings.sends(settings.delivery()), settings.intake().rejectUnusable(), PATIENCE,
        readers);
  }

  /** Has the scenario happen, until nothing more would happen by itself. */
  public Trace run(Scenario scenario) throws Exception {
    return onThread(() -> {
      clock.resetTo(scenario.begins());
      systems.use(scenario);
      attempts.reset();
      most = Math.max(MOST_ATTEMPTS, MOST_ATTEMPTS_OF_ONE * scenario.notifications().size());
      readers.readFrom(store.renew());
      List<Received> received = new ArrayList<>();
      Instant came = clock.instant();
      for (Scenario.Notification notification : scenario.notifications()) {
        Instant arrival = came.plus(notification.after());
        goOn(arrival);
        clock.moveTo(arrival);
        came = clock.instant();
        Received answer = intake.receive(new Original(notification.body(), notification.headers(), clock.instant()));
        systems.answer(answer.id(), notification.rows());
        received.add(answer);
      }
      goOn(clock.instant().plus(LONGEST));
      return new Trace(List.copyOf(received), attempts.traces(), systems.unused());
    });
  }

  /** Makes the attempts that fall due until then. */
  private void goOn(Instant until) {
    while (attempts.count() < most) {
      if (!readers.step()) {
        Optional<Instant> due = readers.nextDue().filter(time -> !time.isAfter(until));
        if (due.isEmpty()) {
          return;
        }
        clock.moveTo(due.get());
        if (!readers.step()) {
          // what is due by the store's microseconds may be due a moment later by the clock
          clock.move(Duration.ofMillis(1));
        }
      }
    }
  }

  /** The text with the values of its {@code {{placeholders}}}, as a route would see it; as it is when one of them stands for nothing. */
  public String filled(String text) {
    try {
      return main.getCamelContext().resolvePropertyPlaceholders(text);
    } catch (IllegalArgumentException unknown) {
      return text;
    }
  }

  /** The steps of the route files that were reached in any scenario, as {@code file:line}, with the path under which a file was read. */
  public Set<String> walked() {
    return Set.copyOf(walked.places());
  }

  @Override
  public void close() {
    Future<?> stopped = thread.submit(() -> {
      try {
        main.stop();
      } finally {
        destinations.close();
        timer.shutdownNow();
        store.close();
      }
    });
    thread.shutdown();
    try {
      stopped.get();
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the routes that were tried out cannot be stopped: " + e.getCause(), e.getCause());
    } finally {
      others.shutdownNow();
    }
  }
}
