package io.github.mentagateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.durable.Acknowledgement;
import io.github.mentagateway.durable.IncomingRequest;
import io.github.mentagateway.durable.IncomingRequests;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an exchange once its route has ended, at once or later. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswersTest {
  private final Parking parking = new Parking();
  private RunningIntake intake;

  /** Keeps exchanges, as the inbox does while it commits; a body of three digits is the status to end with at once,
   * behind {@code take} once the request is in custody. */
  private static final class Parking extends AsyncProcessorSupport {
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final List<AsyncCallback> callbacks = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch arrived = new CountDownLatch(1);

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      String body = exchange.getMessage().getBody(String.class);
      if (!body.equals("park")) {
        if (body.startsWith("take ")) {
          IncomingRequests.take(exchange, new Acknowledgement("n1", "accepted", null, null));
        }
        String status = body.replace("take ", "");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status.equals("none") ? null : status);
        callback.done(true);
        return true;
      }
      exchanges.add(exchange);
      callbacks.add(callback);
      arrived.countDown();
      return false;
    }

    private void forget() {
      exchanges.clear();
      callbacks.clear();
      arrived = new CountDownLatch(1);
    }

    private void releaseAll() {
      for (int i = 0; i < exchanges.size(); i++) {
        Exchange exchange = exchanges.get(i);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
        IncomingRequests.take(exchange, new Acknowledgement("id\r\nforged=1", "accepted", null, null));
        AsyncCallback callback = callbacks.get(i);
        IncomingRequest.of(exchange).resume().execute(() -> callback.done(false));
      }
    }
  }

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    intake = startIn(home);
  }

  private RunningIntake startIn(Path home) throws Exception {
    return RunningIntake.start(home, Map.of("GATEWAY_SHUTDOWN_TIMEOUT", "20s"), new RouteBuilder() {
      @Override
      public void configure() {
        errorHandler(noErrorHandler());
        from("platform-http:{{gateway.intake.path}}").routeId("intake").process("authenticator").process(parking)
            .process(exchange -> exchange.setVariable("thread", Thread.currentThread().getName()));
      }
    });
  }

  @BeforeEach
  void forget() {
    parking.forget();
  }

  @AfterAll
  void stop() {
    intake.close();
  }

  @ParameterizedTest
  @CsvSource({"202,500", "200,500", "201,500", "204,500", "203,500", "301,500", "100,500", "none,500", "abc,500", "600,500",
      "400,400", "422,422", "503,503", "599,599"})
  void whatever_a_route_sets_the_sender_is_not_told_that_it_was_taken_when_it_was_not(String set, int answered) throws Exception {
    assertThat(intake.send(set).statusCode()).isEqualTo(answered);
  }

  @ParameterizedTest
  @ValueSource(strings = {"200", "204", "301", "none", "abc", "400", "503"})
  void whatever_a_route_sets_the_sender_is_told_that_it_was_taken_when_it_was(String set) throws Exception {
    HttpResponse<String> answer = intake.send("take " + set);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo("{\"id\":\"n1\",\"outcome\":\"accepted\"}");
  }

  @Test
  void no_thread_waits_while_many_more_requests_than_threads_wait_for_their_commit() throws Exception {
    int requests = 150;
    parking.arrived = new CountDownLatch(requests);
    HttpClient client = intake.client(HttpClient.Version.HTTP_1_1);
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      answers.add(client.sendAsync(intake.post(BodyPublishers.ofString("park")).build(), BodyHandlers.ofString()));
    }
    assertThat(parking.arrived.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(answers).noneMatch(CompletableFuture::isDone);
    parking.releaseAll();

    assertThat(answers).allSatisfy(answer -> assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(202));
    assertThat(parking.exchanges).allSatisfy(exchange ->
        assertThat(exchange.getVariable("thread", String.class)).startsWith("intake-worker-"));
    await().untilAsserted(() -> assertThat(intake.main.getCamelContext().getInflightRepository().size()).isZero());
  }

  @Test
  void a_stop_answers_what_was_taken_before_it(@TempDir Path home) throws Exception {
    try (RunningIntake own = startIn(home)) {
      CompletableFuture<HttpResponse<String>> answer = own.client(HttpClient.Version.HTTP_1_1)
          .sendAsync(own.post(BodyPublishers.ofString("park")).build(), BodyHandlers.ofString());
      assertThat(parking.arrived.await(60, TimeUnit.SECONDS)).isTrue();
      own.factory.stopAccepting();
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(own::close);
      assertThat(own.send("take 202").statusCode()).isEqualTo(503);
      parking.releaseAll();

      assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(202);
      stopped.get(60, TimeUnit.SECONDS);
    }
  }
}
