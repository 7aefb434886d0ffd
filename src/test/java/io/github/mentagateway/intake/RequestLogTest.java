package io.github.mentagateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.durable.Acknowledgement;
import io.github.mentagateway.durable.IncomingRequests;
import io.github.mentagateway.inbox.InboxUnavailableException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestLogTest {
  private static final String LOGGER = "io.github.mentagateway.intake";
  private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private CapturedLog log;
  private RunningIntake intake;

  @BeforeEach
  void start(@TempDir Path home) throws Exception {
    log = CapturedLog.of(LOGGER);
    intake = RunningIntake.start(home, Map.of("GATEWAY_INTAKE_MAX_BODY_BYTES", "1000"), main -> {
      main.bind("metricsRegistry", meters);
      main.configure().addRoutesBuilder(new RouteBuilder() {
        @Override
        public void configure() {
          errorHandler(noErrorHandler());
          from("platform-http:{{gateway.intake.path}}").process("authenticator").process(RequestLogTest::answer);
        }
      });
    });
  }

  @AfterEach
  void stop() {
    intake.close();
    log.close();
  }

  private static void answer(Exchange exchange) {
    String body = exchange.getMessage().getBody(String.class);
    switch (body) {
      case "full" -> throw new InboxUnavailableException("the disk\nis full");
      case "personal" -> {
        IncomingRequests.take(exchange,
            new Acknowledgement("n1", "accepted", null, "x.ana.paz@example.com 30123456 " + "x".repeat(200_000)));
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
      }
      case "broken" -> throw new IllegalStateException("x");
      default -> {
        IncomingRequests.take(exchange, new Acknowledgement("n1", "duplicate", null, "ticket.updated\r\nevent=forged"));
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
      }
    }
  }

  private List<String> requests() {
    return log.lines().stream().filter(line -> line.contains("status=")).toList();
  }

  private String line() {
    await().untilAsserted(() -> assertThat(requests()).hasSize(1));
    return requests().get(0);
  }

  @Test
  void an_accepted_request_is_one_line_that_its_content_cannot_break() throws Exception {
    intake.send("secret-content");
    assertThat(line()).matches("INFO event=intake status=202 outcome=duplicate id=n1 "
        + "action=\"ticket.updated\\\\u000d\\\\u000aevent=forged\" bytes=14 took_ms=\\d+ remote=127\\.0\\.0\\.1");
  }

  @Test
  void an_action_is_masked_and_cut_like_any_other_text_that_a_stranger_wrote() throws Exception {
    intake.send("personal");
    assertThat(line()).contains(" action=\"x***@example.com ***56 xxx").doesNotContain("ana", "paz", "30123456").hasSizeLessThan(400);
  }

  @Test
  void a_refusal_for_the_credentials_is_a_warning_without_them() throws Exception {
    intake.send(HttpRequest.newBuilder(intake.uri())
        .header("Authorization", "guessed").POST(BodyPublishers.ofString("x")).build());
    assertThat(line()).isEqualTo("WARN event=intake status=401 outcome=refused count=1 addresses=1 remote=127.0.0.1 "
        + "reason=\"wrong or missing credentials\"");
  }

  @Test
  void a_body_over_the_limit_is_a_warning_that_names_the_setting() throws Exception {
    intake.send("x".repeat(1001));
    assertThat(line()).startsWith("WARN event=intake status=413 outcome=refused ")
        .contains("reason=\"the body is longer than gateway.intake.max-body-bytes=1000; the sender repeats it");
  }

  @Test
  void an_inbox_that_cannot_take_it_is_a_warning_with_the_reason() throws Exception {
    intake.send("full");
    assertThat(line()).startsWith("WARN event=intake status=503 outcome=refused bytes=4 ")
        .endsWith("reason=\"the disk\\u000ais full\"");
  }

  @Test
  void a_route_that_fails_is_an_error() throws Exception {
    intake.send("broken");
    assertThat(line()).startsWith("ERROR event=intake status=500 outcome=failed bytes=6 ")
        .endsWith("reason=\"the intake route failed: java.lang.IllegalStateException\"");
  }

  @Test
  void requests_for_other_paths_are_gathered_into_one_line() throws Exception {
    for (int i = 0; i < 5; i++) {
      intake.send(HttpRequest.newBuilder(URI.create("https://localhost:" + intake.port() + "/" + i)).GET().build());
    }
    assertThat(line()).startsWith("WARN event=intake status=404 outcome=refused count=1 addresses=1 remote=127.0.0.1 reason=");
  }

  @Test
  void what_a_sender_with_the_path_could_not_hand_over_counts_as_held_by_it_and_a_strangers_request_does_not() {
    IntakeActivity activity = new IntakeActivity(new MovingClock());
    RequestLog requestLog = new RequestLog(new MovingClock(), () -> null, activity, RequestListener.NONE);
    IntakeRequest request = IntakeRequest.from("192.0.2.1");

    requestLog.stranger(request, false);
    requestLog.fault(request, 404, new IllegalStateException());
    assertThat(activity.held().estimate().estimate()).isZero();
    requestLog.unauthorized(request);
    requestLog.abandoned(request, Unanswered.ABANDONED, "gone");
    requestLog.fault(request, 500, new IllegalStateException());
    assertThat(activity.held().estimate().estimate()).isEqualTo(3);
  }

  @Test
  void the_gathered_line_comes_once_a_minute_and_counts_what_came_between() {
    MovingClock clock = new MovingClock();
    RequestLog requestLog = new RequestLog(clock, () -> null, new IntakeActivity(clock), RequestListener.NONE);
    IntakeRequest request = IntakeRequest.from("192.0.2.1");
    for (int i = 0; i < 10; i++) {
      requestLog.stranger(IntakeRequest.from("192.0.2." + i % 3), false);
    }
    clock.now = clock.now.plusSeconds(59);
    requestLog.stranger(request, false);
    assertThat(requests()).hasSize(1);
    clock.now = clock.now.plusSeconds(1);
    requestLog.stranger(request, false);
    assertThat(requests()).hasSize(2);
    assertThat(requests().get(1)).isEqualTo("WARN event=intake status=404 outcome=refused count=11 addresses=3 remote=192.0.2.1 "
        + "reason=\"not the path of gateway.intake.path, or not a POST\"");
  }

  @Test
  void each_kind_has_a_line_of_its_own_and_what_is_held_back_is_told_when_its_minute_is_over() {
    MovingClock clock = new MovingClock();
    RequestLog requestLog = new RequestLog(clock, () -> null, new IntakeActivity(clock), RequestListener.NONE);
    IntakeRequest request = IntakeRequest.from("192.0.2.1");
    for (int i = 0; i < 3; i++) {
      requestLog.stranger(request, false);
      requestLog.stranger(request, true);
      requestLog.unauthorized(request);
      requestLog.fault(request, 500, new IllegalStateException("x"));
      for (Unanswered why : Unanswered.values()) {
        requestLog.unanswered(why, "192.0.2.1", null);
      }
    }
    int kinds = 4 + Unanswered.values().length;
    assertThat(log.lines()).filteredOn(line -> line.contains("count=")).hasSize(kinds).allMatch(line -> line.contains("count=1 "));
    requestLog.tell();
    assertThat(log.lines()).filteredOn(line -> line.contains("count=")).hasSize(kinds);
    clock.now = clock.now.plusSeconds(60);
    requestLog.tell();
    requestLog.tell();
    assertThat(log.lines()).filteredOn(line -> line.contains("count=2 addresses=1 ")).hasSize(kinds);
    assertThat(log.lines()).filteredOn(line -> line.contains("count=")).hasSize(2 * kinds);
  }

  @Test
  void every_answer_is_counted_under_the_names_that_the_contract_gives() throws Exception {
    intake.send("a");
    intake.send("full");
    intake.send(HttpRequest.newBuilder(intake.uri()).GET().build());
    intake.send(HttpRequest.newBuilder(intake.uri()).POST(BodyPublishers.noBody()).build());

    await().untilAsserted(() -> assertThat(meters.scrape().lines())
        .contains("menta_intake_requests_total{status=\"202\"} 1.0", "menta_intake_requests_total{status=\"503\"} 1.0",
            "menta_intake_requests_total{status=\"404\"} 1.0", "menta_intake_requests_total{status=\"401\"} 1.0",
            "menta_intake_seconds_count 4", "menta_intake_seconds_bucket{le=\"30.0\"} 4",
            "# TYPE menta_intake_seconds histogram"));
  }

  private static final class MovingClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
