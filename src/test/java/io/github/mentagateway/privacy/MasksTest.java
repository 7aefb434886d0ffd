package io.github.mentagateway.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasksTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "to ana.paz+x@example.com failed|to a***@example.com failed",
      "<a@b.example>,<c@d.example>|<a***@b.example>,<c***@d.example>",
      "GET /owners/ana%40example.com: 404|GET /owners/a***%40example.com: 404",
      "josé@ejemplo.example|j***@ejemplo.example",
      "id 30123456 of +541155556666|id ***56 of +***66",
      "DNI 30.123.456.|DNI ***56.",
      "DNI 5.123.456|DNI ***56",
      "at 2026-11-23T10:00:00Z, port 8443, 123456|at 2026-11-23T10:00:00Z, port 8443, 123456",
      "10.123.456.789 and 1.2.3|10.123.456.789 and 1.2.3",
      "nothing @ all, @example.com, a@|nothing @ all, @example.com, a@",
  })
  void addresses_and_long_numbers_are_masked_and_nothing_else(String given, String expected) {
    assertThat(Masks.maskAddresses(given)).isEqualTo(expected);
  }

  @Test
  void masking_twice_is_masking_once() {
    String once = Masks.maskAddresses("ana@example.com, 30123456, 30.123.456, x%40y.example");
    assertThat(Masks.maskAddresses(once)).isEqualTo(once);
  }

  @Test
  void a_hostile_text_is_masked_in_time_proportional_to_its_length() {
    // a scan that goes back over what it has seen would need 10^12 steps for each of these
    int length = 1_000_000;
    assertThat(Masks.maskAddresses("a".repeat(length))).hasSize(length);
    assertThat(Masks.maskAddresses("@".repeat(length))).hasSize(length);
    assertThat(Masks.maskAddresses("a@".repeat(length))).isNotEmpty();
    assertThat(Masks.maskAddresses("a.".repeat(length) + "@")).hasSize(2 * length + 1);
    assertThat(Masks.maskAddresses("%40".repeat(length))).isNotEmpty();
    assertThat(Masks.maskAddresses("1.".repeat(length))).hasSize(2 * length);
    assertThat(Masks.maskAddresses("1".repeat(length))).isEqualTo("***11");
  }

  @Test
  void null_stays_null() {
    assertThat(Masks.maskAddresses(null)).isNull();
    assertThat(Masks.oneLine(null, 10)).isNull();
  }

  @Test
  void one_line_lets_nobody_forge_a_second_one() {
    assertThat(Masks.oneLine("a\r\nINFO b\tc\u001b[2J\u2028d\u202ee\u0085", 200))
        .isEqualTo("a\\r\\nINFO b\\tc\\u001b[2J\\u2028d\\u202ee\\u0085");
  }

  @Test
  void one_line_is_never_longer_than_it_may_be() {
    assertThat(Masks.oneLine("1234567890", 10)).isEqualTo("1234567890");
    assertThat(Masks.oneLine("12345678901", 10)).isEqualTo("1234567...");
    assertThat(Masks.oneLine("\n\n\n\n\n\n", 10)).hasSize(10);
    assertThat(Masks.oneLine("123456\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00", 10)).isEqualTo("123456...");
    assertThat(Masks.oneLine("abc", 2)).isEqualTo("..");
  }
}
