package io.github.mentagateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  @ParameterizedTest
  @CsvSource({"1, PT5S", "2, PT10S", "3, PT20S", "4, PT40S", "5, PT80S", "6, PT160S", "7, PT320S", "8, PT8M", "50, PT8M", "2000, PT8M"})
  void gaps_double_from_the_first_to_the_longest(int failures, Duration gap) {
    assertThat(new Backoff(RunningDispatchers.USUAL, () -> 0.5).delay(failures, null)).isEqualTo(gap);
  }

  @Test
  void jitter_shortens_and_lengthens_by_its_share_at_most() {
    ChannelOptions options = options(Duration.ofSeconds(10), 0.2);

    assertThat(new Backoff(options, () -> 0).delay(1, null)).isEqualTo(Duration.ofSeconds(8));
    assertThat(new Backoff(options, () -> 0.5).delay(1, null)).isEqualTo(Duration.ofSeconds(10));
    assertThat(new Backoff(options, () -> 1).delay(1, null)).isEqualTo(Duration.ofSeconds(12));
  }

  @Test
  void the_longest_gap_is_jittered_too_so_that_a_crowd_spreads() {
    assertThat(new Backoff(options(Duration.ofSeconds(5), 0.2), () -> 0).delay(50, null)).isEqualTo(Duration.ofSeconds(384));
  }

  @Test
  void a_destination_may_ask_for_more_but_not_for_less_or_for_ever() {
    Backoff backoff = new Backoff(RunningDispatchers.USUAL, () -> 0.5);

    assertThat(backoff.delay(1, Duration.ofSeconds(90))).isEqualTo(Duration.ofSeconds(90));
    assertThat(backoff.delay(1, Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(5));
    assertThat(backoff.delay(1, Duration.ZERO)).isEqualTo(Duration.ofSeconds(5));
    assertThat(backoff.delay(1, Duration.ofDays(400))).isEqualTo(Duration.ofHours(1));
    assertThat(backoff.delay(1, Duration.ofHours(1))).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void a_wish_that_is_not_met_in_full_is_told() {
    Backoff backoff = new Backoff(RunningDispatchers.USUAL, () -> 0.5);

    assertThat(backoff.note(Duration.ofSeconds(9999)))
        .isEqualTo(" (it asked for 9999 s without a call; the next one is made after 3600 s)");
    assertThat(backoff.note(Duration.ofHours(1))).isEmpty();
    assertThat(backoff.note(null)).isEmpty();
  }

  @Test
  void no_first_gap_means_no_gap() {
    assertThat(new Backoff(options(Duration.ZERO, 0.2), () -> 1).delay(2000, null)).isEqualTo(Duration.ZERO);
  }

  private static ChannelOptions options(Duration initialDelay, double jitter) {
    return new ChannelOptions(1, 50, initialDelay, Duration.ofMinutes(8), 2, jitter, Duration.ofSeconds(60),
        RunningDispatchers.USUAL.rules());
  }
}
