package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.Attempt;
import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.privacy.LogLine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One wide log line and the figures of each attempt. An attempt's error comes in masked already. */
final class AttemptJournal {
  private static final Logger LOG = LoggerFactory.getLogger("delivery");

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_ERROR = 1000;

  private final MeterRegistry meters;
  private final UnaryOperator<String> mask;

  /** @param mask for what the sender chose: the action and the entity; must take null */
  AttemptJournal(MeterRegistry meters, UnaryOperator<String> mask) {
    this.meters = meters;
    this.mask = mask;
  }

  /** @param retryAt null unless it is tried again; {@code overdue}: it took longer than its time limit */
  void record(Work work, Attempt attempt, Instant retryAt, boolean overdue) {
    String outcome = attempt.outcome().name().toLowerCase(Locale.ROOT);
    Counter.builder("menta.deliveries").description("Attempts that ended, by destination and outcome")
        .tag("destination", work.channel()).tag("outcome", outcome).register(meters).increment();
    if (attempt.outcome() == Attempt.Outcome.DELIVERED) {
      Instant end = attempt.startedAt().plus(attempt.took());
      Timer.builder("menta.delivery").description("From received to delivered").publishPercentileHistogram()
          .minimumExpectedValue(Duration.ofMillis(1)).maximumExpectedValue(Duration.ofHours(12))
          .register(meters).record(Duration.between(work.receivedAt(), end));
    }
    boolean bad = attempt.outcome() != Attempt.Outcome.DELIVERED;
    LOG.atLevel(bad ? Level.WARN : Level.INFO).log("{}", new LogLine()
        .with("event", "attempt")
        .with("destination", work.channel())
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
