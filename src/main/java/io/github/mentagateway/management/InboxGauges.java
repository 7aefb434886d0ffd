package io.github.mentagateway.management;

import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.Inbox.Backlog;
import io.github.mentagateway.inbox.Letters.Kind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gauges of the store. {@link #refresh} asks the store, three questions whatever the number of destinations, before each scrape. While the store does not answer, its numbers are NaN rather than those of the past.
 */
final class InboxGauges {
  private static final Logger LOG = LoggerFactory.getLogger(InboxGauges.class);

  private final Inbox inbox;
  private final Clock clock;
  private final MultiGauge backlog;
  private final MultiGauge oldest;
  private final MultiGauge deadLetters;
  private volatile Found found = Found.NOTHING;

  InboxGauges(Inbox inbox, Clock clock, MeterRegistry registry) {
    this.inbox = inbox;
    this.clock = clock;
    this.backlog = MultiGauge.builder("menta_backlog").description("Deliveries that wait").register(registry);
    this.oldest = MultiGauge.builder("menta_oldest_undelivered_seconds")
        .description("Age of the oldest delivery that waits, 0 when none does").register(registry);
    this.deadLetters = MultiGauge.builder("menta_dead_letters").description("Dead letters").register(registry);
    Gauge.builder("menta_quarantined", () -> found.quarantined()).description("Notifications in quarantine").register(registry);
    Gauge.builder("menta_unread_channels", () -> found.unreadCount())
        .description("Channels with deliveries that wait and no route that reads them").register(registry);
  }

  /** Blocks for as long as the store takes. */
  synchronized Void refresh() {
    boolean failedBefore = found.failed();
    try {
      found = Found.of(inbox);
    } catch (RuntimeException e) {
      found = Found.FAILED;
      if (!failedBefore) {
        LOG.warn("the store's numbers are not known: {}", e.getMessage());
      }
    }
    Map<String, Backlog> channels = found.channels();
    backlog.register(channels.values().stream().map(one -> row(one.channel(), one.waiting())).toList(), true);
    oldest.register(channels.values().stream()
        .map(one -> Row.of(destination(one.channel()), one, this::age)).toList(), true);
    // a destination whose last dead letter was settled goes to 0: a series that ends instead leaves alerts hanging
    deadLetters.register(Stream.concat(channels.keySet().stream(), found.deadLetters().keySet().stream()).distinct()
        .map(channel -> row(channel, found.deadLetters().getOrDefault(channel, 0L))).toList(), true);
    return null;
  }

  /** As of the last refresh. */
  List<Backlog> unread() {
    return found.unread();
  }

  private double age(Backlog backlog) {
    return backlog.oldest() == null ? 0 : Math.max(0, Duration.between(backlog.oldest(), clock.instant()).toMillis() / 1000.0);
  }

  private static Row<?> row(String channel, long number) {
    return Row.of(destination(channel), number);
  }

  private static Tags destination(String channel) {
    return Tags.of("destination", channel);
  }

  private record Found(Map<String, Backlog> channels, Map<String, Long> deadLetters, double quarantined, boolean failed) {
    static final Found NOTHING = new Found(Map.of(), Map.of(), Double.NaN, false);
    static final Found FAILED = new Found(Map.of(), Map.of(), Double.NaN, true);

    static Found of(Inbox inbox) {
      Map<String, Backlog> channels = new TreeMap<>();
      inbox.backlog().forEach(one -> channels.put(one.channel(), one));
      double quarantined = inbox.letters().count(Kind.QUARANTINE).values().stream().mapToLong(Long::longValue).sum();
      return new Found(channels, Map.copyOf(inbox.letters().count(Kind.DEAD_LETTER)), quarantined, false);
    }

    List<Backlog> unread() {
      return channels.values().stream().filter(one -> !one.read() && one.waiting() > 0).toList();
    }

    double unreadCount() {
      return failed ? Double.NaN : unread().size();
    }
  }
}
