package io.github.mentagateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParseTest {

  @ParameterizedTest
  @CsvSource({"250ms, PT0.25S", "5s, PT5S", "8m, PT8M", "12h, PT12H", "30d, PT720H", "0s, PT0S", "5 s, PT5S"})
  void a_duration_is_a_number_and_a_unit(String text, Duration duration) {
    assertThat(Parse.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "s", "-5s", "1.5s", "5 minutes", "PT5S", "", "5S", "99999999999s"})
  void anything_else_is_no_duration(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Parse.duration(text))
        .withMessage("must be a whole number with a unit: ms, s, m, h or d, such as 5s");
  }

  @ParameterizedTest
  @CsvSource({"262144, 262144", "1B, 1", "512KB, 524288", "512 kb, 524288", "256MB, 268435456", "2GB, 2147483648", "1TB, 1099511627776"})
  void a_size_is_bytes_with_a_unit_or_without(String text, long bytes) {
    assertThat(Parse.size(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5GB", "many", "", "1PB"})
  void anything_else_is_no_size(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Parse.size(text))
        .withMessage("must be a size such as 262144, 512KB or 256MB");
  }

  @Test
  void a_size_beyond_a_long_is_told_in_words(@TempDir Path folder) {
    SettingsHome home = SettingsHome.in(folder).properties("gateway.store.min-free=999999999999TB");

    assertThat(home.problems()).containsExactly("gateway.store.min-free is '999999999999TB': it is too large a number");
  }

  @Test
  void a_body_limit_has_limits_itself(@TempDir Path folder) {
    SettingsHome home = SettingsHome.in(folder);

    assertThat(home.properties("gateway.intake.max-body-bytes=65MB").problems())
        .containsExactly("gateway.intake.max-body-bytes is '65MB': it must be between 1 and 67108864");
    assertThat(home.properties("gateway.intake.max-body-bytes=0").problems())
        .containsExactly("gateway.intake.max-body-bytes is '0': it must be between 1 and 67108864");
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0:8443, 0.0.0.0, 8443", "localhost:0, localhost, 0", "[::1]:9876, ::1, 9876", "gateway.example.com:65535, gateway.example.com, 65535"})
  void an_address_is_a_host_and_a_port(String text, String host, int port) {
    assertThat(Address.parse(text)).isEqualTo(new Address(host, port)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8443", ":8443", "localhost", "::1:8443", "::1", "[]:80", ""})
  void anything_else_is_no_address(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Address.parse(text))
        .withMessage("must be host:port, such as 0.0.0.0:8443");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:", "localhost:http", "localhost:-1"})
  void a_port_is_a_number(String text) {
    assertThatThrownBy(() -> Address.parse(text)).hasMessage("must be a whole number");
  }

  @Test
  void a_port_has_sixteen_bits() {
    assertThatThrownBy(() -> Address.parse("localhost:65536")).hasMessage("must have a port between 0 and 65535");
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1:1, true", "[::1]:1, true", "127.9.9.9:1, true", "0.0.0.0:1, false", "10.0.0.1:1, false", "[::]:1, false"})
  void loopback_is_what_only_this_machine_reaches(String text, boolean loopback) {
    assertThat(Address.parse(text).isLoopback()).isEqualTo(loopback);
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0:1, 127.0.0.1", "[::]:1, [::1]", "[::1]:1, [::1]", "127.0.0.1:1, 127.0.0.1", "example.com:1, example.com"})
  void a_wildcard_address_is_reached_over_loopback(String text, String host) {
    assertThat(Address.parse(text).reachableHost()).isEqualTo(host);
  }
}
