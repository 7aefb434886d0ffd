package io.github.mentagateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.CapturedLog;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What connections and requests may take up, and who is kept out when that is too much. */
@Timeout(120)
class LimitsTest {
  private static final String SLOW_SENDER = "127.0.0.2";

  @TempDir private Path home;
  private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CapturedLog log = CapturedLog.of("io.github.mentagateway.intake");
  private final List<AutoCloseable> open = new ArrayList<>();
  private RunningIntake intake;

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
    log.close();
  }

  private void start(String... namesAndValues) throws Exception {
    start(new EchoRoute(), namesAndValues);
  }

  private void start(RouteBuilder route, String... namesAndValues) throws Exception {
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put("GATEWAY_INTAKE_" + namesAndValues[i], namesAndValues[i + 1]);
    }
    intake = keep(RunningIntake.start(home, settings, main -> {
      main.bind("metricsRegistry", meters);
      main.configure().addRoutesBuilder(route);
    }));
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    open.add(0, closeable);
    return closeable;
  }

  private String head(String more) {
    return "POST " + intake.path() + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + intake.token() + "\r\n" + more + "\r\n";
  }

  private Http2Headers http2() {
    return RawHttp2.headers(":method", "POST", ":scheme", "https", ":path", intake.path(), "authorization", intake.token());
  }

  private RawConnection served() throws Exception {
    RawConnection connection = keep(intake.connect());
    assertThat(connection.write(head("Content-Length: 1\r\n") + "x").readResponse()).startsWith("HTTP/1.1 202 ");
    return connection;
  }

  private double unanswered(String why) {
    return meters.get("menta.intake.unanswered").tag("why", why).counter().count();
  }

  private void awaitUnanswered(String why, double count) {
    await().untilAsserted(() -> assertThat(unanswered(why)).isEqualTo(count));
  }

  private List<String> lines(String part) {
    return log.lines().stream().filter(line -> line.contains(part)).toList();
  }

  @Test
  void a_head_that_comes_byte_by_byte_is_cut_off() throws Exception {
    start("HEAD_TIMEOUT", "500ms");
    RawConnection connection = keep(intake.connect());
    String head = head("X: " + "a".repeat(10_000));
    for (int sent = 0; !connection.isClosed(20); sent++) {
      connection.write(head.substring(sent, sent + 1));
    }
    awaitUnanswered("head_timeout", 1);
    assertThat(lines("why=head_timeout")).containsExactly("WARN event=intake outcome=unanswered why=head_timeout count=1 addresses=1 "
        + "remote=127.0.0.1 reason=\"no whole request in gateway.intake.head-timeout\"");
  }

  @Test
  void who_says_nothing_before_or_after_the_handshake_is_cut_off_too() throws Exception {
    start("HEAD_TIMEOUT", "500ms");
    Socket silent = keep(RawConnection.plain("127.0.0.1", intake.port()));
    RawHttp2 afterTheHandshake = keep(RawHttp2.silent(intake));
    assertThat(RawConnection.isClosed(silent, 20_000)).isTrue();
    assertThat(afterTheHandshake.answer(1)).isEqualTo("closed");
    awaitUnanswered("head_timeout", 2);
    assertThat(unanswered("tls")).isZero();
  }

  @Test
  void a_body_that_comes_byte_by_byte_is_cut_off() throws Exception {
    start("BODY_TIMEOUT", "500ms", "BODY_RATE", "1MB");
    RawConnection connection = keep(intake.connect());
    connection.write(head("Content-Length: 10000\r\n"));
    while (!connection.isClosed(20)) {
      connection.write("a");
    }
    awaitUnanswered("body_timeout", 1);
    assertThat(lines("abandoned")).singleElement().asString().endsWith(
        "reason=\"the body came more slowly than gateway.intake.body-timeout and gateway.intake.body-rate allow\"");
  }

  @Test
  void over_http2_only_the_slow_request_ends() throws Exception {
    start("BODY_TIMEOUT", "500ms");
    RawHttp2 connection = keep(RawHttp2.to(intake));
    assertThat(connection.request(1, false, http2()).data(1, false, "a").answer(1)).isEqualTo("reset 8");
    assertThat(connection.request(3, false, http2()).data(3, true, "a").answer(3)).isEqualTo("202 {\"bytes\":1}");
    awaitUnanswered("body_timeout", 1);
  }

  @Test
  void who_does_not_take_its_answers_loses_the_connection_and_frees_what_it_held() throws Exception {
    start("BODY_TIMEOUT", "500ms", "MAX_REQUESTS", "2");
    RawHttp2 connection = keep(RawHttp2.withoutWindow(intake));
    connection.request(1, false, http2()).data(1, true, "a").request(3, false, http2()).data(3, true, "a");
    assertThat(connection.answer(99)).isEqualTo("closed");
    awaitUnanswered("answer_timeout", 1);
    await().untilAsserted(() -> assertThat(intake.send("x").statusCode()).isEqualTo(202));
    await().untilAsserted(() -> assertThat(lines("answer=lost")).hasSize(2));
  }

  @Test
  void a_long_body_has_more_time_than_a_short_one() throws Exception {
    start("BODY_TIMEOUT", "100ms", "BODY_RATE", "1");
    RawConnection connection = keep(intake.connect());
    connection.write(head("Content-Length: 101\r\n") + "a".repeat(100));
    assertThat(connection.isClosed(500)).isFalse();
    assertThat(connection.write("a").readResponse()).startsWith("HTTP/1.1 202 ");
  }

  @Test
  void a_connection_without_a_next_request_is_closed_and_bytes_alone_do_not_prolong_it() throws Exception {
    // the first look at a connection is when its head should be there
    start("IDLE_TIMEOUT", "500ms", "HEAD_TIMEOUT", "1s");
    RawConnection silent = served();
    RawConnection slow = served();
    while (!slow.isClosed(20)) {
      slow.write("P");
    }
    assertThat(silent.isClosed(20_000)).isTrue();
  }

  @Test
  void one_address_gets_no_more_connections_than_it_may_and_others_are_served() throws Exception {
    start("MAX_CONNECTIONS_PER_ADDRESS", "5");
    List<Socket> slow = slow(SLOW_SENDER, 5);
    for (int i = 0; i < 10; i++) {
      assertThat(RawConnection.isClosed(keep(RawConnection.plain(SLOW_SENDER, intake.port())), 20_000)).isTrue();
    }
    served();
    assertThat(unanswered("address_limit")).isEqualTo(10);
    assertThat(meters.scrape()).contains("menta_intake_connections 6.0");
    assertThat(lines("why=address_limit")).singleElement().asString().contains(" count=1 addresses=1 remote=127.0.0.2 ");
    slow.get(0).close();
    await().untilAsserted(() -> assertThat(
        RawConnection.isClosed(keep(RawConnection.plain(SLOW_SENDER, intake.port())), 100)).isFalse());
  }

  private List<Socket> slow(String address, int count) throws Exception {
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      slow.add(keep(RawConnection.plain(address, intake.port())));
    }
    await().untilAsserted(() -> assertThat(connections()).isGreaterThanOrEqualTo(count));
    return slow;
  }

  private double connections() {
    return meters.get("menta.intake.connections").gauge().value();
  }

  @Test
  void an_address_that_has_all_connections_gives_one_to_another_and_keeps_those_that_showed_credentials() throws Exception {
    start("MAX_CONNECTIONS", "5", "MAX_CONNECTIONS_PER_ADDRESS", "5");
    RawConnection known = keep(RawConnection.from(SLOW_SENDER, intake));
    known.write(head("Content-Length: 1\r\n") + "x").readResponse();
    List<Socket> slow = slow(SLOW_SENDER, 4);

    served();

    awaitUnanswered("displaced", 1);
    assertThat(RawConnection.isClosed(slow.get(0), 20_000)).as("the one that waits longest").isTrue();
    assertThat(known.write(head("Content-Length: 1\r\n") + "x").readResponse()).startsWith("HTTP/1.1 202 ");
  }

  @Test
  void a_request_under_way_is_not_displaced() throws Exception {
    start("MAX_CONNECTIONS", "2", "MAX_CONNECTIONS_PER_ADDRESS", "2");
    for (int i = 0; i < 2; i++) {
      RawConnection busy = keep(RawConnection.from(SLOW_SENDER, intake));
      busy.write(head("Expect: 100-continue\r\nContent-Length: 2\r\n"));
      assertThat(busy.readResponse()).contains("100 Continue");
    }
    assertThat(RawConnection.isClosed(keep(RawConnection.plain("127.0.0.1", intake.port())), 20_000)).isTrue();
    assertThat(unanswered("connection_limit")).isEqualTo(1);
  }

  @Test
  void when_nobody_has_more_than_another_the_new_connection_is_the_one_too_many() throws Exception {
    start("MAX_CONNECTIONS", "3");
    for (int i = 2; i < 5; i++) {
      slow("127.0.0." + i, 1);
    }
    await().untilAsserted(() -> assertThat(connections()).isEqualTo(3));
    assertThat(RawConnection.isClosed(keep(RawConnection.plain("127.0.0.9", intake.port())), 20_000)).isTrue();
    assertThat(unanswered("connection_limit")).isEqualTo(1);
    assertThat(unanswered("displaced")).isZero();
  }

  @Test
  void more_requests_than_may_be_open_are_told_to_come_back() throws Exception {
    CountDownLatch arrived = new CountDownLatch(2);
    CountDownLatch goOn = new CountDownLatch(1);
    start(new EchoRoute() {
      @Override
      void answer(Exchange exchange) {
        arrived.countDown();
        try {
          goOn.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        super.answer(exchange);
      }
    }, "MAX_REQUESTS", "2");
    HttpClient client = intake.client(HttpClient.Version.HTTP_1_1);
    List<CompletableFuture<HttpResponse<String>>> first = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      first.add(client.sendAsync(intake.post(BodyPublishers.ofString("x")).build(), BodyHandlers.ofString()));
    }
    assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();

    HttpResponse<String> third = intake.send("x");

    assertThat(third.statusCode()).isEqualTo(503);
    assertThat(third.headers().firstValue("retry-after")).hasValue("5");
    goOn.countDown();
    assertThat(first).allSatisfy(answer -> assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(202));
    await().untilAsserted(() -> assertThat(intake.send("x").statusCode()).isEqualTo(202));
  }

  @Test
  void more_streams_than_a_connection_may_have_are_refused() throws Exception {
    start("MAX_STREAMS", "2");
    RawHttp2 connection = keep(RawHttp2.to(intake));
    for (int stream = 1; stream <= 5; stream += 2) {
      connection.request(stream, false, http2());
    }
    assertThat(connection.answer(5)).isEqualTo("reset 7");
  }

  @Test
  void who_takes_back_too_many_requests_loses_the_connection() throws Exception {
    start("MAX_RESETS", "20");
    RawHttp2 connection = keep(RawHttp2.to(intake));
    for (int stream = 1; stream <= 41; stream += 2) {
      connection.request(stream, false, http2()).reset(stream);
    }
    assertThat(connection.answer(99)).isEqualTo("goaway 11");
    awaitUnanswered("protocol", 1);
    assertThat(unanswered("abandoned")).isEqualTo(21);
    assertThat(lines("why=protocol")).singleElement().asString().endsWith("reason=\"a breach of HTTP/2: ENHANCE_YOUR_CALM\"");
  }

  @Test
  void what_was_sent_in_clear_by_mistake_is_told_without_a_byte_of_it() throws Exception {
    start();
    for (int i = 0; i < 3; i++) {
      Socket plain = keep(RawConnection.plain("127.0.0.1", intake.port()));
      plain.getOutputStream().write(head("").getBytes());
      assertThat(RawConnection.isClosed(plain, 20_000)).isTrue();
    }
    RawConnection.plain("127.0.0.1", intake.port()).close();
    awaitUnanswered("tls", 3);
    awaitUnanswered("closed", 1);
    assertThat(lines("why=tls")).containsExactly("WARN event=intake outcome=unanswered why=tls count=1 addresses=1 remote=127.0.0.1 "
        + "reason=\"the TLS handshake failed: what came is no TLS\"");
  }

  @Test
  void a_thousand_wrong_guesses_are_one_line_and_all_counted() throws Exception {
    start();
    RawHttp2 connection = keep(RawHttp2.to(intake));
    Http2Headers wrong = RawHttp2.headers(":method", "POST", ":scheme", "https", ":path", intake.path(), "authorization", "no");
    for (int stream = 1; stream < 2000; stream += 2) {
      assertThat(connection.request(stream, true, wrong).answer(stream)).startsWith("401 ");
    }
    assertThat(lines("status=401")).hasSize(1);
    assertThat(meters.scrape()).contains("menta_intake_requests_total{status=\"401\"} 1000.0");
  }

  @Test
  void more_connections_than_the_process_has_file_descriptors_for_are_refused_at_the_start() {
    FileDescriptors.check(512, 1024);
    assertThatThrownBy(() -> FileDescriptors.check(700, 1024)).isInstanceOf(IntakeStartException.class)
        .hasMessage("gateway.intake.max-connections is 700: this process may have 1024 file descriptors (ulimit -n), and 400 of them"
            + " are kept for files, the store and outgoing calls; lower it, or raise their limit to 1100 or more");
    assertThatThrownBy(() -> start("MAX_CONNECTIONS", "99999999"))
        .hasMessageStartingWith("gateway.intake.max-connections is 99999999: this process may have ");
  }
}
