package io.github.mentagateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.envelope.EnvelopeMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MaskedBodyTest {
  private final MaskedBody body = new MaskedBody(EnvelopeMapper.create());

  @Test
  void a_number_that_no_number_can_be_is_shown_as_it_came() {
    assertThat(show("{\"to\":\"ana@example.com\",\"n\":1e99999999999}")).contains("a***@example.com", "1e***99");
  }

  @Test
  void names_documents_and_addresses_are_hidden_also_in_json_that_is_cut() {
    assertThat(show("{\"fullName\":\"Ana Paz\",\"phone\":\"123\",\"mail\":\"ana@example.com\",\"id\":\"00001\",\"data\":{"))
        .isEqualTo("{\"fullName\":\"***\",\"phone\":\"***\",\"mail\":\"a***@example.com\",\"id\":\"00001\",\"data\":{");
  }

  @Test
  void ids_keep_their_text() {
    assertThat(show("{\"id\":\"00001\",\"price\":10.50,\"n\":7704}")).contains("\"00001\"", "10.50", "7704");
  }

  @Test
  void a_value_with_an_escape_is_hidden_whole() {
    assertThat(show("{\"fullName\":\"Ana \\\"la\\\" Paz\",")).doesNotContain("Paz").doesNotContain("la");
  }

  @Test
  void an_escape_carries_no_address_past_the_mask() {
    assertThat(show("{\"contact\":\"ana\\u0040example.com\"}")).contains("a***@example.com").doesNotContain("ana");
  }

  @Test
  void no_body_stays_none_and_an_empty_one_empty() {
    assertThat(body.show(null, false)).isNull();
    assertThat(show("")).isEmpty();
  }

  @Test
  void a_long_body_is_cut_and_says_so() {
    assertThat(show("x ".repeat(200_000))).hasSizeLessThan(262_300).endsWith("... cut after 262144 characters");
  }

  @Test
  void a_hostile_body_takes_no_more_than_linear_time() {
    assertThat(show("\"name".repeat(100_000))).isNotEmpty();
    assertThat(show("\"name\":\"" + "\\".repeat(500_001))).isNotEmpty();
    assertThat(show("\"name\":\"" + "x".repeat(500_000))).isNotEmpty();
  }

  private String show(String text) {
    return body.show(text.getBytes(StandardCharsets.UTF_8), false);
  }
}
