package io.github.mentagateway.destination.rest;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.mentagateway.destination.AccessTokenException;
import io.github.mentagateway.destination.OutageClassifier;
import io.github.mentagateway.destination.RunningKamelets;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What calls are authenticated with. */
class RestCredentialsTest {
  private static final String ODD = "p&ss%41+{w}ord\"ñ";

  @TempDir
  Path home;
  private final WireMockServer api = new WireMockServer(options().dynamicPort());
  private final Map<String, String> environment = new HashMap<>();
  private RunningKamelets routes;

  @BeforeEach
  void open() throws Exception {
    api.start();
    api.stubFor(any(anyUrl()).willReturn(ok()));
    Files.createDirectories(home.resolve("config/secrets"));
    secret(ODD);
  }

  @AfterEach
  void close() throws Exception {
    if (routes != null) {
      routes.close();
    }
    api.stop();
  }

  @Test
  void basic_is_sent_with_the_first_request_and_its_password_is_read_at_each_call() throws Exception {
    environment.putAll(Map.of("GATEWAY_REST_CRM_USER", "gateway", "GATEWAY_REST_CRM_PASSWORD", "{{secret:crm}}"));
    start();

    attempt();
    secret("another word");
    attempt();

    assertThat(calls()).extracting(request -> request.getHeader("Authorization"))
        .containsExactly("Basic " + base64("gateway:" + ODD), "Basic " + base64("gateway:another word"));
  }

  @Test
  void a_call_that_is_repeated_on_a_new_connection_has_its_credentials_too() throws Exception {
    environment.putAll(Map.of("GATEWAY_REST_CRM_USER", "gateway", "GATEWAY_REST_CRM_PASSWORD", "{{secret:crm}}"));
    String ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    Iterator<String> answers = List.of(ok, "", ok).iterator();
    try (ScriptedServer server = new ScriptedServer(answers::next, ScriptedServer.End.KEEP)) {
      routes = new RunningKamelets(home, environment, Map.of());
      routes.use("rest-call", Map.of("url", server.url() + "/orders", "api", "crm"));

      assertThat(attempt().getException()).isNull();
      assertThat(attempt().getException()).isNull();

      assertThat(server.authorizations()).hasSize(3).containsOnly("Basic " + base64("gateway:" + ODD));
    }
  }

  @Test
  void a_key_stands_in_its_header() throws Exception {
    environment.putAll(Map.of("GATEWAY_REST_CRM_KEY", "{{secret:crm}}", "GATEWAY_REST_CRM_KEY_HEADER", "X-Api-Key"));
    secret("k&y%41+");
    start();

    attempt();

    assertThat(calls()).singleElement().satisfies(request -> {
      assertThat(request.getHeader("X-Api-Key")).isEqualTo("k&y%41+");
      assertThat(request.containsHeader("Authorization")).isFalse();
    });
  }

  @ParameterizedTest
  @CsvSource({"/orders/{data.id}?x=%26, /orders/1?x=%26&api%20key=", "/orders, /orders?api%20key="})
  void a_key_stands_in_the_query_and_in_no_url_that_camel_sees(String url, String sent) throws Exception {
    environment.putAll(Map.of("GATEWAY_REST_CRM_KEY", "{{secret:crm}}", "GATEWAY_REST_CRM_KEY_QUERY", "apikey"));
    start(url);
    api.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503)));

    Exchange exchange = attempt();

    assertThat(calls()).singleElement().extracting(LoggedRequest::getUrl)
        .isEqualTo(sent.replace("api%20key", "apikey") + "p%26ss%2541%2B%7Bw%7Dord%22%C3%B1");
    assertThat(exchange.getException()).isInstanceOf(HttpOperationFailedException.class);
    assertThat(exchange.getException().toString()).doesNotContain("apikey");
  }

  @ParameterizedTest
  @CsvSource({"basic", "body"})
  void a_token_is_fetched_once_for_all_calls(String how) throws Exception {
    oauth(Map.of("GATEWAY_REST_CRM_SCOPE", "orders:write a&b", "GATEWAY_REST_CRM_TOKEN_AUTH", how,
        "GATEWAY_REST_CRM_AUDIENCE", "https://orders", "GATEWAY_REST_CRM_RESOURCE", "urn:orders"));
    token(json("first", 3600));
    start();
    ExecutorService threads = Executors.newFixedThreadPool(10);
    List<Future<Exchange>> attempts = new ArrayList<>();
    for (int attempt = 0; attempt < 50; attempt++) {
      attempts.add(threads.submit(this::attempt));
    }
    for (Future<Exchange> attempt : attempts) {
      assertThat(attempt.get().getException()).isNull();
    }
    threads.shutdownNow();

    assertThat(calls()).hasSize(50).allSatisfy(request -> assertThat(request.getHeader("Authorization")).isEqualTo("Bearer first"));
    LoggedRequest asked = tokenRequests().get(0);
    String secret = "p%26ss%2541%2B%7Bw%7Dord%22%C3%B1";
    assertThat(tokenRequests()).hasSize(1);
    assertThat(asked.getHeader("Authorization")).isEqualTo(how.equals("basic") ? "Basic " + base64("gateway:" + secret) : null);
    assertThat(asked.getBodyAsString()).isEqualTo("grant_type=client_credentials&scope=orders%3Awrite+a%26b"
        + "&audience=https%3A%2F%2Forders&resource=urn%3Aorders"
        + (how.equals("body") ? "&client_id=gateway&client_secret=" + secret : ""));
    assertThat(asked.getHeader("Content-Type")).startsWith("application/x-www-form-urlencoded");
  }

  @Test
  void a_token_that_the_api_refuses_is_fetched_again_within_the_call() throws Exception {
    oauth(Map.of());
    api.stubFor(post("/token").inScenario("t").whenScenarioStateIs(Scenario.STARTED).willReturn(json("first", 3600)).willSetStateTo("later"));
    api.stubFor(post("/token").inScenario("t").whenScenarioStateIs("later").willReturn(json("second", 3600)));
    api.stubFor(any(urlEqualTo("/orders")).withHeader("Authorization", equalTo("Bearer first")).willReturn(aResponse().withStatus(401)));
    start();

    assertThat(attempt().getException()).isNull();
    assertThat(attempt().getException()).isNull();

    assertThat(calls()).extracting(request -> request.getHeader("Authorization")).containsExactly("Bearer first", "Bearer second", "Bearer second");
    assertThat(calls()).extracting(request -> request.getHeader("Idempotency-Key")).containsOnly("01DELIVERY");
    assertThat(calls()).extracting(LoggedRequest::getBodyAsString).doesNotContain("").hasSize(3);
    assertThat(tokenRequests()).hasSize(2);
  }

  @Test
  void a_new_token_that_is_refused_too_is_as_refused_credentials() throws Exception {
    oauth(Map.of());
    token(json("first", 3600));
    api.stubFor(any(urlEqualTo("/orders")).willReturn(aResponse().withStatus(401)));
    start();

    Exchange exchange = attempt();

    assertThat(calls()).hasSize(2);
    assertThat(exchange.getException()).isInstanceOf(HttpOperationFailedException.class);
    assertThat(OutageClassifier.isOutage(exchange.getException())).isTrue();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "401 | {\"error\":\"invalid_client\",\"error_description\":\"p&ss is wrong\"} | it answered 401 (invalid_client): correct"
          + " gateway.rest.crm.client-id and gateway.rest.crm.client-secret",
      "400 | {\"error\":\"invalid_scope\"} | it answered 400 (invalid_scope): correct gateway.rest.crm.scope",
      "400 | {\"error\":\"invalid_target\"} | it answered 400 (invalid_target): correct gateway.rest.crm.audience or .resource",
      "400 | {\"error\":\"p&ss%41+{w}ord\"} | it answered 400",
      "503 | down | it answered 503",
      "200 | <html> | its answer 200 holds no access_token of the type Bearer",
      "200 | {\"access_token\":\"two words\"} | its answer 200 holds no access_token of the type Bearer",
      "200 | {\"access_token\":\"abc\",\"token_type\":\"mac\"} | its answer 200 holds no access_token of the type Bearer",
      "200 | LONG | its answer is longer than 64 KB"})
  void no_token_speaks_for_the_destination_and_names_its_host(int status, String body, String reason) throws Exception {
    oauth(Map.of());
    token(aResponse().withStatus(status).withBody(body.equals("LONG") ? "x".repeat(200_000) : body));
    start();

    Exception failure = attempt().getException();

    assertThat(failure).isInstanceOf(AccessTokenException.class).hasMessage("no access token from localhost:" + api.port() + ": " + reason);
    assertThat(OutageClassifier.isOutage(failure)).isTrue();
    assertThat(calls()).isEmpty();
  }

  @Test
  void a_token_server_that_cannot_be_reached_is_told_with_its_host() throws Exception {
    oauth(Map.of());
    token(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    start();

    Exception failure = attempt().getException();

    assertThat(failure).isInstanceOf(AccessTokenException.class).hasMessage("no access token from localhost:" + api.port())
        .hasCauseInstanceOf(SocketException.class);
    assertThat(OutageClassifier.isOutage(failure)).isTrue();
  }

  private void oauth(Map<String, String> more) {
    environment.putAll(Map.of("GATEWAY_REST_CRM_TOKEN_URL", "http://localhost:" + api.port() + "/token", "GATEWAY_REST_CRM_CLIENT_ID", "gateway",
        "GATEWAY_REST_CRM_CLIENT_SECRET", "{{secret:crm}}"));
    environment.putAll(more);
  }

  private void token(ResponseDefinitionBuilder answer) {
    api.stubFor(post("/token").willReturn(answer));
  }

  private static ResponseDefinitionBuilder json(String token, int seconds) {
    return ok("{\"access_token\":\"" + token + "\",\"token_type\":\"bearer\",\"expires_in\":" + seconds + "}");
  }

  private void secret(String value) throws Exception {
    Files.writeString(home.resolve("config/secrets/crm"), value);
  }

  private void start() throws Exception {
    start("/orders");
  }

  private void start(String path) throws Exception {
    routes = new RunningKamelets(home, environment, Map.of("crm.url", api.baseUrl()));
    routes.use("rest-call", Map.of("url", "{{crm.url}}" + path, "api", "crm"));
  }

  private Exchange attempt() throws Exception {
    return routes.attempt("test", RunningKamelets.ticket("1", "a@example.com"));
  }

  private List<LoggedRequest> calls() {
    return api.findAll(anyRequestedFor(anyUrl())).stream().filter(request -> !request.getUrl().equals("/token")).toList();
  }

  private List<LoggedRequest> tokenRequests() {
    return api.findAll(postRequestedFor(urlEqualTo("/token")));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
