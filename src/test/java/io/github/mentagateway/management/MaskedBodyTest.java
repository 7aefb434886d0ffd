package io.github.mentagateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.Compressed;
import io.github.mentagateway.envelope.EnvelopeMapper;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertThat(body.show(null, Map.of(), false)).isNull();
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

  @Test
  void a_compressed_body_is_shown_as_its_text_and_masked() {
    byte[] raw = Compressed.gzip("{\"mail\":\"ana\\u0040example.com\",\"fullName\":\"Ana\"}");

    assertThat(body.show(raw, Map.of(), false)).contains("\"a***@example.com\"", "\"fullName\" : \"***\"").doesNotContain("ana");
    assertThat(body.show(raw, Map.of(), true)).isEqualTo("{\"mail\":\"ana\\u0040example.com\",\"fullName\":\"Ana\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE", "ISO-8859-1"})
  void a_body_in_any_known_charset_is_shown_as_its_text_and_masked(String charset) {
    String json = "{\"event\":\"Niño\",\"mail\":\"ana\\u0040example.com\"}";
    byte[] raw = json.getBytes(Charset.forName(charset));
    Map<String, String> headers = Map.of("content-type", "application/json; charset=" + charset);

    assertThat(body.show(raw, headers, false)).contains("Niño", "a***@example.com").doesNotContain("ana");
    assertThat(body.show(raw, headers, true)).isEqualTo(json);
  }

  @Test
  void a_byte_order_mark_carries_no_escape_past_the_mask() {
    assertThat(show("\uFEFF{\"contact\":\"ana\\u0040example.com\"}")).contains("a***@example.com").doesNotContain("ana");
  }

  @Test
  void a_form_is_shown_as_its_fields_and_masked() {
    assertThat(show("payload=%7B%22fullName%22%3A%22Ana+Paz%22%2C%22id%22%3A%221%22%7D&first_name=Ana&mail=ana%40example.com"))
        .isEqualTo("payload={\"fullName\":\"***\",\"id\":\"1\"}&first_name=***&mail=a***@example.com");
    assertThat(show("to=100%&mail=ana%40example.com")).isEqualTo("to=100%&mail=a***%40example.com");
  }

  private String show(String text) {
    return body.show(text.getBytes(StandardCharsets.UTF_8), Map.of(), false);
  }
}
