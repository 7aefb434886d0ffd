package io.github.mentagateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrencyLimiterTest {
  private final ConcurrencyLimiter limiter = new ConcurrencyLimiter(8, true);

  private void succeed(int times, long millis) {
    IntStream.range(0, times).forEach(i -> {
      limiter.begin();
      limiter.end(true, false, Duration.ofMillis(millis));
      limiter.settled(true);
    });
  }

  private void fail(boolean down) {
    limiter.begin();
    limiter.end(false, down, Duration.ofMillis(1));
    limiter.settled(false);
  }

  @Test
  void it_stays_at_its_concurrency_while_the_destination_is_as_quick_as_usual() {
    succeed(100, 20);
    succeed(100, 35);

    assertThat(limiter.allowed()).isEqualTo(8);
  }

  @Test
  void it_is_halved_when_the_destination_slows_down_and_grows_by_one_in_a_round_when_that_is_over() {
    succeed(16, 20);
    succeed(8, 400);
    assertThat(limiter.allowed()).isEqualTo(4);
    succeed(4, 400);
    assertThat(limiter.allowed()).isEqualTo(2);

    succeed(2, 20);
    assertThat(limiter.allowed()).isEqualTo(3);
    succeed(3 + 4 + 5 + 6 + 7, 20);
    assertThat(limiter.allowed()).isEqualTo(8);
  }

  @Test
  void what_is_slow_for_good_is_usual_some_day() {
    succeed(16, 20);
    succeed(4_000, 100);

    assertThat(limiter.allowed()).isEqualTo(8);
  }

  /** A route that makes its call for some deliveries only; an API that is slow with some; what all APIs do. */
  @ParameterizedTest
  @ValueSource(strings = {"some without a call", "some slow", "scattered"})
  void calls_that_differ_among_themselves_are_as_quick_as_usual(String kind) {
    Random random = new Random(1);
    int sum = 0;
    for (int call = 0; call < 10_000; call++) {
      succeed(1, switch (kind) {
        case "some without a call" -> random.nextBoolean() ? 1 : 300;
        case "some slow" -> random.nextInt(5) == 0 ? 500 : 20;
        default -> (long) (-100 * Math.log(1 - random.nextDouble()));
      });
      sum += limiter.allowed();
    }

    assertThat(sum / 10_000.0).as("of 8 on average").isGreaterThan(7.5);
  }

  @Test
  void a_destination_that_comes_back_gets_one_at_a_time_first() {
    succeed(16, 20);
    IntStream.range(0, 3).forEach(i -> fail(true));
    assertThat(limiter.allowed()).isEqualTo(1);

    succeed(1, 20);
    assertThat(limiter.allowed()).isEqualTo(2);
  }

  @Test
  void a_failure_of_one_delivery_says_nothing_of_the_destination() {
    IntStream.range(0, 20).forEach(i -> fail(false));

    assertThat(limiter.allowed()).isEqualTo(8);
  }

  @Test
  void one_that_does_not_adapt_stays_as_it_is() {
    ConcurrencyLimiter fixed = new ConcurrencyLimiter(8, false);
    fixed.begin();
    fixed.end(false, true, Duration.ofSeconds(9));

    assertThat(fixed.allowed()).isEqualTo(8);
  }
}
