package io.github.mentagateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActivitySeriesTest {
  private static final Instant START = Instant.parse("2026-11-29T20:00:00Z");

  private final ActivitySeries series = new ActivitySeries();

  private static Sample after(int minutes, long taken) {
    return new Sample(START.plus(Duration.ofMinutes(minutes)), Map.of("ticket.updated", taken), 0, 0, Map.of(), Map.of(), 0L, 0L);
  }

  @Test
  void what_happened_within_a_minute_is_the_difference_of_two_samples() {
    series.keep(after(0, 0));
    series.keep(after(1, 7));

    List<Sample> hour = series.hour(after(2, 10));

    assertThat(hour).hasSize(3);
    assertThat(hour.get(1).since(hour.get(0)).taken()).isEqualTo(7);
    assertThat(hour.get(2).since(hour.get(1)).taken()).isEqualTo(3);
  }

  @Test
  void an_hour_and_a_day_are_kept_and_no_more() {
    for (int minute = 0; minute < 3 * 24 * 60; minute++) {
      series.keep(after(minute, minute));
    }
    Sample now = after(3 * 24 * 60, 3 * 24 * 60);

    List<Sample> hour = series.hour(now);
    List<Sample> day = series.day(now);

    assertThat(hour).hasSize(62);
    assertThat(hour.get(0).at()).isEqualTo(now.at().minus(Duration.ofMinutes(61)));
    assertThat(day).hasSize(146);
    assertThat(Duration.between(day.get(0).at(), day.get(1).at())).isEqualTo(Duration.ofMinutes(10));
    assertThat(Duration.between(day.get(0).at(), now.at())).isBetween(Duration.ofHours(24), Duration.ofHours(24).plusMinutes(10));
  }

  @Test
  void after_a_clock_that_was_set_back_it_begins_anew() {
    series.keep(after(60, 5));
    series.keep(after(0, 6));

    assertThat(series.hour(after(1, 8))).extracting(Sample::at).containsExactly(START, START.plus(Duration.ofMinutes(1)));
  }

  @Test
  void a_sample_reads_the_meters_by_what_they_count() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    meters.counter("menta.notifications", "action", "ticket.updated", "outcome", "accepted").increment(4);
    meters.counter("menta.notifications", "action", "ticket.updated", "outcome", "duplicate").increment(2);
    meters.counter("menta.notifications", "action", "other", "outcome", "quarantined").increment();
    meters.counter("menta.intake.requests", "status", "202").increment(7);
    meters.counter("menta.intake.requests", "status", "401").increment(3);
    meters.counter("menta.deliveries", "destination", "notifications", "outcome", "delivered").increment(4);
    meters.counter("menta.deliveries", "destination", "mail", "outcome", "delivered").increment(3);
    meters.counter("menta.deliveries", "destination", "mail", "outcome", "retry").increment(5);
    meters.counter("menta.deliveries", "destination", "mail", "outcome", "dead_letter").increment();

    assertThat(Sample.of(meters, START, 1L, 30L)).isEqualTo(new Sample(START, Map.of("ticket.updated", 4L, "other", 1L), 2, 3, Map.of("mail", 3L),
        Map.of("mail", 6L), 1L, 30L));
  }
}
