package io.github.mentagateway.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.inbox.Channels.Backlog;
import io.github.mentagateway.inbox.Letters.Kind;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementServerTest {
  @TempDir static Path home;
  private static RunningManagement management;

  @BeforeAll
  static void start() throws Exception {
    management = new RunningManagement(home, "127.0.0.1", Map.of()).start();
  }

  @AfterAll
  static void stop() {
    management.close();
  }

  @BeforeEach
  void empty() {
    management.inbox.clear();
    management.reading.clear();
    management.shuttingDown.set(false);
    timePasses();
  }

  /** Until the store is asked again. */
  private static void timePasses() {
    management.clock.move(Duration.ofSeconds(5));
  }

  private static long timesAsked() {
    return management.inbox.calls.stream().filter("count QUARANTINE"::equals).count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/deadletters", "/api/quarantine", "/api/deadletters/d1", "/api/", "/api/nothing", "/observe/../api/x",
      "/%61pi/deadletters"})
  void nothing_below_api_is_told_without_the_token(String path) throws Exception {
    for (String[] headers : new String[][] {{}, {"Authorization", "Bearer wrong"}, {"Authorization", "Bearer "}, {"Authorization",
        "Basic " + management.credentials.managementToken()}, {"Authorization", management.credentials.managementToken()}}) {
      HttpResponse<String> answer = management.send("GET", path, headers);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer");
      assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
      assertThat(answer.body()).isEqualTo("{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,\"detail\":"
          + "\"this needs the header Authorization: Bearer TOKEN with the gateway's management token, or with a person's of gateway.management.tokens\"}\n");
    }
    assertThat(management.inbox.calls).isEmpty();
  }

  @Test
  void a_decision_without_the_token_decides_nothing() throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "mail", "ticket.updated", "550", "{}");
    assertThat(management.send("POST", "/api/deadletters/d1/retry").statusCode()).isEqualTo(401);
    assertThat(management.inbox.calls).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api", "/console", "/console/", "/console/../application.properties", "/console/nothing.js", "/console/Sample.class", "/API/deadletters", "/q/dev", "/q/download/", "/observe", "/observe/info", "/observe/jolokia",
      "/observe/health/", "/observe/metrics/x", "/application.properties", "/config/application.properties", "/..%2fconfig", "//api/x"})
  void all_that_is_unknown_is_404_also_with_the_token(String path) throws Exception {
    HttpResponse<String> answer = management.get(path);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("\"there is nothing here\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE /api/deadletters", "POST /api/deadletters", "GET /api/deadletters/d1/retry", "POST /observe/health",
      "OPTIONS /api/deadletters", "TRACE /observe/health", "PUT /observe/metrics"})
  void a_method_that_is_not_served_is_404(String line) throws Exception {
    String[] parts = line.split(" ");
    HttpResponse<String> answer = management.send(parts[0], parts[1], "Authorization",
        "Bearer " + management.credentials.managementToken());
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /%zz HTTP/1.1", "GET /api/%zz HTTP/1.1", "GET /%c0%ae%c0%ae/api/x HTTP/1.1", "GET \\api HTTP/1.1",
      "GET http://evil.example/api/deadletters HTTP/1.1", "NONSENSE"})
  void a_request_that_is_no_proper_one_gets_an_error_and_nothing_else(String line) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", management.settings.management().listen().port())) {
      socket.getOutputStream().write((line + "\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
          .getBytes(StandardCharsets.ISO_8859_1));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).matches("(?s)HTTP/1\\.[01] 4\\d\\d .*").doesNotContain("evil", "Exception", "\tat ");
    }
    assertThat(management.inbox.calls).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/deadletters", "/observe/health", "/observe/metrics", "/nothing"})
  void every_answer_has_the_security_headers(String path) throws Exception {
    assertThat(management.get(path).headers().map()).containsKeys("x-content-type-options", "content-security-policy",
        "x-frame-options", "referrer-policy", "cache-control", "cross-origin-resource-policy");
  }

  @Test
  void health_is_up_with_every_check_named() throws Exception {
    HttpResponse<String> answer = management.send("GET", "/observe/health");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"status\":\"UP\"", "\"name\":\"inbox\"", "\"name\":\"channels\"", "\"name\":\"context\"");
  }

  @Test
  void a_store_that_takes_nothing_is_not_ready_but_live_and_says_why() throws Exception {
    management.inbox.problem = "the disk has less than 256MB free";
    HttpResponse<String> ready = management.send("GET", "/observe/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("\"message\":\"the disk has less than 256MB free\"");
    assertThat(management.send("GET", "/observe/health").statusCode()).isEqualTo(503);
    assertThat(management.send("GET", "/observe/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void a_gateway_that_shuts_down_is_not_ready_but_live() throws Exception {
    management.shuttingDown.set(true);
    HttpResponse<String> ready = management.send("GET", "/observe/health/ready");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("\"message\":\"the gateway is shutting down\"");
    assertThat(management.send("GET", "/observe/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void a_question_for_stack_traces_or_another_level_is_not_heard() throws Exception {
    management.inbox.problem = "no";
    assertThat(management.send("GET", "/observe/health?stackTrace=true&data=true&exposureLevel=oneline").body())
        .contains("\"checks\"").doesNotContain("stacktrace", "\"data\"");
  }

  @Test
  void work_that_no_route_reads_is_a_warning_and_stays_healthy() throws Exception {
    management.inbox.backlog.add(new Backlog("old-mail", false, 12, InMemoryInbox.RECEIVED));

    HttpResponse<String> health = management.send("GET", "/observe/health");

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body())
        .contains("warning: deliveries wait that no route reads: durable:old-mail (12). Was a destination renamed");
  }

  @Test
  void dead_letters_are_a_warning_with_their_number_and_stay_healthy() throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "crm", "ticket.updated", "refused", "{}");
    management.inbox.add(Kind.DEAD_LETTER, "d2", "crm", "ticket.updated", "refused", "{}");

    HttpResponse<String> health = management.send("GET", "/observe/health");

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains("\"message\":\"warning: dead letters: durable:crm (2). They wait for a person: deadletters list\"");
  }

  @Test
  void what_is_paused_or_down_is_a_warning_that_does_not_tell_a_person_s_reason_and_stays_healthy() throws Exception {
    management.inbox.backlog.add(new Backlog("mail", true, 7, InMemoryInbox.RECEIVED));
    management.inbox.down("mail");
    management.inbox.channels().pause("fulfilment", "moved to another room");

    HttpResponse<String> health = management.send("GET", "/observe/health");

    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).contains("\"message\":\"warning: paused by a person: durable:fulfilment (0 wait, since 2026-11-23T10:00:00Z)."
        + " Why, says: destinations list; it goes on with: destinations resume NAME; down: durable:mail (7 wait, since"
        + " 2026-11-23T10:00:00Z). Each is probed until a delivery succeeds, then what waits goes on by itself\"")
        .doesNotContain("room");
    assertThat(management.send("GET", "/observe/health/ready").statusCode()).isEqualTo(200);
  }

  /** Tests before may have set the clock. The store is asked again. */
  private static void itIs(Instant time) throws Exception {
    management.clock.move(Duration.ofDays(1));
    management.send("GET", "/observe/health");
    management.clock.move(Duration.between(management.clock.instant(), time));
  }

  @Test
  void what_is_closed_by_its_window_is_told_with_what_waits_and_is_no_warning() throws Exception {
    management.inbox.backlog.add(new Backlog("mail", true, 7, InMemoryInbox.RECEIVED));
    management.readIn("mail", "12:00-20:00 Europe/Madrid");
    itIs(InMemoryInbox.RECEIVED.plusSeconds(90));

    assertThat(management.send("GET", "/observe/health").body()).contains("\"message\":\"closed: durable:mail (7 wait, until 12:00 Europe"
        , "). What waits goes on by itself then\"");
    awaitMetrics("menta_destination_closed{destination=\"mail\"} 1.0", "menta_oldest_undelivered_seconds{destination=\"mail\"} 0.0");

    management.inbox.channels().pause("mail", "maintenance");
    timePasses();
    assertThat(management.send("GET", "/observe/health").body()).containsSubsequence("\"message\":\"warning: paused", "; closed: durable:mail");
  }

  /** What waited over night is not old in the morning. */
  @Test
  void the_age_of_what_waits_counts_from_the_opening() throws Exception {
    management.inbox.backlog.add(new Backlog("mail", true, 7, InMemoryInbox.RECEIVED));
    management.inbox.backlog.add(new Backlog("late", true, 7, InMemoryInbox.RECEIVED));
    // what waits came at 11:00 in Madrid
    management.readIn("mail", "11:01-20:00 Europe/Madrid");
    management.readIn("late", "08:00-20:00 Europe/Madrid");
    itIs(InMemoryInbox.RECEIVED.plusSeconds(90));

    awaitMetrics("menta_destination_closed{destination=\"mail\"} 0.0",
        "menta_oldest_undelivered_seconds{destination=\"mail\"} 30.0", "menta_oldest_undelivered_seconds{destination=\"late\"} 90.0");
  }

  private static void awaitMetrics(String... lines) {
    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(management.send("GET", "/observe/metrics").body()).contains(lines));
  }

  @Test
  void a_probe_does_not_make_the_store_count() throws Exception {
    assertThat(management.send("GET", "/observe/health/ready").statusCode()).isEqualTo(200);
    assertThat(management.send("GET", "/observe/health/live").statusCode()).isEqualTo(200);
    assertThat(management.inbox.calls).isEmpty();

    assertThat(management.send("GET", "/observe/health").statusCode()).isEqualTo(200);
    assertThat(management.inbox.calls).contains("backlog", "channels", "count DEAD_LETTER", "count QUARANTINE");
  }

  @Test
  void metrics_have_exactly_the_promised_names() throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "mail", "ticket.updated", "550", "{}");
    management.inbox.add(Kind.DEAD_LETTER, "d2", "gone", "ticket.updated", "550", "{}");
    management.inbox.add(Kind.QUARANTINE, "q1", "notifications", null, "empty", "");
    management.inbox.backlog.add(new Backlog("mail", true, 7, InMemoryInbox.RECEIVED));
    management.inbox.backlog.add(new Backlog("idle", true, 0, null));
    management.inbox.backlog.add(new Backlog("old", false, 2, InMemoryInbox.RECEIVED));
    management.inbox.down("mail");
    management.inbox.channels().pause("idle", "maintenance");
    long age = Duration.between(InMemoryInbox.RECEIVED, management.clock.instant()).toSeconds();
    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
      HttpResponse<String> answer = management.send("GET", "/observe/metrics");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body().lines().filter(line -> line.startsWith("menta_"))).containsExactlyInAnyOrder(
          "menta_ready 1.0",
          "menta_last_accepted_timestamp_seconds 0.0",
          "menta_disk_free_bytes 5.36870912E9",
          "menta_build_info{version=\"unknown\"} 1",
          "menta_routes_refused 0.0",
          "menta_routes_reloads_total{outcome=\"swapped\"} 0.0",
          "menta_routes_reloads_total{outcome=\"unchanged\"} 0.0",
          "menta_routes_reloads_total{outcome=\"refused\"} 0.0",
          "menta_routes_reloads_total{outcome=\"broken\"} 0.0",
          "menta_backlog{destination=\"mail\"} 7.0",
          "menta_backlog{destination=\"idle\"} 0.0",
          "menta_backlog{destination=\"old\"} 2.0",
          "menta_backlog{destination=\"gone\"} 0.0",
          "menta_oldest_undelivered_seconds{destination=\"mail\"} " + age + ".0",
          "menta_oldest_undelivered_seconds{destination=\"idle\"} 0.0",
          "menta_oldest_undelivered_seconds{destination=\"old\"} " + age + ".0",
          "menta_oldest_undelivered_seconds{destination=\"gone\"} 0.0",
          "menta_dead_letters{destination=\"mail\"} 1.0",
          "menta_dead_letters{destination=\"idle\"} 0.0",
          "menta_dead_letters{destination=\"old\"} 0.0",
          "menta_dead_letters{destination=\"gone\"} 1.0",
          "menta_destination_down{destination=\"mail\"} 1.0",
          "menta_destination_down{destination=\"idle\"} 0.0",
          "menta_destination_down{destination=\"old\"} 0.0",
          "menta_destination_down{destination=\"gone\"} 0.0",
          "menta_destination_paused{destination=\"mail\"} 0.0",
          "menta_destination_paused{destination=\"idle\"} 1.0",
          "menta_destination_paused{destination=\"old\"} 0.0",
          "menta_destination_paused{destination=\"gone\"} 0.0",
          "menta_destination_closed{destination=\"mail\"} 0.0",
          "menta_destination_closed{destination=\"idle\"} 0.0",
          "menta_destination_closed{destination=\"old\"} 0.0",
          "menta_destination_closed{destination=\"gone\"} 0.0",
          "menta_quarantined 1.0",
          "menta_contract_changes 0.0",
          "menta_held_by_sender 0.0",
          "menta_unread_channels 1.0");
    });
  }

  @Test
  void numbers_that_the_store_does_not_tell_are_not_those_of_the_past() throws Exception {
    management.inbox.backlog.add(new Backlog("mail", true, 7, InMemoryInbox.RECEIVED));
    await().atMost(Duration.ofSeconds(30)).untilAsserted(
        () -> assertThat(management.send("GET", "/observe/metrics").body()).contains("menta_backlog{destination=\"mail\"} 7.0"));
    management.inbox.failure = new IllegalStateException("closed");
    timePasses();
    await().atMost(Duration.ofSeconds(30)).untilAsserted(
        () -> assertThat(management.send("GET", "/observe/metrics").body())
            .contains("menta_quarantined NaN").doesNotContain("menta_backlog{"));
  }

  @Test
  void however_often_it_is_scraped_the_store_is_asked_once_in_five_seconds() throws Exception {
    management.inbox.backlog.add(new Backlog("mail", true, 7, InMemoryInbox.RECEIVED));
    scrapeAll();
    management.inbox.backlog.set(0, new Backlog("mail", true, 8, InMemoryInbox.RECEIVED));
    scrapeAll();
    management.clock.move(Duration.ofMillis(4999));
    scrapeAll();
    assertThat(timesAsked()).isEqualTo(1);
    assertThat(management.send("GET", "/observe/metrics").body()).contains("menta_backlog{destination=\"mail\"} 7.0");

    management.clock.move(Duration.ofMillis(1));
    scrapeAll();
    assertThat(timesAsked()).isEqualTo(2);
    assertThat(management.send("GET", "/observe/metrics").body()).contains("menta_backlog{destination=\"mail\"} 8.0");
  }

  private static void scrapeAll() throws Exception {
    for (String path : new String[] {"/observe/metrics", "/observe/health", "/observe/metrics?name=x"}) {
      assertThat(management.send("GET", path).statusCode()).isEqualTo(200);
    }
  }

  /** The first request asks the store; those that come meanwhile get the same answer. */
  @Test
  void scrapes_that_come_at_once_wait_for_one_question_and_hold_no_thread_that_others_need() throws Exception {
    management.inbox.slow = new CountDownLatch(1);
    List<CompletableFuture<Integer>> scrapes = new ArrayList<>();
    try {
      for (int i = 0; i < 30; i++) {
        scrapes.add(management.asked("/observe/metrics"));
        scrapes.add(management.asked("/observe/health"));
      }
      await().until(() -> timesAsked() == 1);
      assertThat(management.get("/api/deadletters").statusCode()).isEqualTo(200);
      assertThat(management.send("GET", "/observe/health/ready").statusCode()).isEqualTo(200);
      assertThat(scrapes).noneMatch(CompletableFuture::isDone);
    } finally {
      management.inbox.slow.countDown();
    }

    assertThat(scrapes).allSatisfy(scrape -> assertThat(scrape.get(30, TimeUnit.SECONDS)).isEqualTo(200));
    assertThat(timesAsked()).isEqualTo(1);
  }

  @Test
  void a_store_that_fails_is_not_asked_by_each_either() throws Exception {
    management.inbox.failure = new IllegalStateException("closed");
    scrapeAll();
    scrapeAll();

    assertThat(timesAsked()).isEqualTo(1);
  }

  @Test
  void a_clock_that_is_set_back_stops_no_question() throws Exception {
    scrapeAll();
    management.clock.move(Duration.ofHours(-1));
    scrapeAll();

    assertThat(timesAsked()).isEqualTo(2);
  }

  @Test
  void a_person_sees_what_is_now() throws Exception {
    management.inbox.backlog.add(new Backlog("mail", true, 7, InMemoryInbox.RECEIVED));
    scrapeAll();
    assertThat(management.post("/api/destinations/mail/pause?reason=x").statusCode()).isEqualTo(200);

    assertThat(management.get("/api/destinations").body()).contains("\"pauseReason\":\"x\"");
  }

  @Test
  void beyond_loopback_what_is_not_listed_as_open_needs_the_token(@TempDir Path other) throws Exception {
    try (RunningManagement open = new RunningManagement(other, "0.0.0.0", Map.of("GATEWAY_MANAGEMENT_OPEN", "metrics")).start()) {
      assertThat(open.send("GET", "/observe/metrics").statusCode()).isEqualTo(200);
      for (String path : new String[] {"/observe/health", "/observe/health/live", "/observe/health/ready"}) {
        assertThat(open.send("GET", path).statusCode()).isEqualTo(401);
        assertThat(open.get(path).statusCode()).isEqualTo(200);
      }
      assertThat(open.send("GET", "/api/deadletters").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void a_port_that_is_taken_stops_the_start_with_a_sentence(@TempDir Path other) throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      RunningManagement second = new RunningManagement(other, "127.0.0.1",
          Map.of("GATEWAY_MANAGEMENT_LISTEN", "127.0.0.1:" + taken.getLocalPort()));
      assertThatThrownBy(second::start).hasNoCause().hasMessage("gateway.management.listen is 127.0.0.1:" + taken.getLocalPort()
          + ", which cannot be had (Address already in use): is another gateway running? End it, or set another address");
    }
  }

  @Test
  void one_port_for_both_servers_is_refused(@TempDir Path other) throws Exception {
    RunningManagement same = new RunningManagement(other, "127.0.0.1", Map.of("GATEWAY_MANAGEMENT_LISTEN", "127.0.0.1:8443"));
    assertThatThrownBy(same::start).hasStackTraceContaining("gateway.management.listen is 127.0.0.1:8443 and gateway.intake.listen "
        + "is 0.0.0.0:8443: they need different ports");
  }

  @Test
  void what_of_the_quarantine_could_be_routed_is_told_and_is_no_warning() throws Exception {
    management.inbox.add(Kind.QUARANTINE, "q1", "notifications", "product.updated", "no route", "{}");
    management.routable.routedNow(Set.of("product.updated"));
    try {
      HttpResponse<String> health = management.send("GET", "/observe/health");

      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.body()).contains("\"name\":\"quarantine\"", "\"message\":\"1 of product.updated in quarantine could be routed by now:"
          + " quarantine replay --all --action product.updated\"").doesNotContain("warning");
    } finally {
      management.routable.routedNow(Set.of());
    }
  }
}
