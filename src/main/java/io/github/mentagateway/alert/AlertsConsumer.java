package io.github.mentagateway.alert;

import io.github.mentagateway.health.Trouble;
import io.github.mentagateway.health.Troubles;
import io.github.mentagateway.privacy.Masks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the troubles on a thread of its own, and runs its route with those that must be told. They count as told when the route has ended without a
 * failure; else they are told again later, under the same id. So an alert is sent at least once.
 */
final class AlertsConsumer extends DefaultConsumer {
  private static final Logger LOG = LoggerFactory.getLogger(AlertsConsumer.class);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(8);
  /** A route that is stopped lets an alert that is under way be sent: one that was cut off would be sent again. */
  private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(10);
  private static final int LONGEST_ERROR = 300;

  private final AlertsEndpoint endpoint;
  private final AlertServices services;
  private final Predicate<String> keys;
  private final AlertHealthCheck health;
  private final List<Share> shares = new ArrayList<>();
  private ScheduledExecutorService thread;

  AlertsConsumer(AlertsEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.services = endpoint.services();
    this.health = new AlertHealthCheck(endpoint.getName());
    // what cannot be sent would be told by what cannot be sent
    this.keys = endpoint.keys().and(key -> !key.equals(health.getId()));
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    if (endpoint.isForNobody()) {
      // nothing is looked at: what nobody was told is told when somebody is named
      return;
    }
    shares.clear();
    AlertMemory own = new FileMemory(services.folder().resolve("alerts-" + endpoint.getName() + ".json"));
    services.shared().ifPresentOrElse(state -> {
      shares.add(new Share(own, trouble -> !trouble.shared(), false, services.host()));
      shares.add(new Share(new SharedMemory(state, "alerts:" + endpoint.getName(), endpoint.getInterval()), Trouble::shared, true, ""));
    }, () -> shares.add(new Share(own, trouble -> true, true, services.host())));
    HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
    if (registry != null) {
      registry.register(health);
    }
    thread = Executors.newSingleThreadScheduledExecutor(task -> {
      Thread made = new Thread(task, "alerts-" + endpoint.getName());
      made.setDaemon(true);
      return made;
    });
    long interval = endpoint.getInterval().toMillis();
    // not at once: routes of kamelets start later
    thread.scheduleWithFixedDelay(this::tick, interval, interval, TimeUnit.MILLISECONDS);
  }

  @Override
  protected void doStop() throws Exception {
    if (thread != null) {
      thread.shutdown();
      if (!thread.awaitTermination(LONGEST_ATTEMPT.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    }
    HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
    if (registry != null) {
      registry.unregister(health);
    }
    super.doStop();
  }

  private void tick() {
    try {
      Troubles now = services.troubles().get();
      shares.forEach(share -> share.look(now));
    } catch (RuntimeException | Error e) {
      // one that leaves the method would end all further looks, and nobody would be told
      LOG.error("event=alert outcome=not_looked name={} error=\"{}\"", endpoint.getName(), error(e));
    }
  }

  /** The troubles that are told from one memory. */
  private final class Share {
    private final AlertMemory memory;
    private final Predicate<Trouble> part;
    private final boolean needsStore;
    private final String owner;
    private List<Alert.Item> failed = List.of();
    private Duration wait = Duration.ZERO;
    private Instant notBefore = Instant.MIN;

    /**
     * @param needsStore whether it has troubles of the store, of which nothing is known while it does not answer
     * @param owner whose troubles they are: of two owners the same is two alerts. Empty for those of all instances
     */
    Share(AlertMemory memory, Predicate<Trouble> part, boolean needsStore, String owner) {
      this.memory = memory;
      this.part = part;
      this.needsStore = needsStore;
      this.owner = owner;
    }

    void look(Troubles found) {
      if (found == Troubles.UNKNOWN) {
        return;
      }
      memory.take().ifPresent(book -> {
        Instant now = services.clock().instant();
        List<Trouble> mine = new ArrayList<>(found.all().stream().filter(part).filter(one -> keys.test(one.key())).toList());
        if (needsStore && !found.isStoreKnown()) {
          mine.addAll(book.assumed());
        }
        book.see(mine, endpoint.getFor(), now);
        List<Alert.Item> due = again(book.due(endpoint.getFor(), now));
        // first: a process that dies while it sends has told the same trouble, and not another one that began when it came back
        boolean isMine = memory.keep(book);
        if (isMine && !due.isEmpty() && !now.isBefore(notBefore) && send(new Alert(services.host(), owner, due), now)) {
          book.told(due, now);
          memory.keep(book);
        }
      });
    }

    /** What could not be told is told as it was, so that it has the same id, and what began since then is told after it. */
    private List<Alert.Item> again(List<Alert.Item> due) {
      Set<String> before = failed.stream().map(Alert.Item::id).collect(Collectors.toSet());
      List<Alert.Item> same = due.stream().filter(one -> before.contains(one.id())).toList();
      return !same.isEmpty() && same.size() == before.size() ? same : due;
    }

    private boolean send(Alert alert, Instant now) {
      String told = alert.items().stream().map(one -> one.state().name().toLowerCase(Locale.ROOT) + " " + one.key()).collect(Collectors.joining(", "));
      Exception failure = run(alert);
      if (failure == null) {
        LOG.info("event=alert outcome=told name={} id={} troubles=\"{}\"", endpoint.getName(), alert.id(), Masks.oneLine(told, LONGEST_ERROR));
        wait = Duration.ZERO;
        notBefore = Instant.MIN;
        failed = List.of();
        health.sent();
        return true;
      }
      wait = wait.isZero() ? endpoint.getInterval() : wait.multipliedBy(2);
      wait = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
      notBefore = now.plus(wait);
      failed = alert.items();
      health.failed(now);
      LOG.warn("event=alert outcome=failed name={} id={} troubles=\"{}\" error=\"{}\" next=\"it is tried again in {} s\"", endpoint.getName(), alert.id(),
          Masks.oneLine(told, LONGEST_ERROR), error(failure), wait.toSeconds());
      return false;
    }
  }

  /** @return null when the route has ended well */
  private Exception run(Alert alert) {
    Exchange exchange = createExchange(false);
    try {
      exchange.setPattern(ExchangePattern.InOnly);
      exchange.getIn().setBody(alert.body());
      exchange.setVariable("deliveryId", alert.id());
      try {
        getProcessor().process(exchange);
      } catch (Exception e) {
        exchange.setException(e);
      }
      return exchange.getException();
    } finally {
      releaseExchange(exchange, false);
    }
  }

  private static String error(Throwable failure) {
    return Masks.oneLine(Masks.maskAddresses(String.valueOf(failure.getMessage() == null ? failure : failure.getMessage())), LONGEST_ERROR);
  }
}
