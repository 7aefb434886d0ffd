package io.github.mentagateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void keys_are_sorted_and_white_space_is_gone() throws IOException {
    assertThat(CanonicalJson.of(bytes(" {\"b\" : [1, {\"d\":null,\"c\":true}],\n\"a\":\"\\u00e9 \\n\"} ")))
        .isEqualTo("{\"a\":\"é \\n\",\"b\":[1,{\"c\":true,\"d\":null}]}");
  }

  @Test
  void numbers_keep_their_digits() throws IOException {
    String json = "[10.50,1E5,-0,123456789012345678901234567890,0.1000]";
    assertThat(CanonicalJson.of(bytes(json))).isEqualTo(json);
  }

  @Test
  void java_values_have_the_form_of_what_they_are_written_as() {
    assertThat(CanonicalJson.of(Map.of("b", Arrays.asList(1, 2.5, false, null), "a", Map.of("id", "00001"))))
        .isEqualTo("{\"a\":{\"id\":\"00001\"},\"b\":[1,2.5,false,null]}");
    assertThat(CanonicalJson.of(List.of())).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{\"a\":}", "{\"a\":1,\"a\":2}", "{} {}", "nonsense"})
  void what_is_no_single_unambiguous_value_is_refused(String json) {
    assertThatThrownBy(() -> CanonicalJson.of(bytes(json))).isInstanceOf(IOException.class);
  }

  @Test
  void depth_has_an_end() {
    assertThatThrownBy(() -> CanonicalJson.of(bytes("[".repeat(100_000)))).isInstanceOf(IOException.class);
  }
}
