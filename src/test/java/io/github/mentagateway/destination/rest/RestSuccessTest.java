package io.github.mentagateway.destination.rest;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.mentagateway.destination.OutageClassifier;
import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.destination.UnsuccessfulAnswerException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an answer means, where the route says so. */
class RestSuccessTest {
  private static final String OK = "${body[status]} == 'OK' && ${body[code]} < 5";
  private static final String UNKNOWN = "${body[error][code]} == 'UNKNOWN_TICKET'";

  @TempDir
  Path home;
  private final WireMockServer api = new WireMockServer(options().dynamicPort());
  private RunningKamelets routes;

  @BeforeEach
  void open() throws Exception {
    api.start();
    routes = new RunningKamelets(home, Map.of(), Map.of("shop.url", api.baseUrl() + "/shop"));
  }

  @AfterEach
  void close() throws Exception {
    routes.close();
    api.stop();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "200 | {\"status\":\"OK\",\"code\":1} | " + OK,
      "409 | {\"status\":\"OK\",\"code\":1} | " + OK,
      "500 | [1, 2]| ${body[1]} == 2",
      "404 | gone | ${header.CamelHttpResponseCode} == 404",
      "200 | all 'done' | ${body} contains \"'done'\"",
      "200 | {\"id\":\"1\"} | ${body[id]} == ${body[id]} && ${variable.deliveryId} == '01DELIVERY'"})
  void what_success_says_is_done_whatever_the_status(int status, String body, String success) throws Exception {
    answer(aResponse().withStatus(status).withBody(body).withHeader("Content-Type", "application/json"));
    call(Map.of("success", success));
    Object ticket = RunningKamelets.ticket("1", "a@example.com");

    Exchange exchange = routes.attempt("test", ticket);

    assertThat(exchange.getException()).isNull();
    assertThat(routes.durable.sent).isEmpty();
    assertThat(exchange.getMessage().getBody()).isSameAs(ticket);
    assertThat(exchange.getMessage().getHeaders()).containsOnlyKeys("FromCaller");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"status\":\"ERROR\",\"code\":1}", "{\"status\":\"OK\",\"code\":9}", "<html>", ""})
  void a_2xx_that_is_no_success_is_tried_again_and_speaks_for_this_delivery_only(String body) throws Exception {
    answer(aResponse().withBody(body).withHeader("retry-after", "17"));
    call(Map.of("success", OK));

    Exception failure = attempt().getException();

    assertThat(failure).isInstanceOfSatisfying(UnsuccessfulAnswerException.class, answer -> assertThat(answer.getRetryAfter()).isEqualTo("17"));
    assertThat(failure.getMessage()).contains("'success'").endsWith(body.isEmpty() ? ": " : ": ⟦" + body + "⟧");
    assertThat(OutageClassifier.isOutage(failure)).isFalse();
    assertThat(routes.durable.sent).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"422, true", "503, false"})
  void another_status_that_is_no_success_is_judged_by_the_shipped_rule(int status, boolean deadLetter) throws Exception {
    answer(aResponse().withStatus(status).withBody("{\"status\":\"ERROR\"}"));
    call(Map.of("success", "${body[status]} == 'OK'"));

    Exchange exchange = attempt();

    if (deadLetter) {
      assertThat(routes.durable.reasons()).containsExactly("the API answered 422: ⟦{\"status\":\"ERROR\"}⟧");
    } else {
      assertThat(exchange.getException()).isInstanceOf(HttpOperationFailedException.class);
      assertThat(OutageClassifier.isOutage(exchange.getException())).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 500})
  void a_failure_is_a_dead_letter_with_the_beginning_of_the_answer(int status) throws Exception {
    String body = "{\"error\":{\"code\":\"UNKNOWN_TICKET\"},\"status\":\"OK\",\"text\":\"" + "ñ".repeat(200) + "\"}";
    answer(aResponse().withStatus(status).withBody(body));
    call(Map.of("failure", UNKNOWN, "success", "${body[status]} == 'OK'"));

    attempt();

    assertThat(routes.durable.reasons()).singleElement().asString().hasSizeLessThan(280)
        .startsWith("the API answered " + status + ", which 'failure' takes for a refusal: ⟦{\"error\":{\"code\":\"UNKNOWN_TICKET\"}").endsWith("ñ⟧");
  }

  @Test
  void without_a_failure_a_2xx_is_done() throws Exception {
    answer(aResponse().withBody("{\"error\":{\"code\":\"NONE\"}}"));
    call(Map.of("failure", UNKNOWN));

    assertThat(attempt().getException()).isNull();
    assertThat(routes.durable.sent).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"404, true, false", "422, false, false", "503, true, true", "401, false, false", "429, true, false"})
  void retry_replaces_the_shipped_rule(int status, boolean again, boolean outage) throws Exception {
    answer(aResponse().withStatus(status).withBody("why").withHeader("Retry-After", "9"));
    call(Map.of("retry", "404, 409,429,5xx"));

    Exchange exchange = attempt();

    if (again) {
      assertThat(exchange.getException()).isInstanceOf(UnsuccessfulAnswerException.class).hasMessage("the API answered " + status + ": ⟦why⟧");
      assertThat(((UnsuccessfulAnswerException) exchange.getException()).getRetryAfter()).isEqualTo("9");
      assertThat(OutageClassifier.isOutage(exchange.getException())).isEqualTo(outage);
      assertThat(routes.durable.sent).isEmpty();
    } else {
      assertThat(routes.durable.reasons()).containsExactly("the API answered " + status + ", which 'retry' does not list: ⟦why⟧");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/pdf", "application/octet-stream", "image/png", "none"})
  void an_answer_that_is_no_text_keeps_its_bytes_such_as_a_file_that_is_attached_to_a_mail(String type) throws Exception {
    byte[] pdf = new byte[300_000];
    new Random(7).nextBytes(pdf);
    answer(type.equals("none") ? aResponse().withBody(pdf) : aResponse().withBody(pdf).withHeader("Content-Type", type));
    call(Map.of("answer", "body", "failure", "${header.CamelHttpResponseCode} == 410"));

    assertThat(attempt().getMessage().getBody()).isEqualTo(pdf);
  }

  @Test
  void the_answer_becomes_the_body_or_a_variable_that_the_next_step_names() throws Exception {
    answer(aResponse().withBody("{\"id\": 17, \"price\": 10.50, \"of\": {\"name\": \"x\"}}"));
    routes.add("""
        - route:
            id: test
            from:
              uri: durable:test
              steps:
                - to:
                    uri: kamelet:rest-call
                    variableReceive: order
                    parameters: {method: GET, url: "{{shop.url}}/a", answer: body}
                - to:
                    uri: kamelet:rest-call
                    parameters: {url: "{{shop.url}}/b/{data.id}", json: '{"of": "{order}"}', answer: body}
        """);

    Exchange exchange = attempt();

    assertThat(exchange.getException()).isNull();
    assertThat(api.getAllServeEvents()).extracting(call -> call.getRequest().getUrl() + " " + call.getRequest().getBodyAsString())
        .containsExactlyInAnyOrder("/shop/a ", "/shop/b/1 {\"of\":{\"id\":17,\"price\":10.50,\"of\":{\"name\":\"x\"}}}");
    assertThat(exchange.getMessage().getBody()).isInstanceOfSatisfying(Map.class, body -> assertThat(body).containsEntry("id", 17));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"plain | plain", "{no json | {no json", "'' | ''"})
  void an_answer_that_is_no_json_is_a_text(String sent, String body) throws Exception {
    answer(aResponse().withBody(sent));
    call(Map.of("answer", "body"));

    assertThat(attempt().getMessage().getBody()).isEqualTo(body);
  }

  @Test
  void more_than_a_megabyte_is_a_dead_letter_and_the_next_call_has_a_connection() throws Exception {
    call(Map.of("success", "${body} contains 'x'"));
    answer(aResponse().withBody("x".repeat(1024 * 1024 + 1)));
    attempt();
    answer(aResponse().withBody("x".repeat(1024 * 1024)));

    for (int call = 0; call < 55; call++) {
      assertThat(attempt().getException()).isNull();
    }
    assertThat(routes.durable.reasons()).containsExactly("the API answered 200 with more than 1 MB, which is more than 'success', 'failure' and"
        + " 'answer' take");
  }

  @ParameterizedTest
  @CsvSource({"503, false", "429, false", "422, true"})
  void a_long_error_page_is_judged_by_its_status(int status, boolean deadLetter) throws Exception {
    answer(aResponse().withStatus(status).withBody("<html>" + "x".repeat(1024 * 1024)).withHeader("Retry-After", "17"));
    call(Map.of("success", "${body[status]} == 'OK'"));

    Exchange exchange = attempt();

    if (deadLetter) {
      assertThat(routes.durable.reasons()).singleElement().asString().startsWith("the API answered 422: ⟦<html>xxx");
    } else {
      assertThat(routes.durable.sent).isEmpty();
      assertThat(exchange.getException()).isInstanceOfSatisfying(HttpOperationFailedException.class,
          failure -> assertThat(failure.getResponseHeaders()).containsEntry("Retry-After", "17"));
    }
  }

  @Test
  void a_body_that_breaks_off_is_no_success_and_tried_again() throws Exception {
    answer(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
    call(Map.of("answer", "body"));

    assertThat(attempt().getException()).isInstanceOf(IOException.class);
    assertThat(routes.durable.sent).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"retry | 404,6xx | retry has '6xx': it must be statuses with commas between them, such as 404,409,5xx",
      "answer | all | answer is 'all': it must be none, body or bytes", "success | ${body | no end", "api | nowhere | api 'nowhere' is not configured"})
  void what_cannot_hold_stops_the_route_from_starting(String parameter, String value, String why) {
    assertThatThrownBy(() -> call(Map.of(parameter, value))).satisfies(failure -> {
      if (!why.equals("no end")) {
        assertThat(failure).hasStackTraceContaining(why);
      }
    });
  }

  private void answer(ResponseDefinitionBuilder answer) {
    api.stubFor(any(anyUrl()).willReturn(answer));
  }

  private void call(Map<String, String> more) throws Exception {
    Map<String, String> parameters = new TreeMap<>(Map.of("url", "{{shop.url}}/events"));
    parameters.putAll(more);
    routes.use("rest-call", parameters);
  }

  private Exchange attempt() throws Exception {
    return routes.attempt("test", RunningKamelets.ticket("1", "a@example.com"));
  }
}
