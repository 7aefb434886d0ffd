package io.github.mentagateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the suite of the store does not show of a breaker: its bounds. */
class BreakerTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private final Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final Breaker breaker = new Breaker();

  @Test
  void an_outage_without_end_is_remembered_in_bounded_memory_and_those_tried_longest_ago_are_forgotten() {
    for (long lane = 1; lane <= 25_000; lane++) {
      breaker.failed(lane, lane, true, now, INTERVAL);
    }

    assertThat(breaker.longestAgoFirst()).hasSize(10_000).startsWith(new Breaker.Tried(15_001, true));
    assertThat(breaker.succeeded()).hasSize(10_000);
    assertThat(breaker.longestAgoFirst()).isEmpty();
  }

  @Test
  void one_entity_with_many_lanes_is_bounded_too() {
    for (long lane = 1; lane <= 25_000; lane++) {
      assertThat(breaker.failed(7, lane, true, now, INTERVAL)).isFalse();
    }

    assertThat(breaker.longestAgoFirst()).hasSize(10_000);
  }

  @Test
  void a_clock_that_is_set_back_does_not_keep_the_next_probe_away() {
    for (long lane = 1; lane <= 3; lane++) {
      breaker.failed(lane, lane, true, now, INTERVAL);
    }

    assertThat(breaker.mayProbe(now.plusSeconds(9), INTERVAL)).isFalse();
    assertThat(breaker.mayProbe(now.plusSeconds(10), INTERVAL)).isTrue();
    assertThat(breaker.mayProbe(now.minus(Duration.ofHours(1)), INTERVAL)).isTrue();
  }
}
