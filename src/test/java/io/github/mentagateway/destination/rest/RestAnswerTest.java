package io.github.mentagateway.destination.rest;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.envelope.Envelope;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestAnswerTest {
  @TempDir
  Path home;
  private final WireMockServer api = new WireMockServer(options().dynamicPort());
  private RunningKamelets routes;

  @BeforeEach
  void open() throws Exception {
    api.start();
    answer(ok());
    routes = new RunningKamelets(home, Map.of("SHOP_TOKEN", "t&k%41+n/="), Map.of("shop.url", api.baseUrl() + "/shop"));
  }

  @AfterEach
  void close() throws Exception {
    routes.close();
    api.stop();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void every_2xx_is_done(int status) throws Exception {
    answer(aResponse().withStatus(status));
    call(Map.of());

    assertThat(attempt(RunningKamelets.ticket("1", "a@example.com")).getException()).isNull();
    assertThat(routes.durable.sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 407, 408, 423, 425, 429, 500, 502, 503, 504, 599})
  void an_answer_that_may_change_is_thrown_once_with_its_headers_for_the_channel_to_try_again(int status) throws Exception {
    answer(aResponse().withStatus(status).withHeader("Retry-After", "17"));
    call(Map.of());

    Exchange exchange = attempt(RunningKamelets.ticket("1", "a@example.com"));

    assertThat(exchange.getException()).isInstanceOfSatisfying(HttpOperationFailedException.class, failure -> {
      assertThat(failure.getStatusCode()).isEqualTo(status);
      assertThat(failure.getResponseHeaders()).containsEntry("Retry-After", "17");
    });
    assertThat(routes.durable.sent).isEmpty();
    assertThat(requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 409, 410, 422, 451})
  void an_answer_that_will_not_change_is_a_dead_letter_with_the_status_and_the_start_of_the_answer(int status) throws Exception {
    answer(aResponse().withStatus(status).withBody("é".repeat(5_000)));
    call(Map.of());

    Exchange exchange = attempt(RunningKamelets.ticket("1", "a@example.com"));

    assertThat(exchange.getMessage().getBody()).isInstanceOf(Envelope.class);
    assertThat(routes.durable.reasons()).containsExactly("the API answered " + status + ": ⟦" + "é".repeat(100) + "⟧");
  }

  @Test
  void a_refusal_without_a_text_is_a_dead_letter_too() throws Exception {
    answer(aResponse().withStatus(404));
    call(Map.of());

    attempt(RunningKamelets.ticket("1", "a@example.com"));

    assertThat(routes.durable.reasons()).containsExactly("the API answered 404: ⟦⟧");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void a_redirect_is_not_followed(int status) throws Exception {
    answer(aResponse().withStatus(status).withHeader("Location", api.baseUrl() + "/elsewhere"));
    call(Map.of());

    attempt(RunningKamelets.ticket("1", "a@example.com"));

    assertThat(requests()).hasSize(1);
    assertThat(routes.durable.reasons()).singleElement().asString().startsWith("the API answered " + status);
  }

  @Test
  void an_answer_that_does_not_come_in_time_is_thrown() throws Exception {
    answer(ok().withFixedDelay(20_000));
    call(Map.of("responseTimeout", "300ms"));

    assertThat(attempt(RunningKamelets.ticket("1", "a@example.com")).getException()).isInstanceOf(SocketTimeoutException.class);
    assertThat(routes.durable.sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\nX-Slow: ", "HTTP/1.1 503 Later\r\nX-Slow: "})
  void an_answer_whose_head_comes_byte_by_byte_is_thrown_when_the_time_is_over(String beginning) throws Exception {
    try (SlowBodyServer slow = new SlowBodyServer(beginning)) {
      call(Map.of("url", slow.url(), "responseTimeout", "400ms"));

      assertThat(attempt(RunningKamelets.ticket("1", "a@example.com")).getException()).isInstanceOf(SocketTimeoutException.class)
          .hasMessage("the answer took longer than responseTimeout, which is 400ms");
      assertThat(routes.durable.sent).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 60000\r\n", "", "Content-Type: text/plain\r\nContent-Encoding: gzip\r\n"})
  void a_2xx_whose_body_comes_byte_by_byte_is_done_when_the_time_is_over(String headers) throws Exception {
    try (SlowBodyServer slow = new SlowBodyServer("HTTP/1.1 200 OK\r\n" + headers + "\r\n")) {
      call(Map.of("url", slow.url(), "responseTimeout", "400ms"));

      assertThat(attempt(RunningKamelets.ticket("1", "a@example.com")).getException()).isNull();
      assertThat(routes.durable.sent).isEmpty();
    }
  }

  @Test
  void a_503_whose_body_comes_byte_by_byte_is_a_503_when_the_time_is_over() throws Exception {
    try (SlowBodyServer slow = new SlowBodyServer("HTTP/1.1 503 Later\r\nRetry-After: 17\r\nContent-Length: 60000\r\n\r\n")) {
      call(Map.of("url", slow.url(), "responseTimeout", "400ms"));

      assertThat(attempt(RunningKamelets.ticket("1", "a@example.com")).getException())
          .isInstanceOfSatisfying(HttpOperationFailedException.class, failure -> {
            assertThat(failure.getStatusCode()).isEqualTo(503);
            assertThat(failure.getResponseHeaders()).containsEntry("Retry-After", "17");
          });
    }
  }

  /** The timeout is longer than this test waits. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "200 OK|Content-Length: 90000000", "200 OK|Transfer-Encoding: chunked", "200 OK|Connection: close",
      "400 No|Content-Length: 90000000", "400 No|Transfer-Encoding: chunked", "400 No|Connection: close"})
  void a_body_without_end_is_not_read_to_its_end(String status, String header) throws Exception {
    String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
    try (SlowBodyServer endless = new SlowBodyServer("HTTP/1.1 " + status + "\r\n" + header + "\r\n\r\n", chunk)) {
      call(Map.of("url", endless.url(), "responseTimeout", "10m"));

      assertThat(CompletableFuture.supplyAsync(() -> attemptOrNull(RunningKamelets.ticket("1", "a@example.com"))))
          .succeedsWithin(Duration.ofSeconds(60));
      assertThat(routes.durable.reasons()).hasSize(status.startsWith("200") ? 0 : 1).allMatch(reason -> reason.endsWith("xxx⟧"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 60000", "Transfer-Encoding: chunked"})
  void a_refusal_whose_body_does_not_end_is_one_with_what_came_of_it(String header) throws Exception {
    UnaryOperator<String> framed = text -> header.contains("chunked") ? text.length() + "\r\n" + text + "\r\n" : text;
    try (SlowBodyServer slow = new SlowBodyServer("HTTP/1.1 400 No\r\n" + header + "\r\n\r\n" + framed.apply("no such "),
        framed.apply("t"))) {
      call(Map.of("url", slow.url(), "responseTimeout", "400ms"));

      attempt(RunningKamelets.ticket("1", "a@example.com"));

      assertThat(routes.durable.reasons()).singleElement().asString().startsWith("the API answered 400: ⟦no such t");
    }
  }

  /** More calls than connections: one that is not given back is missed here. */
  @ParameterizedTest
  @ValueSource(strings = {
      "200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n",
      "201 Created\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\ncut.",
      "200 OK\r\nContent-Encoding: nonsense\r\nContent-Length: 4\r\n\r\ntext",
      "200 OK\r\nContent-Type: text/plain; charset=no such one!\r\nContent-Length: 4\r\n\r\ntext",
      "200 OK\r\nContent-Type: \u0001;;=\r\nContent-Length: 4\r\n\r\ntext",
      "200 OK\r\nContent-Length: 100\r\n\r\nends early",
      "200 OK\r\nContent-Length: a lot\r\n\r\ntext",
      "200 OK\r\nContent-Length: -1\r\n\r\ntext",
      "200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\ntext",
      "200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n",
      "200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
      "200 OK\r\nTransfer-Encoding: nonsense\r\n\r\ntext",
      "204 No Content\r\nContent-Length: 4\r\nContent-Encoding: gzip\r\n\r\ntext",
      "205 Reset Content\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
      "103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nends early",
      "100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\n\r\n"})
  void a_2xx_is_done_after_one_call_whatever_becomes_of_its_body(String answer) throws Exception {
    try (ScriptedServer server = new ScriptedServer(() -> "HTTP/1.1 " + answer, ScriptedServer.End.CLOSE)) {
      call(Map.of("url", server.url()));

      for (int calls = 1; calls <= 51; calls++) {
        assertThat(attempt(RunningKamelets.ticket("1", "a@example.com")).getException()).isNull();
      }
      assertThat(server.requests()).isEqualTo(51);
      assertThat(routes.durable.sent).isEmpty();
    }
  }

  @Test
  void a_2xx_is_done_also_when_the_connection_is_reset_after_its_head() throws Exception {
    try (ScriptedServer server = new ScriptedServer(() -> "HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n", ScriptedServer.End.RESET)) {
      call(Map.of("url", server.url()));

      for (int calls = 1; calls <= 51; calls++) {
        assertThat(attempt(RunningKamelets.ticket("1", "a@example.com")).getException()).isNull();
      }
      assertThat(server.requests()).isEqualTo(51);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "Content-Length: 100|what",
      "Content-Encoding: gzip|",
      "Content-Type: text/plain; charset=no such one!|what",
      "Content-Type: text/plain; charset=nosuchone|what",
      "Content-Encoding: identity|what"})
  void a_refusal_is_one_whatever_becomes_of_its_body(String header, String shown) throws Exception {
    try (ScriptedServer server = new ScriptedServer(() -> "HTTP/1.1 422 No\r\n" + header + "\r\n\r\nwhat", ScriptedServer.End.CLOSE)) {
      call(Map.of("url", server.url()));

      attempt(RunningKamelets.ticket("1", "a@example.com"));

      assertThat(routes.durable.reasons()).containsExactly("the API answered 422: ⟦" + (shown == null ? "" : shown) + "⟧");
    }
  }

  @Test
  void an_answer_in_another_charset_is_shown_in_its_words() throws Exception {
    answer(aResponse().withStatus(422).withHeader("Content-Type", "text/plain; charset=ISO-8859-1")
        .withBody("señal".getBytes(StandardCharsets.ISO_8859_1)));
    call(Map.of());

    attempt(RunningKamelets.ticket("1", "a@example.com"));

    assertThat(routes.durable.reasons()).containsExactly("the API answered 422: ⟦señal⟧");
  }

  @Test
  void each_use_of_the_kamelet_has_its_own_timeout() throws Exception {
    answer(ok().withFixedDelay(1_500));
    routes.add("""
        - route:
            id: patient
            from:
              uri: durable:patient
              steps:
                - to:
                    uri: kamelet:rest-call
                    parameters:
                      url: "{{shop.url}}/events"
        """);
    call(Map.of("responseTimeout", "300ms"));

    assertThat(routes.attempt("patient", RunningKamelets.ticket("1", "a@example.com")).getException()).isNull();
    assertThat(attempt(RunningKamelets.ticket("1", "a@example.com")).getException()).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void a_connection_that_breaks_is_thrown_after_one_request() throws Exception {
    answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    call(Map.of());

    assertThat(attempt(RunningKamelets.ticket("1", "a@example.com")).getException()).isInstanceOf(IOException.class);
    assertThat(requests()).hasSize(1);
  }

  @Test
  void an_answer_without_end_is_cut_and_done() throws Exception {
    answer(ok("x".repeat(5_000_000)));
    call(Map.of());

    assertThat(attempt(RunningKamelets.ticket("1", "a@example.com")).getException()).isNull();
    assertThat(attempt(RunningKamelets.ticket("1", "a@example.com")).getException()).isNull();
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

  private Exchange attemptOrNull(Object body) {
    try {
      return attempt(body);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private List<LoggedRequest> requests() {
    return api.findAll(com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor(anyUrl()));
  }
}
