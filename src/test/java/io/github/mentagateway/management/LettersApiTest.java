package io.github.mentagateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.Compressed;
import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.inbox.Letters.Kind;
import io.github.mentagateway.inbox.Payload;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LettersApiTest {
  private static final String ENVELOPE = "{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"00001\","
      + "\"newOwnerEmail\":\"ana\\u0040example.com\"},\"metadata\":{\"nominal\":{\"fullName\":\"Ana \\\"la\\\" Paz\","
      + "\"identificationNumber\":30123456}}}";
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
  }

  @Test
  void the_store_groups_the_letters_once_in_some_seconds_for_all_who_ask() throws Exception {
    for (int i = 0; i < 300; i++) {
      management.inbox.add(Kind.DEAD_LETTER, "d" + i, "crm", "ticket.updated", "refused: ⟦Ana " + i + "⟧", "{}");
      management.inbox.add(Kind.DEAD_LETTER, "m" + i, "mail", "ticket.updated", "no mailbox x" + i, "{}");
    }
    management.clock.move(Duration.ofSeconds(5));

    JsonObject first = new JsonObject(management.get("/api/deadletters/reasons").body());
    assertThat(management.get("/api/deadletters/reasons").body()).isEqualTo(first.encode() + "\n");

    assertThat(management.inbox.calls).containsOnlyOnce("groups DEAD_LETTER");
    assertThat(first.getJsonArray("items")).hasSize(200);
    assertThat(first.getJsonArray("items").getJsonObject(0).encode()).contains("\"count\":300", "\"reason\":\"refused: ***\"");
    management.clock.move(Duration.ofSeconds(5));
    management.get("/api/deadletters/reasons");
    assertThat(management.inbox.calls.stream().filter("groups DEAD_LETTER"::equals)).hasSize(2);
  }

  @Test
  void a_list_gives_the_newest_first_with_all_that_a_person_decides_by() throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "owner-mail", "ticket.updated", "550 unknown ana@example.com", ENVELOPE);
    HttpResponse<String> answer = management.get("/api/deadletters");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(answer.body()).isEqualTo("{\"items\":[{\"id\":\"d1\",\"notificationId\":\"n-d1\",\"destination\":\"owner-mail\","
        + "\"action\":\"ticket.updated\",\"entity\":\"ticket:d1\",\"state\":\"dead\",\"attempts\":2,"
        + "\"receivedAt\":\"2026-11-23T10:00:00Z\",\"since\":\"2026-11-23T10:01:00Z\",\"reason\":\"550 unknown a***@example.com\"}],"
        + "\"next\":null}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/deadletters", "/api/deadletters/d1", "/api/quarantine", "/api/quarantine/q1", "/api/destinations",
      "/api/duplicates", "/observe/health", "/observe/metrics"})
  void what_a_reason_quotes_is_shown_nowhere_unless_it_is_revealed(String path) throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "crm", "ticket.updated", "the API answered 422: ⟦Ana Paz⟧", "{}");
    management.inbox.add(Kind.QUARANTINE, "q1", "notifications", null, "no envelope: ⟦Ana Paz⟧", "");
    management.inbox.down("crm");

    assertThat(management.get(path)).satisfies(answer -> {
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isNotEmpty().doesNotContain("Ana", "⟦", "⟧");
    });
  }

  @Test
  void what_an_answer_said_is_shown_only_when_it_is_revealed() throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "crm", "ticket.updated", "the API answered 422: ⟦Ana Paz⟧ is ⟧ unknown⟧", ENVELOPE);
    management.inbox.add(Kind.QUARANTINE, "q1", "notifications", null, "no envelope: ⟦Ana Paz⟧", "");

    assertThat(management.get("/api/deadletters").body()).contains("\"the API answered 422: ***\"").doesNotContain("Ana", "unknown");
    assertThat(management.get("/api/deadletters/d1").body()).contains("\"the API answered 422: ***\"").doesNotContain("unknown");
    assertThat(new JsonObject(management.get("/api/deadletters/d1?reveal=true").body()).getString("reason"))
        .isEqualTo("the API answered 422: Ana Paz is  unknown");
    assertThat(management.post("/api/quarantine/q1/retry").body()).contains("(no envelope: ***)").doesNotContain("Ana");
  }

  @Test
  void pages_follow_one_another_and_leave_nothing_out() throws Exception {
    for (int i = 1; i <= 5; i++) {
      management.inbox.add(Kind.QUARANTINE, "q" + i, "notifications", null, "empty", "");
    }
    JsonObject first = new JsonObject(management.get("/api/quarantine?limit=2").body());
    JsonObject second = new JsonObject(management.get("/api/quarantine?limit=2&before=" + first.getString("next")).body());
    JsonObject third = new JsonObject(management.get("/api/quarantine?limit=2&before=" + second.getString("next")).body());
    assertThat(List.of(ids(first), ids(second), ids(third)))
        .containsExactly(List.of("q5", "q4"), List.of("q3", "q2"), List.of("q1"));
    assertThat(third.getString("next")).isNull();
  }

  @Test
  void a_page_is_50_unless_asked_otherwise() throws Exception {
    management.get("/api/deadletters");
    management.get("/api/deadletters?limit=500");
    assertThat(management.inbox.calls).containsExactly(
        "list DEAD_LETTER " + Long.MAX_VALUE + " 51", "list DEAD_LETTER " + Long.MAX_VALUE + " 501");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "/api/deadletters?limit=0|limit must be a whole number between 1 and 500",
      "/api/deadletters?limit=501|limit must be a whole number between 1 and 500",
      "/api/deadletters?limit=|limit must be a whole number between 1 and 500",
      "/api/deadletters?limit=9999999999999999999999|limit must be a whole number between 1 and 500",
      "/api/deadletters?before=-1|before must be a whole number between 1 and 9223372036854775807",
      "/api/deadletters?before=1%20OR%201=1|before must be a whole number between 1 and 9223372036854775807",
      "/api/deadletters/d1?reveal=yes|reveal must be true or false",
  })
  void a_parameter_that_breaks_its_rule_is_400_with_the_rule(String path, String rule) throws Exception {
    HttpResponse<String> answer = management.get(path);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(answer.body()).getString("detail")).isEqualTo(rule);
    assertThat(management.inbox.calls).isEmpty();
  }

  @Test
  void a_force_that_is_neither_true_nor_false_decides_nothing() throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "mail", "ticket.updated", "550", ENVELOPE);
    assertThat(management.post("/api/deadletters/d1/retry?force=1").statusCode()).isEqualTo(400);
    assertThat(management.inbox.calls).isEmpty();
  }

  @Test
  void one_is_shown_with_its_attempts_and_without_what_identifies_a_person() throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "owner-mail", "ticket.updated", "550", ENVELOPE);
    String body = management.get("/api/deadletters/d1").body();
    JsonObject shown = new JsonObject(body);
    assertThat(body).doesNotContain("ana", "Ana", "30123456");
    assertThat(shown.getString("body")).contains("\"00001\"", "\"a***@example.com\"", "\"fullName\" : \"***\"", "***56");
    assertThat(shown.getBoolean("masked")).isTrue();
    assertThat(shown.getJsonObject("headers").getString("x-contact")).isEqualTo("a***@example.com");
    assertThat(shown.getJsonArray("history").getJsonObject(0).encode()).isEqualTo("{\"number\":1,\"startedAt\":"
        + "\"2026-11-23T10:00:01Z\",\"tookMillis\":1500,\"outcome\":\"RETRY\",\"error\":\"503 for a***@example.com\"}");
  }

  @Test
  void revealed_it_is_shown_to_the_byte() throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "owner-mail", "ticket.updated", "550", ENVELOPE);
    JsonObject shown = new JsonObject(management.get("/api/deadletters/d1?reveal=true").body());
    assertThat(shown.getString("body")).isEqualTo(ENVELOPE);
    assertThat(shown.getBoolean("masked")).isFalse();
    assertThat(shown.getJsonObject("headers").getString("x-contact")).isEqualTo("ana@example.com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/deadletters/unknown", "/api/quarantine/unknown", "/api/deadletters/..%2f..%2fetc%2fpasswd",
      "/api/deadletters/%27%20OR%20%271%27=%271", "/api/deadletters/%00", "/api/deadletters/%3Cscript%3E", "/api/deadletters/.hidden"})
  void an_id_that_is_none_of_ours_is_404_and_a_hostile_one_is_neither_looked_up_nor_repeated(String path) throws Exception {
    HttpResponse<String> answer = management.get(path);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).startsWith("{\"type\":\"about:blank\"").doesNotContain("passwd", "OR", "script");
    assertThat(management.inbox.calls).allMatch(call -> call.equals("find unknown"));
  }

  @Test
  void an_id_of_any_form_that_a_delivery_can_have_is_found() throws Exception {
    String longest = "k3x9q2abcdefghij-100000000000000000~999999999." + "c".repeat(100) + "." + "a._~-".repeat(20);
    for (String id : List.of("k3x9q2-10000.mail", "k3x9q2-10000~1.mail.2", longest)) {
      management.inbox.add(Kind.DEAD_LETTER, id, "mail", "ticket.updated", "refused", "{}");

      assertThat(management.get("/api/deadletters/" + id).statusCode()).as(id).isEqualTo(200);
    }
  }

  @Test
  void an_id_without_end_is_404() throws Exception {
    assertThat(management.get("/api/deadletters/" + "a".repeat(3000)).statusCode()).isEqualTo(404);
    assertThat(management.inbox.calls).isEmpty();
  }

  @Test
  void a_retry_keeps_the_id_and_a_replay_makes_a_new_one() throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "mail", "ticket.updated", "550", ENVELOPE);
    management.inbox.add(Kind.DEAD_LETTER, "d2", "mail", "ticket.updated", "550", ENVELOPE);
    assertThat(management.post("/api/deadletters/d1/retry").body()).isEqualTo("{\"id\":\"d1\"}\n");
    assertThat(management.post("/api/deadletters/d2/replay?force=true").body()).isEqualTo("{\"id\":\"new-d2\"}\n");
    assertThat(management.inbox.calls).contains("retry DEAD_LETTER d1 false", "replay DEAD_LETTER d2 true");
    assertThat(management.inbox.lastRevision()).isNull();
  }

  @Test
  void what_the_store_refuses_is_409_with_its_reason() throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "mail", "ticket.updated", "550", ENVELOPE);
    management.inbox.refusal = "d7, which is newer, was delivered to mail since";
    for (String decision : List.of("retry", "replay")) {
      HttpResponse<String> answer = management.post("/api/deadletters/d1/" + decision);
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(new JsonObject(answer.body()).getString("detail")).isEqualTo("d7, which is newer, was delivered to mail since");
    }
    assertThat(management.post("/api/deadletters/d1/retry?force=true").statusCode()).isEqualTo(200);
  }

  @Test
  void a_discard_keeps_the_reason_on_one_line_and_without_addresses() throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "mail", "ticket.updated", "550", ENVELOPE);
    management.inbox.add(Kind.QUARANTINE, "q1", "notifications", null, "empty", "");
    String written = "?reason=%20told%20ana@example.com%0Aby%20hand%20";
    assertThat(management.post("/api/deadletters/d1/discard" + written).body()).isEqualTo("{\"id\":\"d1\"}\n");
    assertThat(management.post("/api/quarantine/q1/discard?reason=" + "x".repeat(500)).body()).isEqualTo("{\"id\":\"q1\"}\n");
    assertThat(management.inbox.calls)
        .contains("discard DEAD_LETTER d1 told a***@example.com\\nby hand", "discard QUARANTINE q1 " + "x".repeat(500));
  }

  @Test
  void a_discard_without_a_reason_of_1_to_500_characters_is_400_with_the_rule() throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "mail", "ticket.updated", "550", ENVELOPE);
    for (String query : List.of("", "?reason=", "?reason=%20%0A", "?reason=" + "x".repeat(501))) {
      HttpResponse<String> answer = management.post("/api/deadletters/d1/discard" + query);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(new JsonObject(answer.body()).getString("detail")).isEqualTo("reason must say why, in 1 to 500 characters");
    }
    assertThat(management.inbox.calls).isEmpty();
  }

  @Test
  void a_discard_that_the_store_refuses_is_409_with_its_reason() throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "mail", "ticket.updated", "550", ENVELOPE);
    management.inbox.refusal = "d1 is waiting";
    HttpResponse<String> answer = management.post("/api/deadletters/d1/discard?reason=old");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(new JsonObject(answer.body()).getString("detail")).isEqualTo("d1 is waiting");
  }

  @Test
  void a_decision_about_an_unknown_id_is_404() throws Exception {
    assertThat(management.post("/api/deadletters/unknown/discard?reason=old").statusCode()).isEqualTo(404);
    assertThat(management.post("/api/deadletters/unknown/retry").statusCode()).isEqualTo(404);
    assertThat(management.post("/api/quarantine/unknown/replay").statusCode()).isEqualTo(404);
  }

  @Test
  void a_quarantined_one_that_no_route_took_is_retried_and_replayed_as_it_is() throws Exception {
    management.inbox.add(Kind.QUARANTINE, "q1", "notifications", "ticket.unknown", "no route takes ticket.unknown", ENVELOPE);
    management.inbox.add(Kind.QUARANTINE, "q2", "notifications", "ticket.unknown", "no route takes ticket.unknown", ENVELOPE);
    assertThat(management.post("/api/quarantine/q1/retry").statusCode()).isEqualTo(200);
    assertThat(management.post("/api/quarantine/q2/replay").statusCode()).isEqualTo(200);
    assertThat(management.inbox.lastRevision()).isNull();
  }

  @Test
  void what_was_never_an_envelope_is_not_retried_but_read_again_by_a_replay() throws Exception {
    management.inbox.add(Kind.QUARANTINE, "q1", "notifications", null, "the body is not JSON", ENVELOPE);

    HttpResponse<String> retry = management.post("/api/quarantine/q1/retry");
    assertThat(retry.statusCode()).isEqualTo(409);
    assertThat(new JsonObject(retry.body()).getString("detail"))
        .isEqualTo("q1 was never read as an envelope (the body is not JSON): use replay, which reads its bytes again");

    assertThat(management.post("/api/quarantine/q1/replay").body()).isEqualTo("{\"id\":\"new-q1\"}\n");
    assertThat(management.inbox.lastRevision().action()).isEqualTo("ticket.updated");
    assertThat(management.inbox.lastRevision().entity()).isEqualTo("ticket:00001");
    assertThat(management.inbox.lastRevision().payload()).isEqualTo(Payload.ORIGINAL);
  }

  @Test
  void what_came_compressed_is_shown_as_text_and_read_by_a_replay() throws Exception {
    management.inbox.add(Kind.QUARANTINE, "q1", "notifications", null, "the body is not JSON", Compressed.gzip(ENVELOPE));

    assertThat(new JsonObject(management.get("/api/quarantine/q1").body()).getString("body")).contains("a***@example.com");
    assertThat(new JsonObject(management.get("/api/quarantine/q1?reveal=true").body()).getString("body")).isEqualTo(ENVELOPE);
    assertThat(management.post("/api/quarantine/q1/replay").statusCode()).isEqualTo(200);
    assertThat(management.inbox.lastRevision().entity()).isEqualTo("ticket:00001");
  }

  @Test
  void a_replay_of_what_is_cut_off_says_so() throws Exception {
    byte[] cut = Arrays.copyOf(Compressed.gzip(ENVELOPE), 60);
    management.inbox.add(Kind.QUARANTINE, "q1", "notifications", null, "the body is not JSON", cut);
    assertThat(new JsonObject(management.post("/api/quarantine/q1/replay").body()).getString("detail"))
        .isEqualTo("q1 is still no envelope: the body is compressed with gzip, and cut off. It stays in quarantine");
  }

  @Test
  void a_replay_of_what_is_still_no_envelope_is_409_and_says_why() throws Exception {
    management.inbox.add(Kind.QUARANTINE, "q1", "notifications", null, "the JSON is cut off", "{\"action\":");
    HttpResponse<String> answer = management.post("/api/quarantine/q1/replay?force=true");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(new JsonObject(answer.body()).getString("detail"))
        .startsWith("q1 is still no envelope: the JSON is cut off").endsWith("It stays in quarantine");
    assertThat(management.inbox.calls).containsOnly("find q1");
  }

  @Test
  void a_store_that_cannot_answer_is_503_and_a_fault_of_ours_is_500_without_its_text() throws Exception {
    management.inbox.failure = new InboxUnavailableException("the store is closed");
    assertThat(management.get("/api/deadletters").statusCode()).isEqualTo(503);
    management.inbox.failure = new IllegalStateException("secret detail");
    HttpResponse<String> answer = management.get("/api/deadletters");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("its log says why").doesNotContain("secret detail");
  }

  private static List<String> ids(JsonObject page) {
    return page.getJsonArray("items").stream().map(item -> ((JsonObject) item).getString("id")).toList();
  }

  @Test
  void the_quarantine_is_replayed_step_by_step_with_those_that_are_refused() throws Exception {
    management.inbox.add(Kind.QUARANTINE, "q1", "notifications", "event.unlock", "no route", "{}");
    management.inbox.add(Kind.QUARANTINE, "q2", "notifications", null, "not JSON", "%");
    management.inbox.add(Kind.QUARANTINE, "q3", "notifications", "event.unlock", "no route", "{}");

    assertThat(management.post("/api/quarantine/replay").body()).isEqualTo("{\"replayed\":1,\"refused\":[{\"id\":\"q2\",\"reason\":\""
        + "q2 is still no envelope: the body is not JSON (line 1, column 1). It stays in quarantine\"}],\"next\":\"2\"}\n");
    assertThat(management.post("/api/quarantine/replay?after=2&action=event.unlock&dry-run=true").body())
        .isEqualTo("{\"replayed\":1,\"refused\":[],\"asOf\":\"" + management.clock.instant() + "\",\"next\":null}\n");
    assertThat(management.inbox.calls).contains("replay QUARANTINE q1 false", "oldest QUARANTINE DeliveryFilter[destination=null, state=null, action=event.unlock, entity=null, error=null, since=null, until=null] 2", "try QUARANTINE q3");
    assertThat(management.post("/api/quarantine/replay?dry-run=yes").statusCode()).isEqualTo(400);
    assertThat(management.send("POST", "/api/quarantine/replay").statusCode()).isEqualTo(401);
  }
}
