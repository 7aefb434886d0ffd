package io.github.mentagateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Acts.Ending;
import io.github.mentagateway.inbox.Acts.What;
import io.github.mentagateway.inbox.Channels;
import io.github.mentagateway.inbox.Letters.Kind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActsApiTest {
  private static final String ANNA = "anna".repeat(8);
  private static final String ENVELOPE =
      "{\"action\":\"ticket.updated\",\"type\":\"custom\",\"data\":{\"id\":\"00001\",\"newOwnerEmail\":\"ana@example.com\"}}";

  @TempDir static Path home;
  private static RunningManagement management;

  @BeforeAll
  static void start() throws Exception {
    management = new RunningManagement(home, "127.0.0.1", Map.of("GATEWAY_INTAKE_MAX_BODY_BYTES", "2000", "GATEWAY_MANAGEMENT_TOKENS_ANNA_TOKEN", ANNA,
        "GATEWAY_MANAGEMENT_TOKENS_ANNA_ROLE", "act")).start();
  }

  @AfterAll
  static void stop() {
    management.close();
  }

  @BeforeEach
  void some() {
    management.inbox.clear();
    management.inbox.add(Kind.DEAD_LETTER, "d1", "mail", "ticket.updated", "550 unknown ana@example.com", ENVELOPE);
    management.inbox.add(Kind.DEAD_LETTER, "d2", "mail", "ticket.updated", "550", ENVELOPE);
    management.inbox.add(Kind.QUARANTINE, "q1", "notifications", null, "the JSON is cut off", "{\"action\":");
    management.inbox.channels.put("mail", new Channels.Status("mail", true, null, null));
    management.inbox.channels.put("crm", new Channels.Status("crm", true, null, null));
  }

  private static HttpResponse<String> asAnna(String method, String path) throws Exception {
    return management.send(method, path, "Authorization", "Bearer " + ANNA);
  }

  private static String edit(String text) {
    return new JsonObject().put("body", text).encode();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
      /api/deadletters/d1/retry                                   | anna RETRY d1 why=null DONE null
      /api/deadletters/d1/retry?force=true&reason=they%20asked    | anna RETRY d1 why=they asked DONE with force
      /api/deadletters/d1/replay                                  | anna REPLAY d1 why=null DONE made new-d1
      /api/deadletters/d1/discard?reason=told%20ana@example.com   | anna DISCARD d1 why=told a***@example.com DONE null
      /api/notifications/n-d1/deliver?force=true                  | anna DELIVER n-d1 why=null DONE with force; made new-n-d1
      /api/destinations/mail/pause?reason=they%20migrate          | anna PAUSE mail why=they migrate DONE null
      /api/destinations/mail/resume                               | anna RESUME mail why=null DONE was not paused
      /api/destinations/mail/move?to=crm                          | anna MOVE mail to crm why=null DONE null 10/0
      /api/destinations/mail/discard?reason=they%20are%20gone     | anna DISCARD what waits for mail why=they are gone DONE null 10/0
      /api/destinations/mail/discard?reason=x&entity=ticket:1&while-read=true | anna DISCARD what waits for mail entity='ticket:1', while read why=x DONE null 10/0
      /api/deliveries/d1/discard?reason=done%20by%20hand          | anna DISCARD d1 why=done by hand DONE null
      /api/deliveries/d1/move?to=crm&force=true                   | anna MOVE d1 to crm, with force why=null DONE is now d1-at-crm
      /api/contract/forget?action=a                               | anna FORGET contract action=a why=null REFUSED nothing is known of the action a: contract list shows what is
      /api/deadletters/retry?destination=mail&error=ana@a.org     | anna RETRY deadletters destination='mail' error='a***@a.org' why=null DONE null 2/0
      /api/quarantine/q1/retry                                    | anna RETRY q1 why=null REFUSED q1 was never read as an envelope (the JSON is cut off): use replay, which reads its bytes again
      /api/deadletters/none/retry                                 | anna RETRY none why=null REFUSED there is no delivery with the id none
      /api/routes/reload                                          | anna RELOAD routes why=null REFUSED the gateway is starting: try again in a moment
      """)
  void every_act_is_recorded_with_who_why_and_how_it_ended(String path, String act) throws Exception {
    asAnna("POST", path);

    assertThat(management.inbox.acts.lines()).containsExactly(act);
  }

  @ParameterizedTest
  @CsvSource({"POST,/api/deadletters/retry?dry-run=true", "POST,/api/quarantine/q1/replay?dry-run=true", "POST,/api/destinations/mail/move?to=crm&dry-run=true",
      "POST,/api/destinations/mail/discard?reason=x&dry-run=true", "POST,/api/deadletters/d1/discard", "POST,/api/destinations/none/pause?reason=x",
      "GET,/api/deadletters/d1", "GET,/api/notifications/n-d1", "GET,/api/acts", "GET,/api/deliveries/none?reveal=true"})
  void who_only_looks_tries_or_asks_for_what_is_not_understood_has_done_nothing(String method, String path) throws Exception {
    management.send(method, path, "Authorization", "Bearer " + management.credentials.managementToken());

    assertThat(management.inbox.acts.lines()).isEmpty();
  }

  @Test
  void what_the_store_refuses_is_recorded_with_the_reason() throws Exception {
    management.inbox.refusal = "d1 is older than d7, which was delivered to mail for ticket:1";

    assertThat(asAnna("POST", "/api/deadletters/d1/replay").statusCode()).isEqualTo(409);

    assertThat(management.inbox.acts.lines())
        .containsExactly("anna REPLAY d1 why=null REFUSED d1 is older than d7, which was delivered to mail for ticket:1");
  }

  @ParameterizedTest
  @CsvSource({"POST,/api/deadletters/d1/retry", "POST,/api/deadletters/retry", "POST,/api/destinations/mail/pause?reason=x", "POST,/api/routes/reload",
      "GET,/api/deadletters/d1?reveal=true", "GET,/api/notifications/n-d1?reveal=true", "GET,/api/deliveries/d1?reveal=true"})
  void what_cannot_be_recorded_is_neither_done_nor_shown(String method, String path) throws Exception {
    management.inbox.acts.problem = "the store cannot be written to";

    HttpResponse<String> answer = management.send(method, path, "Authorization", "Bearer " + management.credentials.managementToken());

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("the store cannot be written to").doesNotContain("ana@");
    assertThat(management.inbox.calls).noneMatch(call -> call.matches("(retry|pause) .*"));
  }

  @Test
  void what_fails_half_way_stays_as_begun() throws Exception {
    management.inbox.failure = new IllegalStateException("cut off");

    assertThat(asAnna("POST", "/api/notifications/n-d1/deliver").statusCode()).isEqualTo(500);

    assertThat(management.inbox.acts.lines()).containsExactly("anna DELIVER n-d1 why=null BEGUN null");
  }

  @Test
  void a_step_is_no_part_of_an_act_of_somebody_else_or_about_something_else() throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "d3", "mail", "ticket.updated", "550", ENVELOPE);
    String next = new JsonObject(asAnna("POST", "/api/deadletters/replay").body()).getString("next");

    management.send("POST", "/api/deadletters/replay?after=" + next, "Authorization", "Bearer " + management.credentials.managementToken());
    asAnna("POST", "/api/deadletters/replay?destination=mail&after=" + next);
    asAnna("POST", "/api/deadletters/retry?after=" + next);

    assertThat(management.inbox.acts.lines()).hasSize(4);
  }

  @Test
  void the_steps_of_one_command_are_one_act_whose_ids_are_told() throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "d3", "mail", "ticket.updated", "550", ENVELOPE);
    String next = new JsonObject(asAnna("POST", "/api/deadletters/replay").body()).getString("next");
    management.inbox.refusal = "d3 is older than d7";
    asAnna("POST", "/api/deadletters/replay?after=" + next);

    JsonObject act = new JsonObject(management.get("/api/acts").body()).getJsonArray("items").getJsonObject(0);
    assertThat(act.encode()).isEqualTo("{\"number\":\"1\",\"at\":\"2026-11-23T10:00:01Z\",\"who\":\"anna\",\"what\":\"replay\",\"about\":\"deadletters\","
        + "\"why\":null,\"outcome\":\"done\",\"detail\":\"replayed 2, refused 1\"}");
    JsonObject shown = new JsonObject(management.get("/api/acts/1?limit=3").body());
    assertThat(shown.getJsonArray("items").encode()).isEqualTo("[{\"id\":\"d1\",\"changed\":true},{\"id\":\"d2\",\"changed\":true},"
        + "{\"id\":\"d3\",\"changed\":false}]");
    assertThat(new JsonObject(management.get("/api/acts/1?after=" + shown.getString("next")).body()).getJsonArray("items").encode())
        .isEqualTo("[{\"id\":\"new-d1\",\"changed\":true},{\"id\":\"new-d2\",\"changed\":true}]");
    assertThat(management.get("/api/acts/2").statusCode()).isEqualTo(404);
    assertThat(management.get("/api/acts/x").statusCode()).isEqualTo(404);
  }

  @Test
  void they_are_listed_by_page_and_filter_the_newest_first() throws Exception {
    asAnna("POST", "/api/destinations/mail/pause?reason=x");
    management.post("/api/destinations/crm/pause?reason=y");
    management.get("/api/deadletters/d1?reveal=true");

    assertThat(listed("")).isEqualTo("gateway reveal d1, gateway pause crm, anna pause mail");
    assertThat(listed("?who=anna")).isEqualTo("anna pause mail");
    assertThat(listed("?what=pause&limit=1")).isEqualTo("gateway pause crm");
    assertThat(listed("?what=pause&before=2")).isEqualTo("anna pause mail");
    assertThat(listed("?about=d1")).isEqualTo("gateway reveal d1");
    assertThat(listed("?since=2026-11-23T10:00:02Z")).isEqualTo("gateway reveal d1, gateway pause crm");
    assertThat(new JsonObject(management.get("/api/acts?limit=2").body()).getString("next")).isEqualTo("2");
    assertThat(management.get("/api/acts?what=steal").body()).contains("what must be one of acknowledge, deliver, discard, edit, forget, move, pause");
    assertThat(management.get("/api/acts?whom=anna").body()).contains("there are who, what, about, since, limit, before");
  }

  private static String listed(String query) throws Exception {
    return String.join(", ", new JsonObject(management.get("/api/acts" + query).body()).getJsonArray("items").stream().map(JsonObject.class::cast)
        .map(act -> act.getString("who") + " " + act.getString("what") + " " + act.getString("about")).toList());
  }

  @ParameterizedTest
  @CsvSource({"/api/notifications/n-d1", "/api/deliveries/n-d1", "/api/deadletters/n-d1"})
  void what_is_shown_tells_the_acts_about_it(String path) throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "n-d1", "mail", "ticket.updated", "550", ENVELOPE);
    long number = management.inbox.acts.begin(ActRecorder.act(new Caller("anna", null), What.DELIVER, "n-d1", "x"), 0);
    management.inbox.acts.end(number, Ending.done("made new-d1"));

    JsonArray acts = new JsonObject(management.get(path).body()).getJsonArray("acts");

    assertThat(acts).hasSize(1);
    assertThat(acts.getJsonObject(0).getString("detail")).isEqualTo("made new-d1");
  }

  @Test
  void a_mended_body_is_replayed_as_what_it_is_now_and_the_record_has_no_text_of_it() throws Exception {
    HttpResponse<String> answer = management.post("/api/quarantine/q1/replay?reason=cut%20by%20the%20proxy", edit(ENVELOPE));

    assertThat(answer.body()).isEqualTo("{\"id\":\"new-q1\"}\n");
    assertThat(management.inbox.lastRevision()).satisfies(revision -> {
      assertThat(revision.action()).isEqualTo("ticket.updated");
      assertThat(revision.entity()).isEqualTo("ticket:00001");
      assertThat(revision.payload().isEnvelope()).isTrue();
      assertThat(revision.payload().bytes()).asString().isEqualTo(ENVELOPE);
    });
    assertThat(management.inbox.acts.lines()).singleElement().asString()
        .matches("gateway EDIT q1 why=cut by the proxy DONE made new-q1; edited: " + ENVELOPE.length() + " bytes, sha256 [0-9a-f]{16}");
  }

  @Test
  void an_edit_is_tried_without_a_record() throws Exception {
    assertThat(management.post("/api/quarantine/q1/replay?dry-run=true", edit(ENVELOPE)).body())
        .isEqualTo("{\"id\":\"q1\",\"action\":\"ticket.updated\",\"entity\":\"ticket:00001\",\"dryRun\":true}\n");
    management.inbox.refusal = "q1 is older than d7";
    assertThat(management.post("/api/quarantine/q1/replay?dry-run=true", edit(ENVELOPE)).statusCode()).isEqualTo(409);
    assertThat(management.post("/api/quarantine/q1/replay?dry-run=true&force=true", edit(ENVELOPE)).statusCode()).isEqualTo(200);
    assertThat(management.inbox.acts.lines()).isEmpty();
    assertThat(management.inbox.calls).noneMatch(call -> call.startsWith("replay"));
  }

  @Test
  void an_edit_that_is_no_envelope_or_behind_a_newer_one_is_409_with_the_reason() throws Exception {
    HttpResponse<String> still = management.post("/api/quarantine/q1/replay", edit("{\"action\":1}"));
    assertThat(still.statusCode()).isEqualTo(409);
    assertThat(still.body()).contains("the edited body of q1 is no envelope: ", "It stays in quarantine as it was");
    management.inbox.refusal = "q1 is older than d7, which was delivered to mail";
    assertThat(management.post("/api/quarantine/q1/replay", edit(ENVELOPE)).statusCode()).isEqualTo(409);
    assertThat(management.post("/api/quarantine/q1/replay?force=true", edit(ENVELOPE)).statusCode()).isEqualTo(200);
    assertThat(management.inbox.acts.lines()).hasSize(3).last().asString().contains("with force; made new-q1; edited: ");
  }

  @Test
  void a_body_that_is_too_long_or_not_of_the_form_is_refused_with_the_rule() throws Exception {
    for (String odd : new String[] {"{", "[]", "{\"body\":1}", "{\"body\":\"x\",\"force\":true}", "\"x\"", "{\"body\":\"a\",\"body\":\"b\"}"}) {
      HttpResponse<String> answer = management.post("/api/quarantine/q1/replay", odd);
      assertThat(answer.statusCode()).as(odd).isEqualTo(400);
      assertThat(new JsonObject(answer.body()).getString("detail")).isEqualTo("the request's body must be JSON of this form: {\"body\": \"the edited text\"}");
    }
    HttpResponse<String> longer = management.post("/api/quarantine/q1/replay", edit("x".repeat(2001)));
    assertThat(longer.statusCode()).isEqualTo(413);
    assertThat(longer.body()).contains("the edited body has 2001 bytes, and a notification's may have 2000 (gateway.intake.max-body-bytes)");
    assertThat(management.post("/api/quarantine/q1/replay", edit("x".repeat(9000))).body()).contains("\"status\":413,\"detail\":\"the request's body is longer than may be here\"");
    assertThat(management.post("/api/deadletters/d1/replay", edit(ENVELOPE)).body()).contains("only a quarantined body is edited");
    assertThat(management.inbox.acts.lines()).isEmpty();
  }
}
