package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.Attempt;
import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.privacy.LogLine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One wide log line and the figures of each attempt of a channel. An attempt's error comes in masked already. */
final class AttemptJournal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("delivery");

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_ERROR = 1000;

  private final String channel;
  private final MeterRegistry meters;
  private final Clock wall;
  private final UnaryOperator<String> mask;
  private Gauge stuck;

  /**
   * @param wall the clock that told when notifications were received
   * @param mask for what the sender chose: the action and the entity; must take null
   */
  AttemptJournal(String channel, MeterRegistry meters, Clock wall, UnaryOperator<String> mask) {
    this.channel = channel;
    this.meters = meters;
    this.wall = wall;
    this.mask = mask;
  }

  /** Shows how many attempts are stuck, until this is closed. */
  void watch(TimeLimits limits) {
    stuck = Gauge.builder("menta.stuck.attempts", limits, TimeLimits::stuck)
        .description("Attempts of this process that are over their timeout and whose thread is not back")
        .tag("destination", channel).register(meters);
  }

  @Override
  public void close() {
    if (stuck != null) {
      meters.remove(stuck);
    }
  }

  /** The claim ended first: whatever happened here is no attempt of this instance. */
  void leaseLost(Work work, String next) {
    Counter.builder("menta.leases.lost").description("Claims that ended before their attempt did: another instance has the work")
        .tag("destination", channel).register(meters).increment();
    LOG.warn("{}", new LogLine()
        .with("event", "lease_lost")
        .with("destination", channel)
        .with("delivery", work.deliveryId())
        .with("next", next));
  }

  /** @param retryAt null unless it is tried again; {@code overdue}: it took longer than its time limit */
  void record(Work work, Attempt attempt, Instant retryAt, boolean overdue) {
    String outcome = attempt.outcome().name().toLowerCase(Locale.ROOT);
    Counter.builder("menta.deliveries").description("Attempts that ended, by destination and outcome")
        .tag("destination", channel).tag("outcome", outcome).register(meters).increment();
    if (attempt.outcome() == Attempt.Outcome.DELIVERED) {
      Timer.builder("menta.delivery").description("From received to delivered").publishPercentileHistogram()
          .minimumExpectedValue(Duration.ofMillis(1)).maximumExpectedValue(Duration.ofHours(12))
          .register(meters).record(Duration.between(work.receivedAt(), wall.instant()));
    }
    boolean bad = attempt.outcome() != Attempt.Outcome.DELIVERED;
    LOG.atLevel(bad ? Level.WARN : Level.INFO).log("{}", new LogLine()
        .with("event", "attempt")
        .with("destination", channel)
        .with("delivery", work.deliveryId())
        .with("notification", work.notificationId())
        .with("action", mask.apply(work.action()), LONGEST_NAME)
        .with("entity", mask.apply(work.entity()), LONGEST_NAME)
        .with("attempt", attempt.number())
        .with("outcome", outcome)
        .with("took_ms", attempt.took().toMillis())
        .with("overdue", overdue ? true : null)
        .with("retry_at", retryAt)
        .with("error", attempt.error(), LONGEST_ERROR));
  }
}
