package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.Attempt;
import io.github.mentagateway.inbox.Settlement;
import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.privacy.LogLine;
import io.github.mentagateway.privacy.PrivateText;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes one wide log line for each attempt of a channel, counts it, and tells the listener. The error of an attempt is masked by its caller; its private part
 * stays out of the log.
 */
final class AttemptLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("delivery");

  /** From at once to half a day, each some three times the one before: a time series for each destination. */
  private static final Duration[] BUCKETS = {Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofSeconds(3),
      Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(12)};
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_ERROR = 1000;

  private final String channel;
  private final MeterRegistry meters;
  private final Clock wall;
  private final UnaryOperator<String> mask;
  private final AttemptListener listener;
  private final Map<Attempt.Outcome, Counter> counters = new EnumMap<>(Attempt.Outcome.class);
  private final Timer time;
  private Gauge stuck;

  /**
   * @param wall the clock by which notifications were received
   * @param mask is applied to what the sender chose, which is the action and the entity; must take null
   */
  AttemptLog(String channel, MeterRegistry meters, Clock wall, UnaryOperator<String> mask, AttemptListener listener) {
    this.channel = channel;
    this.meters = meters;
    this.wall = wall;
    this.mask = mask;
    this.listener = listener;
    this.time = Timer.builder("menta.delivery").description("From received to delivered").tag("destination", channel)
        .serviceLevelObjectives(BUCKETS).register(meters);
    // from 0 on: what begins at 1 has not risen for whoever asks by how much
    Stream.of(Attempt.Outcome.values()).forEach(outcome -> counters.put(outcome, counter(outcome)));
  }

  /** Registers the gauge of stuck attempts, until {@link #close}. */
  void watch(AttemptTimeouts timeouts) {
    stuck = Gauge.builder("menta.stuck.attempts", timeouts, AttemptTimeouts::stuck)
        .description("Attempts of this process that are over their timeout and whose thread is not back")
        .tag("destination", channel).register(meters);
  }

  @Override
  public void close() {
    if (stuck != null) {
      meters.remove(stuck);
    }
  }

  /** The claim ended before its attempt did: the attempt does not count. */
  void leaseLost(Work work, String next) {
    Counter.builder("menta.leases.lost").description("Claims that ended before their attempt did: another instance has the work")
        .tag("destination", channel).register(meters).increment();
    LOG.warn("{}", new LogLine()
        .with("event", "lease_lost")
        .with("destination", channel)
        .with("delivery", work.deliveryId())
        .with("next", next));
  }

  void record(EndedAttempt ended) {
    Work work = ended.work();
    Attempt.Outcome outcome = ended.settlement().outcome();
    counters.get(outcome).increment();
    if (ended.isSuccess()) {
      time.record(Duration.between(work.receivedAt(), wall.instant()));
    }
    LOG.atLevel(ended.isSuccess() ? Level.INFO : Level.WARN).log("{}", new LogLine()
        .with("event", "attempt")
        .with("destination", channel)
        .with("delivery", work.deliveryId())
        .with("notification", work.notificationId())
        .with("action", mask.apply(work.action()), LONGEST_NAME)
        .with("entity", mask.apply(work.entity()), LONGEST_NAME)
        .with("attempt", work.attempt())
        .with("outcome", name(outcome))
        .with("took_ms", ended.took().toMillis())
        .with("overdue", ended.overdue() ? true : null)
        .with("retry_at", ended.settlement() instanceof Settlement.Retry retry ? retry.at() : null)
        .with("error", PrivateText.hide(ended.settlement().error()), LONGEST_ERROR));
    listener.ended(ended);
  }

  private Counter counter(Attempt.Outcome outcome) {
    return Counter.builder("menta.deliveries").description("Attempts that ended, by destination and outcome")
        .tag("destination", channel).tag("outcome", name(outcome)).register(meters);
  }

  private static String name(Attempt.Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
