package io.github.mentagateway.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.inbox.Letters.Kind;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessFilterTest {
  private static final String READER = "read".repeat(8);
  private static final String ACTOR = "act-".repeat(8);
  private static final String REVEALER = "show".repeat(8);
  private static final String LENA = "lena".repeat(8);

  @TempDir static Path home;
  private static RunningManagement management;

  @BeforeAll
  static void start() throws Exception {
    lena(LENA);
    management = new RunningManagement(home, "127.0.0.1", Map.of(
        "GATEWAY_MANAGEMENT_TOKENS_RUTH_TOKEN", READER, "GATEWAY_MANAGEMENT_TOKENS_RUTH_ROLE", "read",
        "GATEWAY_MANAGEMENT_TOKENS_ANNA_TOKEN", ACTOR, "GATEWAY_MANAGEMENT_TOKENS_ANNA_ROLE", "act",
        "GATEWAY_MANAGEMENT_TOKENS_OMAR_TOKEN", REVEALER, "GATEWAY_MANAGEMENT_TOKENS_OMAR_ROLE", "reveal",
        "GATEWAY_MANAGEMENT_TOKENS_LENA_TOKEN", "{{secret:lena-token}}", "GATEWAY_MANAGEMENT_TOKENS_LENA_ROLE", "read")).start();
  }

  @AfterAll
  static void stop() {
    management.close();
  }

  @BeforeEach
  void empty() {
    management.inbox.clear();
    management.inbox.add(Kind.DEAD_LETTER, "d1", "mail", "ticket.updated", "550", "{}");
    management.inbox.calls.clear();
  }

  private static HttpResponse<String> as(String token, String method, String path) throws Exception {
    return management.send(method, path, "Authorization", "Bearer " + token);
  }

  /** Writes the secret that Lena's token refers to. */
  private static void lena(String token) throws Exception {
    Files.createDirectories(home.resolve("config/secrets"));
    Files.writeString(home.resolve("config/secrets/lena-token"), token + "\n");
  }

  private static int statusFor(String token) throws Exception {
    return as(token, "GET", "/api/me").statusCode();
  }

  @Test
  void everybody_is_told_who_the_token_says_that_they_are() throws Exception {
    assertThat(as(READER, "GET", "/api/me").body()).isEqualTo("{\"name\":\"ruth\",\"role\":\"read\"}\n");
    assertThat(as(ACTOR, "GET", "/api/me").body()).isEqualTo("{\"name\":\"anna\",\"role\":\"act\"}\n");
    assertThat(management.get("/api/me").body()).isEqualTo("{\"name\":\"gateway\",\"role\":\"reveal\"}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/deadletters/d1/retry", "/api/destinations/mail/pause?reason=x", "/api/routes/reload", "/api/deadletters/retry?dry-run=true"})
  void a_reader_changes_nothing(String path) throws Exception {
    HttpResponse<String> answer = as(READER, "POST", path);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).isEqualTo("{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,\"detail\":\"you are ruth with the role"
        + " read, and this needs act: who runs the gateway gives it with gateway.management.tokens.ruth.role=act\"}\n");
    assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer error=\"insufficient_scope\"");
    assertThat(management.inbox.calls).isEmpty();
  }

  @Test
  void who_may_act_acts_and_is_named_in_the_log() throws Exception {
    try (CapturedLog log = CapturedLog.of(LettersApi.class.getName())) {
      assertThat(as(ACTOR, "POST", "/api/deadletters/d1/retry").statusCode()).isEqualTo(200);
      assertThat(log.lines()).singleElement().asString().startsWith("INFO retry kind=DEAD_LETTER delivery=d1").endsWith(" by=anna");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reveal=true", "reveal=TRUE", "REVEAL=true", "reveal=false&reveal=true", "reveal=%74rue", "%72eveal=true", "reveal"})
  void only_who_may_reveal_sees_a_body_unmasked(String query) throws Exception {
    try (CapturedLog log = CapturedLog.of(AccessFilter.class.getName())) {
      assertThat(as(ACTOR, "GET", "/api/deadletters/d1?" + query).statusCode()).isEqualTo(403);
      assertThat(log.lines()).containsExactly("WARN event=forbidden by=anna role=act needed=reveal method=GET path=/api/deadletters/d1");
    }
    assertThat(as(ACTOR, "GET", "/api/deadletters/d1?reveal=false").body()).contains("\"masked\":true");
    assertThat(as(REVEALER, "GET", "/api/deadletters/d1?reveal=true").body()).contains("\"masked\":false");
  }

  @Test
  void a_new_secret_counts_within_seconds_without_a_restart() throws Exception {
    assertThat(statusFor(LENA)).isEqualTo(200);
    lena("anel".repeat(8));
    await().until(() -> statusFor("anel".repeat(8)) == 200);
    assertThat(statusFor(LENA)).isEqualTo(401);
    lena(LENA);
    await().until(() -> statusFor(LENA) == 200);
  }

  @Test
  void a_wrong_token_is_told_once_a_minute_with_how_often_and_what_shows_none_is_not() throws Exception {
    try (CapturedLog log = CapturedLog.of(AccessFilter.class.getName())) {
      assertThat(management.send("GET", "/api/me").statusCode()).isEqualTo(401);
      assertThat(log.lines()).noneMatch(line -> line.contains("count="));
      management.clock.move(Duration.ofMinutes(2));
      for (int i = 0; i < 3; i++) {
        assertThat(statusFor("guessed-".repeat(5) + i)).isEqualTo(401);
      }
      assertThat(log.lines()).filteredOn(line -> line.contains("reason=")).singleElement().asString()
          .startsWith("WARN event=unauthorized count=").contains(" addresses=1 remote=127.0.0.1 reason=").doesNotContain("guessed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/console/app.js"})
  void the_console_s_files_need_no_token_and_may_run_only_what_comes_from_this_port(String path) throws Exception {
    HttpResponse<String> answer = management.send("GET", path);

    assertThat(answer.statusCode()).isIn(200, 404);
    assertThat(answer.headers().firstValue("content-security-policy")).hasValue("default-src 'none'; script-src 'self'; style-src 'self';"
        + " connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console/../api/me", "/console/..%2fapi/me", "/console/%2e%2e/api/me", "//api/me"})
  void no_way_around_leads_from_the_console_to_the_api(String path) throws Exception {
    assertThat(management.send("GET", path).statusCode()).isIn(401, 404);
  }
}
