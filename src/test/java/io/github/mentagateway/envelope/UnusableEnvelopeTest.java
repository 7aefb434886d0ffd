package io.github.mentagateway.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are no envelope, and the reasons that a person reads. Each body holds an address, which no reason may show. */
class UnusableEnvelopeTest {
  private static final String ADDRESS = "ana@example.com";
  private static final String NO_ACTION = "there is no 'action', or it is no text: no route can be chosen";
  private static final String NO_DATA = "'data' is missing or no object";

  static Stream<Arguments> bodies() {
    return Stream.of(
        Arguments.of("no action", "{'family':'ticket','data':{'to':'ana@example.com'}}", NO_ACTION),
        Arguments.of("a blank action", "{'action':' ','data':{'to':'ana@example.com'}}", NO_ACTION),
        Arguments.of("an action that is a number", "{'action':7,'data':{'to':'ana@example.com'}}", NO_ACTION),
        Arguments.of("no action inside the message", "{'message':{'data':{'to':'ana@example.com'}}}", NO_ACTION),
        Arguments.of("a family that is a list", "{'family':['ana@example.com'],'action':'a.b','data':{}}", "'family' is no text"),
        Arguments.of("no data", "{'action':'a.b','to':'ana@example.com'}", NO_DATA),
        Arguments.of("data that is null", "{'action':'a.b','data':null,'to':'ana@example.com'}", NO_DATA),
        Arguments.of("data that is a text", "{'action':'a.b','data':'ana@example.com'}", NO_DATA),
        Arguments.of("data that is a list", "{'action':'a.b','data':['ana@example.com']}", NO_DATA),
        Arguments.of("a message that is a text", "{'message':'ana@example.com'}",
            "'message' is a JSON string, and a wrapped envelope has an object there"),
        Arguments.of("cut JSON", "{'action':'a.b','data':{'to':'ana@example.com'", "the JSON is cut off (line 1, column 47)"),
        Arguments.of("JSON cut inside a text", "{'action':'a.b','data':{'to':'ana@exam", "the JSON is cut off (line 1, column 39)"),
        Arguments.of("a doubled key", "{'action':'a.b','data':{'to':'ana@example.com','to':'x'}}",
            "a field stands twice in the same object (line 1, column 52)"),
        Arguments.of("a doubled action", "{'action':'a.b',\n'action':'c.d','data':{'to':'ana@example.com'}}",
            "a field stands twice in the same object (line 2, column 9)"),
        Arguments.of("trailing garbage", "{'action':'a.b','data':{'to':'ana@example.com'}} and more", "the body is not JSON (line 1, column 50)"),
        Arguments.of("a second envelope", "{'action':'a.b','data':{'to':'ana@example.com'}}{'action':'a.b'}",
            "something follows after the end of the envelope"),
        Arguments.of("no JSON at all", "Dear " + ADDRESS + ", hello", "the body is not JSON (line 1, column 1)"),
        Arguments.of("a form", "to=" + ADDRESS, "the body is a form, and a notification is JSON"),
        Arguments.of("JSON null", "null", "the body is JSON null, and an envelope is an object"),
        Arguments.of("an array", "[{'action':'a.b','data':{'to':'ana@example.com'}}]", "the body is a JSON array, and an envelope is an object"),
        Arguments.of("a text", "'ana@example.com'", "the body is a JSON string, and an envelope is an object"),
        Arguments.of("a number", "7", "the body is a JSON number, and an envelope is an object"),
        Arguments.of("an empty body", "", "the body is empty"),
        Arguments.of("blanks only", " \n ", "the body is empty"),
        Arguments.of("a comment only", "// " + ADDRESS + "\n", "the body is empty"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void the_reason_says_what_is_wrong_and_shows_no_content(String kind, String body, String reason) {
    assertUnusable(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), reason);
  }

  @Test
  void nesting_without_end_is_refused_before_it_costs_the_stack() {
    String reason = "the JSON is nested deeper than 100 levels, or has a name, number or text without end";

    assertUnusable("[".repeat(100_000).getBytes(StandardCharsets.UTF_8), reason);
    assertUnusable(("{\"action\":\"a.b\",\"data\":" + "{\"a\":".repeat(100_000)).getBytes(StandardCharsets.UTF_8), reason);
  }

  @Test
  void a_hundred_levels_are_still_read() throws Exception {
    String deep = "{\"action\":\"a.b\",\"data\":" + "{\"a\":".repeat(98) + "{}" + "}".repeat(98) + "}";

    Envelope envelope = Samples.read(deep);

    assertThat(Samples.read(EnvelopeMapper.create().writeValueAsBytes(envelope))).isEqualTo(envelope);
  }

  @Test
  void a_number_without_end_is_refused() {
    assertUnusable(("{\"action\":\"a.b\",\"data\":{\"n\":" + "9".repeat(5000) + "}}").getBytes(StandardCharsets.UTF_8),
        "the JSON is nested deeper than 100 levels, or has a name, number or text without end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999", "-1E-99999999999", "1e2147483648", "[{\"a\":1e99999999999}]"})
  void an_exponent_that_no_number_can_have_is_unusable(String number) {
    String reason = "a number has more digits than any id";

    assertUnusable(bytes("{'action':'a.b','data':{'to':'ana@example.com','n':N}}", number), reason);
    assertUnusable(bytes("{'message':{'action':'a.b','data':{}},'n':N}", number), reason);
  }

  @Test
  void a_number_that_cannot_be_read_is_told_as_such_whoever_met_it() {
    assertThat(EnvelopeReader.explain(new RuntimeException(new NumberFormatException("30123456"))))
        .isEqualTo("a number has more digits than any id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E+1000000000", "1e30000000", "-1e30000000", "1e-30000000", "0e2000", "1e1000", "1.5e-999",
      "[{\"a\":1e30000000}]"})
  void a_number_that_would_be_a_thousand_digits_once_spelt_out_is_unusable(String number) {
    String reason = "a number has more digits than any id";

    assertUnusable(bytes("{'action':'a.b','data':{'n':N}}", number), reason);
    assertUnusable(bytes("{'action':'a.b','data':{},'metadata':{'n':N}}", number), reason);
    assertUnusable(bytes("{'message':{'action':'a.b','data':{}},'n':N}", number), reason);
    assertThatExceptionOfType(UnusableEnvelopeException.class)
        .isThrownBy(() -> JsonContent.read(EnvelopeMapper.create(), number.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.50", "12345678901234567890", "1E5", "-1e-7", "1e999", "0.1e-998", "0"})
  void shorter_numbers_are_fine(String number) throws Exception {
    Envelope envelope = Samples.read("{\"action\":\"a.b\",\"data\":{\"n\":" + number + "}}");

    assertThat(new BigDecimal(envelope.data().get("n").toString())).isEqualByComparingTo(number);
    assertThat(Fingerprint.of(envelope)).hasSize(32);
  }

  @Test
  void an_integer_of_a_thousand_digits_is_the_longest() throws Exception {
    Envelope longest = Samples.read("{\"action\":\"a.b\",\"data\":{\"n\":" + "9".repeat(1000) + "}}");

    assertThat(longest.data().get("n")).hasToString("9".repeat(1000));
    assertUnusable(("{\"action\":\"a.b\",\"data\":{\"n\":" + "9".repeat(1001) + "}}").getBytes(StandardCharsets.UTF_8),
        "the JSON is nested deeper than 100 levels, or has a name, number or text without end");
  }

  @Test
  void bytes_that_are_no_utf8_are_no_json() {
    byte[] body = "{\"action\":\"a.b\",\"data\":{\"to\":\"ana@example.com?\"}}".getBytes(StandardCharsets.ISO_8859_1);
    body[body.length - 4] = (byte) 0xFF;

    assertUnusable(body, "the body is no text in UTF-8, and its Content-Type declares no other charset");
  }

  @Test
  void zero_bytes_are_no_json() {
    assertUnusable(new byte[] {0}, "the body is not JSON (line 1, column 2)");
    assertUnusable(new byte[] {0, 0, (byte) 0xFE, (byte) 0xFF, 0x7F, 0, 0, 0}, "the body is not text in UTF-8, UTF-16 or UTF-32");
    assertUnusable("{\"action\":\"a\u0000b\",\"data\":{\"to\":\"ana@example.com\"}}".getBytes(StandardCharsets.UTF_8),
        "the body is not JSON (line 1, column 13)");
  }

  @Test
  void any_other_failure_is_told_by_its_kind_alone() {
    assertThat(EnvelopeReader.explain(new IllegalStateException("about " + ADDRESS)))
        .isEqualTo("the body could not be read as an envelope (IllegalStateException)");
  }

  private static byte[] bytes(String json, String number) {
    return json.replace('\'', '"').replace("N", number).getBytes(StandardCharsets.UTF_8);
  }

  private static void assertUnusable(byte[] body, String reason) {
    ObjectMapper mapper = EnvelopeMapper.create();
    assertThatExceptionOfType(UnusableEnvelopeException.class).isThrownBy(() -> new EnvelopeReader(mapper).read(body))
        .satisfies(failure -> assertThat(EnvelopeReader.explain(failure)).isEqualTo(reason))
        .satisfies(failure -> assertThat(printed(failure)).doesNotContain("ana@", "example.com"));
    // as Camel's unmarshal meets it, wrapped in an exception of its own
    assertThatExceptionOfType(Exception.class).isThrownBy(() -> mapper.readValue(body, Envelope.class))
        .satisfies(failure -> assertThat(EnvelopeReader.explain(new RuntimeException(failure), body, Map.of())).isEqualTo(reason))
        .satisfies(failure -> assertThat(printed(failure)).doesNotContain("ana@", "example.com"));
  }

  private static String printed(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
