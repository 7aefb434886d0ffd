package io.github.mentagateway.destination.rest;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.envelope.Envelope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestCallTest {
  @TempDir
  Path home;
  private final WireMockServer api = new WireMockServer(options().dynamicPort());
  private RunningKamelets routes;

  /** Characters with a meaning for Camel, URIs, Simple or JSON. */
  private static final String ODD = "a{{b}}c}}\\{{${d}#{e}RAW(f)%41+g&h=\"i\\j)&k=%25l)";
  /** Characters with a meaning in a URI. */
  private static final String CUT = "a)&b=c&d#e?f%25g%41)&";

  @BeforeEach
  void open() throws Exception {
    api.start();
    answer(ok());
    routes = new RunningKamelets(home, Map.of("SHOP_TOKEN", "t&k%41+n/=", "ODD", ODD, "CUT", CUT),
        Map.of("shop.url", api.baseUrl() + "/shop", "shop.query", "f=g(1)&b=%252&c={data.id}",
            "shop.authorization", "Bearer {{secret:ODD}}", "shop.token", "Bearer {{secret:CUT}}"));
  }

  @AfterEach
  void close() throws Exception {
    routes.close();
    api.stop();
  }

  @Test
  void the_whole_notification_is_posted_as_flat_json_when_no_body_is_given() throws Exception {
    call(Map.of());

    attempt(RunningKamelets.envelope(
        "{\"message\":{\"family\":\"event\",\"action\":\"event.unlock\",\"data\":{\"eventId\":7704,\"price\":10.50}}}"));

    LoggedRequest request = onlyRequest();
    assertThat(request.getMethod().value()).isEqualTo("POST");
    assertThat(request.getBodyAsString())
        .isEqualTo("{\"family\":\"event\",\"action\":\"event.unlock\",\"data\":{\"eventId\":7704,\"price\":10.50}}");
    assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
    assertThat(routes.durable.sent).isEmpty();
  }

  @Test
  void a_body_template_keeps_the_types_of_values_and_cannot_be_broken_by_them() throws Exception {
    call(Map.of("method", "PUT", "optional", "oldOwnerEmail", "json", """
        {"id": "{data.id}", "a&b": "50 % + c=d", "n": "{n}", "note": "for {id}", "was": "{oldOwnerEmail}",
         "deep": {"nominal": "{metadata.nominal}"},
         "list": ["{sequence}", true]}"""));

    attempt(RunningKamelets.envelope("""
        {"family":"ticket","action":"ticket.updated","data":{"id":"\\",\\"admin\\":true,\\"x\\":\\"{n}","n":12345678901234567890},
         "metadata":{"nominal":{"fullName":"Ana Ejemplo Pérez"}}}"""));

    assertThat(onlyRequest().getBodyAsString())
        .isEqualTo("{\"id\":\"\\\",\\\"admin\\\":true,\\\"x\\\":\\\"{n}\",\"a&b\":\"50 % + c=d\",\"n\":12345678901234567890,"
        + "\"note\":\"for \\\",\\\"admin\\\":true,\\\"x\\\":\\\"{n}\","
        + "\"deep\":{\"nominal\":{\"fullName\":\"Ana Ejemplo Pérez\"}},\"list\":[7,true]}");
  }

  @Test
  void nothing_but_its_own_headers_leaves_and_nothing_comes_back() throws Exception {
    answer(ok("{\"some\":\"answer\"}").withHeader("Set-Cookie", "a=b").withHeader("X-Answer", "1")
        .withHeader("Content-Type", "text/plain; charset=ISO-8859-1"));
    call(Map.of());
    Envelope envelope = RunningKamelets.ticket("1", "a@example.com");

    attempt(envelope);
    Exchange exchange = attempt(envelope);

    assertThat(exchange.getMessage().getBody()).isSameAs(envelope);
    assertThat(exchange.getMessage().getHeaders()).containsOnly(Map.entry("FromCaller", "kept"));
    assertThat(exchange.getProperty("CamelCharsetName")).isNull();
    assertThat(requests()).hasSize(2).allSatisfy(request ->
        assertThat(request.getHeaders().keys()).containsExactlyInAnyOrder(
            "Content-Type", "Idempotency-Key", "Accept-Encoding", "Content-Length", "Host", "Connection", "User-Agent"));
    assertThat(requests()).extracting(request -> request.getHeader("Idempotency-Key")).containsOnly("01DELIVERY");
  }

  @ParameterizedTest
  @CsvSource(delimiter = ' ', value = {
      "../x?y=1#z /shop/tickets/..%2Fx%3Fy%3D1%23z/owner?a=%26+1&by=..%2Fx%3Fy%3D1%23z",
      "a%2fb&c=d+e /shop/tickets/a%252fb%26c%3Dd%2Be/owner?a=%26+1&by=a%252fb%26c%3Dd%2Be",
      "{{secret:SHOP_TOKEN}} /shop/tickets/%7B%7Bsecret%3ASHOP_TOKEN%7D%7D/owner?a=%26+1&by=%7B%7Bsecret%3ASHOP_TOKEN%7D%7D",
      "ñ… /shop/tickets/%C3%B1%E2%80%A6/owner?a=%26+1&by=%C3%B1%E2%80%A6"})
  void a_hostile_id_stays_in_its_segment(String id, String path) throws Exception {
    call(Map.of("method", "PUT", "url", "{{shop.url}}/tickets/{data.id}/owner?a=%26+1&by={id}"));

    attempt(RunningKamelets.ticket(id, "a@example.com"));

    assertThat(onlyRequest().getUrl()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", ""})
  void an_id_that_would_address_another_resource_is_a_dead_letter(String id) throws Exception {
    call(Map.of("url", "{{shop.url}}/tickets/{data.id}/owner"));

    attempt(RunningKamelets.ticket(id, "a@example.com"));

    assertThat(requests()).isEmpty();
    assertThat(routes.durable.reasons()).containsExactly(
        "the value of {data.id} is empty, '.' or '..': it cannot be a part of a URL's path");
  }

  /** More calls than connections: one that is not given back is missed here. */
  @ParameterizedTest
  @CsvSource({"200, ''", "200, short", "200, many words after one another", "204, ''", "503, later", "422, unknown"})
  void every_call_gives_its_connection_back_whatever_the_answer_is(int status, String body) throws Exception {
    answer(ok(body.repeat(20)).withStatus(status));
    call(Map.of());

    for (int call = 0; call < 55; call++) {
      attempt(RunningKamelets.ticket("1", "a@example.com"));
    }

    assertThat(requests()).hasSize(55);
  }

  @Test
  void a_missing_field_is_a_dead_letter_that_names_it() throws Exception {
    call(Map.of("json", "{\"owner\": \"{newOwnerEmail}\"}"));

    attempt(RunningKamelets.envelope("{\"action\":\"ticket.updated\",\"data\":{\"id\":\"1\"}}"));

    assertThat(requests()).isEmpty();
    assertThat(routes.durable.reasons()).singleElement().asString()
        .startsWith("the field 'newOwnerEmail' is missing in ticket.updated");
  }

  @Test
  void the_authorization_comes_from_a_secret_whatever_characters_it_has() throws Exception {
    call(Map.of("authorization", "Bearer {secret:SHOP_TOKEN}"));

    attempt(RunningKamelets.ticket("1", "a@example.com"));

    assertThat(onlyRequest().getHeader("Authorization")).isEqualTo("Bearer t&k%41+n/=");
    assertThat(routes.context().getEndpoints()).extracting(Object::toString).noneMatch(uri -> uri.contains("t&k"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer {secret:ODD}", "Bearer {{secret:ODD}}", "{{shop.authorization}}"})
  void a_secret_that_looks_like_camels_own_syntax_is_sent_as_it_is(String authorization) throws Exception {
    call(Map.of("authorization", authorization));

    attempt(RunningKamelets.ticket("1", "a@example.com"));

    assertThat(onlyRequest().getHeader("Authorization")).isEqualTo("Bearer " + ODD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer {secret:CUT}", "Bearer {{secret:CUT}}", "{{shop.token}}"})
  void a_secret_that_would_end_a_parameter_is_sent_as_it_is(String authorization) throws Exception {
    call(Map.of("authorization", authorization));

    attempt(RunningKamelets.ticket("1", "a@example.com"));

    assertThat(onlyRequest().getHeader("Authorization")).isEqualTo("Bearer " + CUT);
    assertThat(onlyRequest().getUrl()).isEqualTo("/shop/events");
  }

  @Test
  void a_property_that_would_end_a_parameter_arrives_whole_through_any_kamelet() throws Exception {
    call(Map.of("url", "{{shop.url}}/one?{{shop.query}}"));
    routes.add("""
        - routeTemplate:
            id: own
            parameters:
              - name: address
              - name: key
              - name: last
            from:
              uri: kamelet:source
              steps:
                - to:
                    uri: kamelet:rest-call
                    parameters:
                      url: "{{address}}"
                      authorization: "{{key}}{{last}}"
        - route:
            id: through
            from:
              uri: durable:through
              steps:
                - to:
                    uri: kamelet:own
                    parameters:
                      address: "{{shop.url}}/two?{{shop.query}}"
                      key: "{{shop.token}}"
                      last: "!"
        """);

    attempt(RunningKamelets.ticket("1", "a@example.com"));
    assertThat(routes.attempt("through", RunningKamelets.ticket("1", "a@example.com")).getException()).isNull();

    assertThat(requests()).extracting(LoggedRequest::getUrl)
        .containsExactlyInAnyOrder("/shop/one?f=g(1)&b=%252&c=1", "/shop/two?f=g(1)&b=%252&c=1");
    assertThat(requests()).extracting(request -> request.getHeader("Authorization"))
        .containsExactlyInAnyOrder(null, "Bearer " + CUT + "!");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ODD", "CUT"})
  void a_secret_that_would_end_a_parameter_of_another_endpoint_is_refused_and_not_shown(String name) {
    assertThatThrownBy(() -> routes.add("""
        - route:
            id: other
            from:
              uri: durable:other
              steps:
                - to:
                    uri: http:localhost
                    parameters:
                      authUsername: me
                      authPassword: "RAW({{secret:%s}})"
        """.formatted(name))).satisfies(failure -> assertThat(failure).rootCause().hasMessage("the secret '" + name
            + "' holds ')&', where Camel would end RAW(…) without a word: set another one, or let rest-call send it as {secret:" + name + "}"))
        .extracting(org.assertj.core.util.Throwables::getStackTrace).asString().doesNotContain("%25");
  }

  @Test
  void such_a_secret_may_stand_in_any_step_as_a_constant() throws Exception {
    routes.add("""
        - route:
            id: plain
            from:
              uri: durable:plain
              steps:
                - setHeader:
                    name: X-Key
                    expression:
                      constant:
                        expression: "{{secret:ODD}}"
                - setProperty:
                    name: key
                    expression:
                      simple:
                        expression: "${header.X-Key}"
        """);

    assertThat(routes.attempt("plain", RunningKamelets.ticket("1", "a@example.com")).getProperty("key")).isEqualTo(ODD);
  }

  @Test
  void the_name_of_the_authorization_header_can_be_set() throws Exception {
    call(Map.of("authorization", "{secret:SHOP_TOKEN}", "authorizationHeader", "X-Api-Key"));

    attempt(RunningKamelets.ticket("1", "a@example.com"));

    assertThat(onlyRequest().getHeader("X-Api-Key")).isEqualTo("t&k%41+n/=");
  }

  @Test
  void a_secret_that_is_not_there_stops_the_route_from_starting() {
    assertThatThrownBy(() -> call(Map.of("authorization", "Bearer {secret:NOWHERE}")))
        .hasStackTraceContaining("secret 'NOWHERE' is not there: set the environment variable NOWHERE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host/x", "http://{data.host}/x", "http://host{data.x}/y", "http://host/x#y", "/x",
      "http://host/{}", "http://h/a b"})
  void a_url_whose_host_is_not_fixed_stops_the_route_from_starting(String url) {
    assertThatThrownBy(() -> call(Map.of("url", url))).hasStackTraceContaining("url is '" + url + "': ");
  }

  @Test
  void a_body_template_that_is_no_json_stops_the_route_from_starting() {
    assertThatThrownBy(() -> call(Map.of("json", "{\"id\": {data.id} }")))
        .hasStackTraceContaining("a {name} stands in double quotes");
  }

  private void answer(ResponseDefinitionBuilder answer) {
    api.stubFor(any(anyUrl()).willReturn(answer));
  }

  private void call(Map<String, String> more) throws Exception {
    Map<String, String> parameters = new TreeMap<>(Map.of("url", "{{shop.url}}/events"));
    parameters.putAll(more);
    routes.use("rest-call", parameters);
  }

  private Exchange attempt(Object body) throws Exception {
    return routes.attempt("test", body);
  }

  private List<LoggedRequest> requests() {
    return api.findAll(com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor(anyUrl()));
  }

  private LoggedRequest onlyRequest() {
    assertThat(requests()).hasSize(1);
    return requests().get(0);
  }
}
