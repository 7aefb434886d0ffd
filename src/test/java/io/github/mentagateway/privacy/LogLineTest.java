package io.github.mentagateway.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLineTest {

  @ParameterizedTest
  @CsvSource({"plain.1-x:/,plain.1-x:/", "'a b',\"a b\"", "a=b,\"a=b\"",
      "'say \"x\"',\"say \\\"x\\\"\"", "back\\slash,\"back\\\\slash\"",
      "'',\"\"", "müde,\"müde\""})
  void a_value_is_quoted_when_it_could_be_taken_for_more_than_one(String value, String written) {
    assertThat(new LogLine().with("k", value)).hasToString("k=" + written);
  }

  @Test
  void what_would_begin_a_new_line_or_turn_the_text_round_is_escaped() {
    assertThat(new LogLine().with("k", "a\r\n\u0000\u001b[2J\u2028\u202e"))
        .hasToString("k=\"a\\u000d\\u000a\\u0000\\u001b[2J\\u2028\\u202e\"");
  }

  @Test
  void a_value_without_end_is_cut() {
    assertThat(new LogLine().with("k", "x".repeat(5000)).toString()).hasSize(302);
  }

  @Test
  void a_value_may_have_a_length_of_its_own() {
    assertThat(new LogLine().with("k", "x".repeat(5000), 10).with("l", "y".repeat(1000), 1000)).hasToString("k=xxxxxxxxxx l=" + "y".repeat(1000));
  }

  @Test
  void a_value_that_is_not_there_is_left_out() {
    assertThat(new LogLine().with("a", null).with("b", 1).with("c", null)).hasToString("b=1");
  }
}
