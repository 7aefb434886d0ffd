package io.github.mentagateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.FreePort;
import io.github.mentagateway.SelfSigned;
import io.github.mentagateway.simulator.Attempt.Answer;
import io.github.mentagateway.simulator.Attempt.Cause;
import io.github.mentagateway.simulator.Attempt.Receipt;
import io.github.mentagateway.simulator.TlsEndpoint.End;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What really happens on the wire, as a server sees it. */
class SenderConnectionTest {
  private static final byte[] BODY = "{\"fullName\":\"Ana Pérez\",\"id\":\"00001\"}".getBytes(StandardCharsets.UTF_8);
  private static final Duration LONG = Duration.ofMinutes(5);
  @TempDir static Path home;
  @TempDir Path elsewhere;
  private SelfSigned tls;
  private TlsEndpoint server;
  private SenderConnection connection;

  @BeforeEach
  void certificate() throws Exception {
    tls = SelfSigned.in(home);
  }

  @AfterEach
  void stop() throws IOException {
    connection.close();
    if (server != null) {
      server.close();
    }
  }

  @Test
  void a_body_arrives_to_the_byte_with_the_path_and_the_headers_it_was_given() throws Exception {
    serve(TlsEndpoint.accepting());
    assertThat(exchange(Fault.NONE))
        .isEqualTo(new ExchangeResult(Receipt.CERTAIN, new Answer(202, "accepted"), false, null, null, Fault.NONE));
    assertThat(server.requests).singleElement().satisfies(request -> {
      assertThat(request.line()).isEqualTo("POST /in/secret?x=1 HTTP/1.1");
      assertThat(request.headers()).containsEntry("Content-Type", "application/json").containsEntry("Authorization", "Bearer t")
          .containsEntry("Host", server.url().getAuthority());
      assertThat(request.body()).isEqualTo(new String(BODY, StandardCharsets.ISO_8859_1));
    });
  }

  @Test
  void an_empty_body_is_a_request_too() throws Exception {
    serve(TlsEndpoint.accepting());
    assertThat(connection.exchange(new byte[0], Fault.NONE, Duration.ZERO).receipt()).isEqualTo(Receipt.CERTAIN);
    assertThat(server.requests).singleElement().satisfies(request -> assertThat(request.body()).isEmpty());
  }

  @Test
  void a_connection_is_kept_as_long_as_it_goes_well() throws Exception {
    serve(TlsEndpoint.accepting());
    exchange(Fault.NONE);
    exchange(Fault.NONE);
    assertThat(server.connections()).isEqualTo(1);
    exchange(Fault.LOST_ANSWER);
    exchange(Fault.NONE);
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void a_reset_in_mid_body_leaves_the_server_with_half_a_request() throws Exception {
    serve(TlsEndpoint.accepting());
    assertThat(exchange(Fault.RESET)).isEqualTo(new ExchangeResult(Receipt.NONE, null, false, Cause.RESET, null, Fault.RESET));
    await().until(() -> server.ends.contains(End.RESET));
    assertThat(server.requests).singleElement().satisfies(request -> {
      assertThat(request.whole()).isFalse();
      assertThat(request.body()).hasSize(BODY.length / 2);
    });
  }

  @Test
  void a_slow_body_comes_whole_and_slowly() throws Exception {
    serve(TlsEndpoint.accepting());
    Duration slowness = Duration.ofMillis(400);
    ExchangeResult exchange = connection.exchange(BODY, Fault.SLOW_BODY, slowness);
    assertThat(exchange).isEqualTo(new ExchangeResult(Receipt.CERTAIN, new Answer(202, "accepted"), false, null, null, Fault.SLOW_BODY));
    assertThat(server.requests).singleElement().satisfies(request -> {
      assertThat(request.body()).isEqualTo(new String(BODY, StandardCharsets.ISO_8859_1));
      // what is sent while the server still looks at the head is not seen to be late
      assertThat(Duration.ofNanos(request.lastByte() - request.firstByte())).isGreaterThan(slowness.dividedBy(2));
    });
  }

  @Test
  void a_lost_answer_was_written_by_the_server_whole_and_then_the_connection_is_reset() throws Exception {
    serve(TlsEndpoint.accepting());
    assertThat(exchange(Fault.LOST_ANSWER)).isEqualTo(
        new ExchangeResult(Receipt.CERTAIN, new Answer(202, "accepted"), true, Cause.LOST_ANSWER, null, Fault.LOST_ANSWER));
    await().until(() -> server.ends.contains(End.RESET));
    assertThat(server.requests).singleElement().satisfies(request -> assertThat(request.whole()).isTrue());
  }

  @Test
  void a_cut_comes_before_the_answer_by_a_reset() throws Exception {
    serve((request, socket) -> server.requests.size() == 1 ? TlsEndpoint.answer(socket, 202, "") : TlsEndpoint.awaitEnd(socket));
    exchange(Fault.NONE);
    assertThat(exchange(Fault.CUT)).isEqualTo(new ExchangeResult(Receipt.POSSIBLE, null, false, Cause.RESET, null, Fault.CUT));
    await().until(() -> server.ends.contains(End.RESET));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204})
  void these_are_success(int status) throws Exception {
    serve(TlsEndpoint.answering(status));
    assertThat(exchange(Fault.NONE))
        .isEqualTo(new ExchangeResult(Receipt.CERTAIN, new Answer(status, null), false, null, null, Fault.NONE));
  }

  @ParameterizedTest
  @ValueSource(ints = {203, 205, 206, 301, 302, 304, 307, 400, 401, 404, 409, 413, 429, 500, 503})
  void nothing_else_is(int status) throws Exception {
    serve(TlsEndpoint.answering(status));
    assertThat(exchange(Fault.NONE))
        .isEqualTo(new ExchangeResult(Receipt.CERTAIN, new Answer(status, null), false, Cause.STATUS, null, Fault.NONE));
  }

  @Test
  void what_another_endpoint_calls_an_outcome_is_its_own_affair() throws Exception {
    serve((request, socket) -> TlsEndpoint.answer(socket, 200, "{\"outcome\":\"\\u001b[2J\"}"));
    assertThat(exchange(Fault.NONE).answer()).isEqualTo(new Answer(200, null));
  }

  @Test
  void where_nobody_listens_nothing_arrives_and_the_reason_is_told() throws Exception {
    connection = new SenderConnection(new Endpoint(URI.create("https://127.0.0.1:" + FreePort.next() + "/"), tls.trusting(), Map.of()), LONG);
    assertThat(exchange(Fault.LOST_ANSWER)).isEqualTo(
        new ExchangeResult(Receipt.NONE, null, false, Cause.UNREACHABLE, "Connection refused", Fault.NONE));
  }

  @Test
  void nothing_is_sent_to_who_shows_another_certificate() throws Exception {
    server = new TlsEndpoint(SelfSigned.in(elsewhere).serving(), TlsEndpoint.accepting());
    connection = new SenderConnection(new Endpoint(server.url(), tls.trusting(), Map.of()), LONG);
    ExchangeResult exchange = exchange(Fault.NONE);
    assertThat(exchange.cause()).isEqualTo(Cause.UNREACHABLE);
    assertThat(exchange.reason()).contains("PKIX");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void no_answer_in_menta_s_time_is_a_failure_after_which_the_server_can_have_it() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    serve((request, socket) -> {
      awaitQuietly(over);
      return false;
    }, Duration.ofMillis(200));
    ExchangeResult exchange = exchange(Fault.NONE);
    over.countDown();
    assertThat(exchange.cause()).isEqualTo(Cause.TIMEOUT);
    assertThat(exchange.receipt()).isEqualTo(Receipt.POSSIBLE);
  }

  @Test
  void an_answer_in_dribs_and_drabs_is_given_up_when_menta_s_time_is_over() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    serve((request, socket) -> {
      TlsEndpoint.write(socket, "HTTP/1.1 202 ");
      begun.countDown();
      awaitQuietly(over);
      return false;
    });
    CompletableFuture<ExchangeResult> exchange = CompletableFuture.supplyAsync(() -> exchange(Fault.NONE));
    begun.await();
    connection.cutWhenOverdue(System.nanoTime());
    assertThat(exchange).isNotDone();
    // menta's time begins when the request is out, which the server may know before
    await().until(() -> {
      connection.cutWhenOverdue(System.nanoTime() + LONG.toNanos());
      return exchange.isDone();
    });
    assertThat(exchange.get().cause()).isEqualTo(Cause.TIMEOUT);
    assertThat(exchange.get().receipt()).isEqualTo(Receipt.POSSIBLE);
    over.countDown();
  }

  @Test
  void a_connection_that_the_server_ends_is_broken_with_or_without_half_an_answer() throws Exception {
    serve((request, socket) -> {
      if (request.body().equals("half")) {
        TlsEndpoint.write(socket, "HTTP/1.1 202 Accepted\r\nContent-Length: 10\r\n\r\n12345");
      }
      return false;
    });
    for (String body : new String[] {"nothing", "half"}) {
      ExchangeResult exchange = connection.exchange(body.getBytes(StandardCharsets.UTF_8), Fault.NONE, Duration.ZERO);
      assertThat(exchange.cause()).isEqualTo(Cause.BROKEN);
      assertThat(exchange.receipt()).isEqualTo(Receipt.POSSIBLE);
      assertThat(exchange.answer()).isNull();
      assertThat(exchange.reason()).isNotBlank();
    }
  }

  @Test
  void what_is_no_http_is_broken() throws Exception {
    serve((request, socket) -> {
      TlsEndpoint.write(socket, "+OK ready\r\n".repeat(200));
      return false;
    });
    assertThat(exchange(Fault.NONE).cause()).isEqualTo(Cause.BROKEN);
  }

  @Test
  void a_server_may_close_after_each_answer() throws Exception {
    serve((request, socket) -> {
      TlsEndpoint.write(socket, "HTTP/1.1 202 Accepted\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      return false;
    });
    assertThat(exchange(Fault.NONE).cause()).isNull();
    assertThat(exchange(Fault.NONE).cause()).isNull();
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void an_interim_answer_is_passed_over() throws Exception {
    serve((request, socket) -> {
      TlsEndpoint.write(socket, "HTTP/1.1 102 Processing\r\n\r\n");
      return TlsEndpoint.answer(socket, 202, "");
    });
    assertThat(exchange(Fault.NONE).answer()).isEqualTo(new Answer(202, null));
  }

  @Test
  void what_is_under_way_when_an_outage_begins_is_cut_and_the_next_one_works() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    serve((request, socket) -> {
      arrived.countDown();
      return request.connection() == 0 ? TlsEndpoint.awaitEnd(socket) : TlsEndpoint.answer(socket, 202, "");
    });
    CompletableFuture<ExchangeResult> exchange = CompletableFuture.supplyAsync(() -> exchange(Fault.NONE));
    arrived.await();
    connection.cut(Cause.OUTAGE);
    assertThat(exchange.get()).isEqualTo(new ExchangeResult(Receipt.POSSIBLE, null, false, Cause.OUTAGE, null, Fault.NONE));
    await().until(() -> server.ends.contains(End.RESET));
    assertThat(exchange(Fault.NONE).cause()).isNull();
  }

  private ExchangeResult exchange(Fault fault) {
    return connection.exchange(BODY, fault, Duration.ZERO);
  }

  private void serve(TlsEndpoint.Handler handler) throws Exception {
    serve(handler, LONG);
  }

  private void serve(TlsEndpoint.Handler handler, Duration timeout) throws Exception {
    server = new TlsEndpoint(tls.serving(), handler);
    connection = new SenderConnection(new Endpoint(server.url(), tls.trusting(), Map.of("Authorization", "Bearer t")), timeout);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
