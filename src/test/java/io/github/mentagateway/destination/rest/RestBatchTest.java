package io.github.mentagateway.destination.rest;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.mentagateway.destination.OutageClassifier;
import io.github.mentagateway.destination.RunningKamelets;
import io.github.mentagateway.destination.UnsuccessfulAnswerException;
import io.github.mentagateway.failure.Causes;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kamelet {@code rest-batch} against a real HTTP server. */
class RestBatchTest {
  private static final String ITEM = "{\"id\": \"{deliveryId}\", \"ticket\": \"{data.id}\"}";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  Path home;
  private final EachItsOwn each = new EachItsOwn();
  private final WireMockServer api = new WireMockServer(options().dynamicPort().extensions(each));
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private RunningKamelets routes;

  @BeforeEach
  void open() throws Exception {
    api.start();
    routes = new RunningKamelets(home, Map.of(), Map.of("shop.url", api.baseUrl() + "/shop"));
  }

  @AfterEach
  void close() throws Exception {
    threads.shutdownNow();
    routes.close();
    api.stop();
  }

  @Test
  void attempts_at_the_same_time_are_one_call_with_their_items() throws Exception {
    answer(aResponse().withStatus(204));
    batch(Map.of("batchBody", "{\"owners\": {items}, \"of\": \"menta\"}"));

    List<Exchange> ended = attempt("1", "2", "3");

    assertThat(ended).extracting(Exchange::getException).containsOnlyNulls();
    assertThat(ended).extracting(exchange -> exchange.getMessage().getHeaders().keySet()).containsOnly(Set.of("FromCaller"));
    ServeEvent call = api.getAllServeEvents().get(0);
    assertThat(api.getAllServeEvents()).hasSize(1);
    assertThat(JSON.readTree(call.getRequest().getBodyAsString()).path("of").asText()).isEqualTo("menta");
    assertThat(tickets(call, "owners")).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(call.getRequest().getHeader("Idempotency-Key")).matches("[0-9a-f]{64}");
    assertThat(call.getRequest().getHeader("FromCaller")).isNull();
    assertThat(call.getRequest().getHeader("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void a_lone_attempt_does_not_wait_for_ever_and_has_its_own_id_as_its_key() throws Exception {
    answer(aResponse());
    batch(Map.of("wait", "1ms"));

    assertThat(attempt("1").get(0).getException()).isNull();

    ServeEvent call = api.getAllServeEvents().get(0);
    assertThat(call.getRequest().getHeader("Idempotency-Key")).isEqualTo("delivery-1");
    assertThat(call.getRequest().getBodyAsString()).isEqualTo("[{\"id\":\"delivery-1\",\"ticket\":\"1\"}]");
  }

  @Test
  void deliveries_with_different_urls_are_different_calls() throws Exception {
    answer(aResponse());
    batch(Map.of("url", "{{shop.url}}/{data.newOwnerEmail}", "most", "2"));

    assertThat(attempt("1", "2", "1b", "2b")).extracting(Exchange::getException).containsOnlyNulls();

    assertThat(api.getAllServeEvents()).extracting(call -> call.getRequest().getUrl() + " " + new TreeSet<>(tickets(call, "")))
        .containsExactlyInAnyOrder("/shop/1 [1, 1b]", "/shop/2 [2, 2b]");
  }

  @Test
  void an_item_that_lacks_a_field_is_a_dead_letter_and_no_part_of_a_batch() throws Exception {
    answer(aResponse());
    batch(Map.of("most", "1", "json", "{\"ticket\": \"{data.other}\"}"));

    attempt("1");

    assertThat(routes.durable.reasons()).singleElement().asString().startsWith("the field 'data.other' is missing");
    assertThat(api.getAllServeEvents()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void each_is_judged_by_its_own_answer(boolean byId) throws Exception {
    batch(Map.of("answers", byId ? "${body[results]}" : "${body}", "answerId", byId ? "id" : "", "success", "${body[status]} == 'OK'",
        "failure", "${body[status]} == 'UNKNOWN'"));
    answerEach(byId, Map.of("1", "OK", "2", "UNKNOWN", "3", "BUSY"));

    List<Exchange> ended = attempt("1", "2", "3");

    assertThat(ended.get(0).getException()).isNull();
    assertThat(ended.get(2).getException()).isInstanceOf(UnsuccessfulAnswerException.class).message()
        .startsWith("the API answered 200, which 'success' does not take for one: ⟦{").contains("BUSY").doesNotContain("UNKNOWN");
    assertThat(routes.durable.reasons()).singleElement().asString()
        .startsWith("the API answered 200, which 'failure' takes for a refusal: ⟦{").contains("UNKNOWN").doesNotContain("BUSY");
    assertThat(routes.durable.sent).hasSize(1);
    assertThat(OutageClassifier.isOutage(ended.get(2).getException())).isFalse();
  }

  @Test
  void an_id_that_no_answer_has_is_tried_again_and_the_others_are_done() throws Exception {
    answer(aResponse().withBody("[{\"id\": \"delivery-2\", \"status\": \"OK\"}, 7]"));
    batch(Map.of("answers", "${body}", "answerId", "id", "success", "${body[status]} == 'OK'", "most", "2"));

    List<Exchange> ended = attempt("1", "2");

    assertThat(ended.get(0).getException()).isInstanceOf(UnsuccessfulAnswerException.class)
        .hasMessage("the API answered 200, and no answer has the id of this delivery as its 'id'");
    assertThat(ended.get(1).getException()).isNull();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "[{\"status\": \"OK\"}] | with 1 answers for 3 deliveries, so that it cannot be told which is whose: ⟦[{\"status\": \"OK\"}]⟧",
      "<html> | with no list where 'answers' says: ⟦<html>⟧"})
  void answers_that_cannot_be_told_apart_are_all_tried_again(String body, String why) throws Exception {
    answer(aResponse().withBody(body));
    batch(Map.of("answers", "${body}", "success", "${body[status]} == 'OK'"));

    for (Exchange exchange : attempt("1", "2", "3")) {
      assertThat(Causes.root(exchange.getException())).isInstanceOf(UnsuccessfulAnswerException.class).hasMessage("the API answered 200 " + why);
      assertThat(OutageClassifier.isOutage(exchange.getException())).isFalse();
    }
    assertThat(api.getAllServeEvents()).hasSize(1);
    assertThat(routes.durable.sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 409, 422})
  void a_batch_that_is_refused_is_sent_one_by_one_so_that_only_the_bad_one_waits_for_a_person(int status) throws Exception {
    answer(aResponse());
    api.stubFor(any(anyUrl()).withRequestBody(containing("\"bad\"")).willReturn(aResponse().withStatus(status).withBody("bad ticket")));
    batch(Map.of());

    List<Exchange> ended = attempt("1", "bad", "3");

    assertThat(List.of(ended.get(0), ended.get(2))).extracting(Exchange::getException).containsOnlyNulls();
    assertThat(routes.durable.reasons()).containsExactly("the API answered " + status + ": ⟦bad ticket⟧");
    assertThat(api.getAllServeEvents()).extracting(call -> tickets(call, "").size()).containsExactlyInAnyOrder(3, 1, 1, 1);
    assertThat(api.getAllServeEvents()).extracting(call -> call.getRequest().getHeader("Idempotency-Key"))
        .contains("delivery-1", "delivery-bad", "delivery-3").doesNotHaveDuplicates();
  }

  @Test
  void a_2xx_that_the_whole_answer_denies_is_sent_one_by_one_too() throws Exception {
    answer(aResponse().withBody("{\"status\": \"OK\"}"));
    api.stubFor(any(anyUrl()).withRequestBody(containing("\"bad\"")).willReturn(aResponse().withBody("{\"status\": \"ERROR\"}")));
    batch(Map.of("success", "${body[status]} == 'OK'"));

    List<Exchange> ended = attempt("1", "bad", "3");

    assertThat(ended.get(1).getException()).isInstanceOf(UnsuccessfulAnswerException.class);
    assertThat(List.of(ended.get(0), ended.get(2))).extracting(Exchange::getException).containsOnlyNulls();
    assertThat(api.getAllServeEvents()).hasSize(4);
  }

  @Test
  void a_whole_answer_that_is_a_success_is_one_for_all() throws Exception {
    answer(aResponse().withBody("{\"status\": \"OK\"}"));
    batch(Map.of("success", "${body[status]} == 'OK'"));

    assertThat(attempt("1", "2", "3")).extracting(Exchange::getException).containsOnlyNulls();

    assertThat(api.getAllServeEvents()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"500, true", "503, true", "401, true", "429, false", "408, false"})
  void what_speaks_for_the_api_or_the_caller_is_not_asked_again_at_once(int status, boolean outage) throws Exception {
    answer(aResponse().withStatus(status).withHeader("Retry-After", "9"));
    batch(Map.of());

    for (Exchange exchange : attempt("1", "2", "3")) {
      assertThat(exchange.getException()).isInstanceOfSatisfying(HttpOperationFailedException.class, failure -> {
        assertThat(failure.getStatusCode()).isEqualTo(status);
        assertThat(failure.getResponseHeaders()).containsEntry("Retry-After", "9");
      });
      assertThat(OutageClassifier.isOutage(exchange.getException())).isEqualTo(outage);
    }
    assertThat(api.getAllServeEvents()).hasSize(1);
    assertThat(routes.durable.sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"reset", "slow", "gone"})
  void a_call_without_an_answer_has_failed_for_all_and_speaks_for_the_api(String fault) throws Exception {
    answer(fault.equals("slow") ? aResponse().withFixedDelay(60_000) : aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    batch(Map.of("responseTimeout", "200ms"));
    if (fault.equals("gone")) {
      api.stop();
    }

    for (Exchange exchange : attempt("1", "2", "3")) {
      assertThat(Causes.root(exchange.getException())).isInstanceOfAny(SocketException.class, SocketTimeoutException.class);
      assertThat(OutageClassifier.isOutage(exchange.getException())).isTrue();
      assertThat(exchange.getMessage().getHeaders()).containsEntry("FromCaller", "kept");
    }
    assertThat(routes.durable.sent).isEmpty();
  }

  @Test
  void more_than_a_megabyte_is_tried_again_and_says_what_to_change() throws Exception {
    answer(aResponse().withBody("x".repeat(1024 * 1024 + 1)));
    batch(Map.of("answers", "${body}", "success", "${body} == 1"));

    for (Exchange exchange : attempt("1", "2", "3")) {
      assertThat(Causes.root(exchange.getException())).isInstanceOf(UnsuccessfulAnswerException.class).hasMessage(
          "the API answered 200 with more than 1 MB, which is more than 'success', 'failure' and 'answers' take: lower 'most'");
    }
    assertThat(routes.durable.sent).isEmpty();
  }

  @Test
  void an_attempt_that_is_interrupted_while_it_waits_leaves_its_batch_and_the_next_one_makes_the_call() throws Exception {
    answer(aResponse());
    batch(Map.of("most", "3"));
    AtomicReference<Exchange> interrupted = new AtomicReference<>();
    Thread first = new Thread(() -> interrupted.set(attemptOne("1")));
    first.start();
    await().until(() -> first.getState() == Thread.State.TIMED_WAITING);
    Future<Exchange> second = threads.submit(() -> attemptOne("2"));
    first.interrupt();
    first.join();

    List<Exchange> ended = new ArrayList<>(attempt("3", "4"));
    ended.add(second.get());

    assertThat(interrupted.get().getException()).isInstanceOf(InterruptedIOException.class);
    assertThat(OutageClassifier.isOutage(interrupted.get().getException())).isFalse();
    assertThat(ended).extracting(Exchange::getException).containsOnlyNulls();
    assertThat(api.getAllServeEvents()).singleElement()
        .satisfies(call -> assertThat(tickets(call, "")).containsExactlyInAnyOrder("2", "3", "4"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "most | 0 | most is '0': it must be 1 or more, what the API takes in one call",
      "wait | 11s | wait is '11000ms': it must be 0ms to 10s, such as 20ms",
      "method | GET | method is 'GET': it must be POST, PUT or PATCH",
      "batchBody | {\"a\": \"{items}\"} | it must be JSON with {items} once, without quotes",
      "batchBody | {\"a\": 1} | it must be JSON with {items} once, without quotes",
      "answers | ${body} | answers is given without 'success' and 'failure'",
      "answerId | id | answerId is given without 'answers'"})
  void what_cannot_hold_stops_the_route_from_starting(String parameter, String value, String why) {
    assertThatThrownBy(() -> batch(Map.of(parameter, value))).hasStackTraceContaining(why);
  }

  private void answer(ResponseDefinitionBuilder answer) {
    api.stubFor(any(anyUrl()).willReturn(answer));
  }

  /** The API of each ticket's own answer, in the order of the items, or in the other order with their ids. */
  private void answerEach(boolean byId, Map<String, String> statuses) {
    each.statuses = statuses;
    answer(aResponse().withTransformers("each-its-own").withTransformerParameter("byId", byId));
  }

  private static final class EachItsOwn implements ResponseDefinitionTransformerV2 {
    private volatile Map<String, String> statuses;

    @Override
    public ResponseDefinition transform(ServeEvent call) {
      boolean byId = call.getTransformerParameters().getBoolean("byId");
      List<String> answers = new ArrayList<>();
      for (String ticket : tickets(call, "")) {
        String answer = "{\"id\": \"delivery-" + ticket + "\", \"status\": \"" + statuses.get(ticket) + "\"}";
        answers.add(byId ? 0 : answers.size(), answer);
      }
      return aResponse().withBody(byId ? "{\"results\": " + answers + "}" : answers.toString()).build();
    }

    @Override
    public String getName() {
      return "each-its-own";
    }

    @Override
    public boolean applyGlobally() {
      return false;
    }
  }

  private void batch(Map<String, String> more) throws Exception {
    Map<String, String> parameters = new HashMap<>(Map.of("url", "{{shop.url}}/owners", "json", ITEM, "most", "3", "wait", "10s"));
    parameters.putAll(more);
    routes.use("rest-batch", parameters);
  }

  /** All at the same time; as they were asked for. */
  private List<Exchange> attempt(String... tickets) throws Exception {
    List<Future<Exchange>> running = new ArrayList<>();
    for (String ticket : tickets) {
      running.add(threads.submit(() -> attemptOne(ticket)));
    }
    List<Exchange> ended = new ArrayList<>();
    for (Future<Exchange> one : running) {
      ended.add(one.get());
    }
    return ended;
  }

  private Exchange attemptOne(String ticket) {
    try {
      return routes.durable.attempt("test", RunningKamelets.ticket(ticket, ticket.substring(0, 1)), Map.of("deliveryId", "delivery-" + ticket));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> tickets(ServeEvent call, String member) {
    try {
      JsonNode body = JSON.readTree(call.getRequest().getBodyAsString());
      return StreamSupport.stream((member.isEmpty() ? body : body.path(member)).spliterator(), false)
          .map(item -> item.path("ticket").asText()).toList();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
