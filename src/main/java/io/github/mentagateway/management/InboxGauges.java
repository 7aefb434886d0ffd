package io.github.mentagateway.management;

import io.github.mentagateway.delivery.Reading;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.Letters.Kind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gauges of the store. {@link #refresh} asks the store four times, whatever the number of destinations. While the store does not
 * answer, its gauges are NaN or absent, and never show old numbers.
 */
final class InboxGauges {
  private static final Logger LOG = LoggerFactory.getLogger(InboxGauges.class);

  private final Inbox inbox;
  private final Supplier<Map<String, Reading>> reading;
  private final Clock clock;
  private final MeterRegistry registry;
  private final Map<MultiGauge, ToDoubleFunction<DestinationStatus>> perDestination = new LinkedHashMap<>();
  private volatile Snapshot snapshot = Snapshot.NOTHING;

  InboxGauges(Inbox inbox, Supplier<Map<String, Reading>> reading, Clock clock, MeterRegistry registry) {
    this.inbox = inbox;
    this.reading = reading;
    this.clock = clock;
    this.registry = registry;
    perDestination("menta_backlog", "Deliveries that wait", DestinationStatus::waiting);
    perDestination("menta_oldest_undelivered_seconds", "For how long the oldest delivery that waits could have been delivered, 0 when none"
        + " does: its age, or the time since its destination's window opened", this::age);
    perDestination("menta_dead_letters", "Dead letters", DestinationStatus::deadLetters);
    perDestination("menta_destination_down", "1 while only probes are sent there, because it is down", one -> one.down() ? 1 : 0);
    perDestination("menta_destination_paused", "1 while a person keeps it from being sent anything", one -> one.paused() ? 1 : 0);
    perDestination("menta_destination_closed", "1 while it is outside of its window", one -> one.closed() ? 1 : 0);
    Gauge.builder("menta_quarantined", () -> snapshot.quarantinedCount()).description("Notifications in quarantine").register(registry);
    Gauge.builder("menta_unread_channels", () -> snapshot.unreadCount())
        .description("Channels with deliveries that wait and no route that reads them").register(registry);
  }

  private void perDestination(String name, String description, ToDoubleFunction<DestinationStatus> value) {
    perDestination.put(MultiGauge.builder(name).description(description).register(registry), value);
  }

  /** Reads the numbers from the store. Blocks for as long as the store takes. */
  void refresh() {
    try {
      publish(Snapshot.of(inbox, reading, clock.instant()));
    } catch (RuntimeException e) {
      unknown(e.getMessage());
    }
  }

  /** The numbers are not known until the next {@link #refresh} has ended. */
  void unknown(String why) {
    if (!snapshot.failed()) {
      LOG.warn("the store's numbers are not known: {}", why);
    }
    publish(Snapshot.FAILED);
  }

  private synchronized void publish(Snapshot now) {
    snapshot = now;
    // every destination has all its series, at 0 where there is nothing: an alert on a series that ends would never clear
    perDestination.forEach((gauge, value) -> gauge.register(snapshot.destinations().stream()
        .<Row<?>>map(one -> Row.of(Tags.of("destination", one.name()), one, value)).toList(), true));
  }

  /** The destinations at the last refresh. */
  List<DestinationStatus> destinations() {
    return snapshot.destinations();
  }

  /** All of the last refresh. */
  Snapshot numbers() {
    return snapshot;
  }

  /** Those in quarantine at the last refresh, by action. */
  Map<String, Long> quarantined() {
    return snapshot.quarantined();
  }

  private double age(DestinationStatus destination) {
    Instant now = clock.instant();
    if (destination.oldest() == null || destination.closed()) {
      return 0;
    }
    Instant opened = destination.window().isAlways() ? Instant.MIN : destination.window().openSince(now);
    Instant since = destination.oldest().isAfter(opened) ? destination.oldest() : opened;
    return Math.max(0, Duration.between(since, now).toMillis() / 1000.0);
  }

  /** @param known whether the numbers are the store's; else there are none */
  record Snapshot(List<DestinationStatus> destinations, Map<String, Long> quarantined, boolean known, boolean failed) {
    static final Snapshot NOTHING = new Snapshot(List.of(), Map.of(), false, false);
    static final Snapshot FAILED = new Snapshot(List.of(), Map.of(), false, true);

    static Snapshot of(Inbox inbox, Supplier<Map<String, Reading>> reading, Instant now) {
      Map<String, Long> quarantined = inbox.letters().countByAction(Kind.QUARANTINE);
      return new Snapshot(DestinationStatus.all(inbox, reading.get(), now), quarantined, true, false);
    }

    double quarantinedCount() {
      return known ? quarantined.values().stream().mapToLong(Long::longValue).sum() : Double.NaN;
    }

    double unreadCount() {
      return failed ? Double.NaN : destinations.stream().filter(DestinationStatus::unread).count();
    }
  }
}
