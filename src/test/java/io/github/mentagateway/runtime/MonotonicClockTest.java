package io.github.mentagateway.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.MovableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonotonicClockTest {
  private final MovableClock wall = new MovableClock();
  private final Instant start = wall.instant();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final Clock clock = new MonotonicClock(wall, nanos::get);

  @Test
  void it_begins_with_the_time_of_the_machine() {
    assertThat(clock.instant()).isEqualTo(start);
    assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);
  }

  /** The counter may overflow meanwhile, as {@link System#nanoTime} may. */
  @Test
  void it_goes_on_by_the_time_that_has_passed() {
    nanos.addAndGet(Duration.ofHours(30).toNanos() + 1);

    assertThat(clock.instant()).isEqualTo(start.plus(Duration.ofHours(30)).plusNanos(1));
    assertThat(clock.millis()).isEqualTo(start.plus(Duration.ofHours(30)).toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, 3600, -86_400 * 400, 86_400 * 400})
  void a_machine_whose_clock_is_set_neither_holds_it_up_nor_pushes_it(long seconds) {
    wall.move(Duration.ofSeconds(seconds));
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());

    assertThat(clock.instant()).isEqualTo(start.plusSeconds(5));
  }

  @Test
  void another_zone_is_the_same_moment() {
    nanos.addAndGet(7);

    Clock elsewhere = clock.withZone(ZoneId.of("America/Argentina/Buenos_Aires"));

    assertThat(elsewhere.getZone()).isEqualTo(ZoneId.of("America/Argentina/Buenos_Aires"));
    assertThat(elsewhere.instant()).isEqualTo(clock.instant());
  }
}
