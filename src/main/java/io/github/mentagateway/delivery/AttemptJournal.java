package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.Attempt;
import io.github.mentagateway.inbox.Work;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One wide log line and the figures of each attempt. Texts come in masked already. */
final class AttemptJournal {
  private static final Logger LOG = LoggerFactory.getLogger("delivery");

  private final MeterRegistry meters;

  AttemptJournal(MeterRegistry meters) {
    this.meters = meters;
  }

  /** @param retryAt null unless it is tried again; {@code overdue}: it took longer than its time limit */
  void record(Work work, Attempt attempt, Instant retryAt, boolean overdue, String entity) {
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
    LOG.atLevel(bad ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.INFO).log(
        "event=attempt destination={} delivery={} notification={} action={} entity={} attempt={} outcome={} took_ms={}{}{}{}",
        work.channel(), work.deliveryId(), work.notificationId(), work.action(), entity, attempt.number(), outcome,
        attempt.took().toMillis(), overdue ? " overdue=true" : "", retryAt == null ? "" : " retry_at=" + retryAt,
        attempt.error() == null ? "" : " error=\"" + attempt.error() + "\"");
  }
}
