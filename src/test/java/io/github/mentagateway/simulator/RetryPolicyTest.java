package io.github.mentagateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** MENTA.md, to the letter. */
class RetryPolicyTest {
  private static final RetryPolicy DOUBLING = new RetryPolicy(BackoffGrowth.DOUBLING, 7);
  private static final RetryPolicy LINEAR = new RetryPolicy(BackoffGrowth.LINEAR, 7);

  @Test
  void the_gaps_double_from_5_seconds_to_8_minutes_and_stay_there() {
    assertThat(IntStream.rangeClosed(1, 9).mapToObj(retry -> DOUBLING.gap(0, retry).toSeconds()))
        .containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 480L, 480L);
    assertThat(DOUBLING.gap(0, 50)).isEqualTo(Duration.ofMinutes(8));
  }

  @Test
  void the_other_reading_grows_by_the_same_step_and_reaches_8_minutes_with_the_last_retry() {
    assertThat(LINEAR.gap(0, 1)).isEqualTo(Duration.ofSeconds(5));
    assertThat(LINEAR.gap(0, 50)).isEqualTo(Duration.ofMinutes(8));
    Duration step = LINEAR.gap(0, 2).minus(LINEAR.gap(0, 1));
    assertThat(IntStream.rangeClosed(2, 50).mapToObj(retry -> LINEAR.gap(0, retry).minus(LINEAR.gap(0, retry - 1))))
        .allSatisfy(gap -> assertThat(gap).isCloseTo(step, Duration.ofNanos(2)));
  }

  @Test
  void fifty_retries_last_as_long_as_is_derived_from_what_is_published() {
    assertThat(total(DOUBLING)).isEqualTo(Duration.ofSeconds(635 + 43 * 480));
    assertThat(total(LINEAR)).isBetween(Duration.ofMinutes(200), Duration.ofMinutes(204));
  }

  @ParameterizedTest
  @EnumSource
  void no_gap_is_shorter_than_the_one_before(BackoffGrowth growth) {
    RetryPolicy policy = new RetryPolicy(growth, 7);
    List<Duration> gaps = IntStream.rangeClosed(1, 50).mapToObj(retry -> policy.gap(3, retry)).toList();
    assertThat(gaps).isSorted().allMatch(gap -> gap.toSeconds() >= 5 && gap.toSeconds() <= 480);
  }

  @ParameterizedTest
  @EnumSource
  void after_fifty_retries_it_is_sent_every_12_to_24_hours_for_ever(BackoffGrowth growth) {
    RetryPolicy policy = new RetryPolicy(growth, 7);
    List<Duration> gaps = IntStream.rangeClosed(51, 1050).mapToObj(retry -> policy.gap(3, retry)).toList();
    assertThat(gaps).allMatch(gap -> gap.toMinutes() >= 12 * 60 && gap.compareTo(Duration.ofHours(24)) <= 0);
    assertThat(gaps).anyMatch(gap -> gap.toMinutes() < 13 * 60).anyMatch(gap -> gap.toMinutes() > 23 * 60);
    assertThat(RetryPolicy.isPriority(50)).isTrue();
    assertThat(RetryPolicy.isPriority(51)).isFalse();
  }

  @Test
  void the_same_seed_gives_the_same_gaps_and_another_one_others() {
    assertThat(new RetryPolicy(BackoffGrowth.DOUBLING, 7).gap(3, 51)).isEqualTo(DOUBLING.gap(3, 51));
    assertThat(new RetryPolicy(BackoffGrowth.DOUBLING, 8).gap(3, 51)).isNotEqualTo(DOUBLING.gap(3, 51));
    assertThat(DOUBLING.gap(4, 51)).isNotEqualTo(DOUBLING.gap(3, 51));
  }

  private static Duration total(RetryPolicy policy) {
    return IntStream.rangeClosed(1, RetryPolicy.RETRIES).mapToObj(retry -> policy.gap(0, retry)).reduce(Duration.ZERO, Duration::plus);
  }
}
