package io.github.mentagateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
  @ParameterizedTest
  @CsvSource({"5/s, PT0.2S", "300/m, PT0.2S", "10/30s, PT3S", "1/h, PT1H", "' 2 / 1 m ', PT30S", "10000/s, PT0.0001S"})
  void a_rate_is_a_distance_between_calls(String text, Duration apart) {
    assertThat(Rate.parse(text).apart()).isEqualTo(apart);
    assertThat(Rate.parse(text).isUnlimited()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "unlimited", "Unlimited"})
  void without_one_there_is_no_limit(String text) {
    assertThat(Rate.parse(text).isUnlimited()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"5 | a number of calls in a time", "0/s | a number of calls in a time", "5/0s | a number of calls in a time",
      "-1/s | a number of calls in a time", "5/d | a number of calls in a time", "five/s | a number of calls in a time",
      "99999999/s | a number of calls in a time", "10001/s | at most 10000/s"})
  void what_is_none_is_told_with_the_rule(String text, String rule) {
    assertThatThrownBy(() -> Rate.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(rule);
  }
}
