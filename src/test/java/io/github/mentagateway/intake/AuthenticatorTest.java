package io.github.mentagateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mentagateway.credentials.Credentials;
import io.github.mentagateway.durable.IncomingRequest;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.settings.Address;
import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.Settings.Intake.Scheme;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
  private static final String HEADER = "X-Token";

  private static Authenticator authenticator(Set<Scheme> schemes) {
    Settings.Intake settings = new Settings.Intake(
        new Address("127.0.0.1", 0), Optional.empty(), schemes, HEADER, List.of(), "menta", List.of(), 1000, false, List.of(), null);
    return new Authenticator(settings,
        new Credentials("/x", List.of("old value", "new välue"), List.of("pa:ss:", "nächste"), "t"));
  }

  private static MultiMap headers(String... namesAndValues) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private final Authenticator header = authenticator(Set.of(Scheme.HEADER));
  private final Authenticator basic = authenticator(Set.of(Scheme.BASIC));
  private final Authenticator both = authenticator(Set.of(Scheme.HEADER, Scheme.BASIC));
  private final Authenticator none = authenticator(Set.of());

  @Test
  void either_of_two_header_values_is_right_while_the_sender_changes_it() {
    String nextAsSent = new String("new välue".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertThat(header.admits(headers("x-token", "old value"))).isTrue();
    assertThat(header.admits(headers(HEADER, nextAsSent))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "old", "old value ", "Old value", "old value,old value", "old valuf", "old value\u0000"})
  void any_other_header_value_is_wrong(String value) {
    assertThat(header.admits(headers(HEADER, value))).isFalse();
  }

  @Test
  void a_header_that_is_missing_or_doubled_is_wrong() {
    assertThat(header.admits(headers())).isFalse();
    assertThat(header.admits(headers("Authorization", "old value"))).isFalse();
    assertThat(header.admits(headers(HEADER, "old value", HEADER, "old value"))).isFalse();
    assertThat(header.admits(headers(HEADER, "old value", HEADER, "x"))).isFalse();
  }

  @Test
  void a_basic_password_may_hold_colons_and_any_letter() {
    assertThat(basic.admits(headers("Authorization", basic("menta:pa:ss:")))).isTrue();
    assertThat(basic.admits(headers("Authorization", basic("menta:nächste")))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic ", "BASIC ", "Basic   "})
  void the_name_of_the_basic_scheme_is_read_in_any_case(String scheme) {
    assertThat(basic.admits(headers("Authorization", basic("menta:pa:ss:").replace("Basic ", scheme)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"menta:", "menta:pa", "menta:pa:ss", "menta:pa:ss::", "Menta:pa:ss:", ":pa:ss:", "pa:ss:",
      "menta", "", ":"})
  void any_other_user_or_password_is_wrong(String pair) {
    assertThat(basic.admits(headers("Authorization", basic(pair)))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic", "Basic !!!", "Bearer bWVudGE6cGE6c3M6", "bWVudGE6cGE6c3M6", ""})
  void what_is_not_basic_at_all_is_wrong(String value) {
    assertThat(basic.admits(headers("Authorization", value))).isFalse();
  }

  @Test
  void a_doubled_authorization_header_is_wrong() {
    String right = basic("menta:pa:ss:");
    assertThat(basic.admits(headers("Authorization", right, "Authorization", right))).isFalse();
  }

  @Test
  void every_scheme_that_is_asked_for_must_hold() {
    String right = basic("menta:pa:ss:");
    assertThat(both.admits(headers(HEADER, "old value", "Authorization", right))).isTrue();
    assertThat(both.admits(headers(HEADER, "old value"))).isFalse();
    assertThat(both.admits(headers("Authorization", right))).isFalse();
    assertThat(both.admits(headers(HEADER, "wrong", "Authorization", right))).isFalse();
    assertThat(both.admits(headers(HEADER, "old value", "Authorization", basic("menta:x")))).isFalse();
  }

  @Test
  void without_a_scheme_everybody_comes_in() {
    assertThat(none.admits(headers())).isTrue();
  }

  @Test
  void its_step_in_a_route_lets_pass_what_the_server_has_let_in_and_leaves_no_header() {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    IncomingRequest.attach(exchange, new Original(new byte[0], Map.of(), Instant.EPOCH), Runnable::run);
    exchange.getMessage().setHeader("CamelHttpUri", "http://elsewhere/");

    header.process(exchange);

    assertThat(exchange.getMessage().getHeaders()).isEmpty();
  }

  @Test
  void its_step_in_a_route_stops_what_came_from_anywhere_else_even_with_the_right_header() {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setHeader(HEADER, "old value");

    assertThatThrownBy(() -> header.process(exchange)).isInstanceOf(NotAuthenticatedException.class)
        .hasMessage("no request stands behind this message that the intake's server has let in: gateway.intake.auth says what is asked for");
  }
}
