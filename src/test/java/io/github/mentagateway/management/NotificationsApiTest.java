package io.github.mentagateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Letters.Kind;
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

class NotificationsApiTest {
  private static final String ENVELOPE = "{\"family\":\"ticket\",\"action\":\"ticket.updated\",\"data\":{\"id\":\"1\",\"email\":\"ana@example.com\"}}";
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
  void two() {
    management.inbox.clear();
    management.inbox.add(Kind.DEAD_LETTER, "d1", "owner-mail", "ticket.updated", "550 unknown ana@example.com", ENVELOPE);
    management.inbox.add(Kind.DEAD_LETTER, "d2", "crm", "listing.created", "refused", "{}");
  }

  @Test
  void a_list_tells_what_became_of_each_and_how_far_it_looked() throws Exception {
    HttpResponse<String> answer = management.get("/api/notifications?limit=1");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"items\":[{\"id\":\"n-d2\",\"action\":\"listing.created\",\"entity\":\"ticket:d2\","
        + "\"receivedAt\":\"2026-11-23T10:00:00Z\",\"deliveries\":{\"dead\":1}}],\"next\":\"2\",\"lookedBackTo\":\"2026-11-23T10:00:00Z\",\"after\":\"2\"}\n");
    assertThat(management.get("/api/notifications?limit=1&before=2").body()).doesNotContain("\"after\"");
  }

  @Test
  void who_follows_goes_on_where_the_answer_before_ended() throws Exception {
    assertThat(management.get("/api/notifications?after=1&limit=5&action=listing.created").body()).isEqualTo("{\"items\":[{\"id\":\"n-d2\","
        + "\"action\":\"listing.created\",\"entity\":\"ticket:d2\",\"receivedAt\":\"2026-11-23T10:00:00Z\",\"deliveries\":{\"dead\":1}}],"
        + "\"next\":null,\"lookedBackTo\":null,\"after\":\"2\"}\n");
    assertThat(management.inbox.calls).anyMatch(call -> call.startsWith("follow Filter[") && call.contains("action=listing.created") && call.endsWith(" 1 5"));
    management.inbox.add(Kind.DEAD_LETTER, "d3", "crm", "listing.created", "refused", "{}");
    assertThat(new JsonObject(management.get("/api/notifications?after=1").body()).getJsonArray("items")).as("the oldest first")
        .extracting(item -> ((JsonObject) item).getString("id")).containsExactly("n-d2", "n-d3");
    assertThat(management.get("/api/notifications?after=1&q=x").body()).contains("neither q nor before");
    assertThat(management.get("/api/notifications?after=1&state=dead").body()).contains("state and error are about what becomes of it");
    assertThat(management.get("/api/notifications?after=1&error=503").body()).contains("state and error are about what becomes of it");
  }

  @Test
  void deliveries_are_listed_by_what_became_of_them() throws Exception {
    JsonObject page = new JsonObject(management.get("/api/deliveries?destination=crm&state=dead&error=No%20such&since=2026-11-23T10:00:00Z"
        + "&until=2026-11-23T11:00:00Z&limit=1&before=99").body());

    assertThat(management.inbox.calls).contains("deliveries DeliveryFilter[destination=crm, state=dead, action=null, entity=null, error=No such, since=2026-11-23T10:00:00Z,"
        + " until=2026-11-23T11:00:00Z] 99 1");
    assertThat(page.getString("next")).isEqualTo("1");
    assertThat(page.getJsonArray("items").getJsonObject(0).getString("reason")).isEqualTo("550 unknown a***@example.com");
    assertThat(management.get("/api/deliveries?part=x").body()).contains("there are action, entity, error, since, until, destination, state, limit, before");
  }

  @Test
  void every_filter_reaches_the_store() throws Exception {
    management.get("/api/notifications?entity=ticket:1&action=ticket.updated&family=ticket&destination=crm&state=dead&error=No%20such"
        + "&since=2026-11-23T10:00:00Z&until=2026-11-23T11:00:00Z&limit=7&before=99");

    assertThat(management.inbox.calls).contains("notifications Filter[entities=[ticket:1], inEntity=null, action=ticket.updated, family=ticket,"
        + " destination=crm, state=dead, error=No such, since=2026-11-23T10:00:00Z, until=2026-11-23T11:00:00Z] 99 7");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      acton=x                    | there is no parameter 'acton' here: there are q, entity, action, family, destination, state, error, since, until, limit, before, after
      state=lost                 | state must be one of dead, delivered, discarded, quarantined, replayed, waiting
      since=yesterday            | since must be a time such as 2026-11-29T14:05:00Z
      limit=501                  | limit must be a whole number between 1 and 500
      q=1&entity=ticket:1        | q finds an entity too: give either q or entity
      action=a&action=b          | action is given more than once
      """)
  void what_cannot_be_understood_is_refused_and_nothing_is_looked_for(String query, String rule) throws Exception {
    HttpResponse<String> answer = management.get("/api/notifications?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(answer.body()).getString("detail")).isEqualTo(rule);
    assertThat(management.inbox.calls).noneMatch(call -> call.startsWith("notifications"));
  }

  @ParameterizedTest
  @CsvSource({"GET,/api/deadletters?action=x", "GET,/api/deadletters/d1?revael=true", "GET,/api/destinations?name=crm", "GET,/api/duplicates?x=1",
      "GET,/api/routes?x=1", "GET,/api/notifications/n-d1?x=1", "GET,/api/deliveries/d1?x=1", "POST,/api/deadletters/d1/retry?forse=true",
      "POST,/api/deadletters/d1/discard?reason=x&all=true", "POST,/api/quarantine/replay?dryrun=true", "POST,/api/destinations/crm/pause?reason=x&x=1",
      "POST,/api/destinations/crm/resume?raeson=x", "POST,/api/routes/reload?x=1", "POST,/api/notifications/n-d1/deliver?x=1"})
  void an_unknown_parameter_is_refused_everywhere_and_nothing_is_done(String method, String path) throws Exception {
    management.inbox.down("crm");

    HttpResponse<String> answer = management.send(method, path, "Authorization", "Bearer " + management.credentials.managementToken());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("there is no parameter '");
    assertThat(management.inbox.calls).noneMatch(call -> call.matches("(retry|discard|replay|try|pause|resume|deliver) .*"));
  }

  @Test
  void a_word_is_an_id_of_the_gateways_own_or_an_entity_or_what_identifies_one() throws Exception {
    assertThat(found("n-d2")).isEqualTo("n-d2");
    assertThat(found("ticket:d1")).isEqualTo("n-d1");
    assertThat(found("d%2F1")).isEmpty();
    assertThat(management.inbox.calls).anyMatch(call -> call.contains("entities=[d/1, ") && call.contains("ticket:d%2F1"))
        .anyMatch(call -> call.contains("entities=null, inEntity=d%2F1"));
  }

  private static String found(String word) throws Exception {
    return new JsonObject(management.get("/api/notifications?q=" + word).body()).getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("id")).findFirst().map(Object::toString).orElse("");
  }

  @Test
  void one_is_shown_with_its_deliveries_and_personal_data_only_when_it_is_revealed() throws Exception {
    JsonObject shown = new JsonObject(management.get("/api/notifications/n-d1").body());

    assertThat(shown.getJsonArray("newest").getJsonObject(0).getString("reason")).isEqualTo("550 unknown a***@example.com");
    assertThat(shown.getJsonObject("copies").getLong("newest")).isEqualTo(2);
    assertThat(shown.getBoolean("masked")).isTrue();
    assertThat(shown.encode()).contains("ticket.updated").doesNotContain("ana@");
    assertThat(management.get("/api/notifications/n-d1?reveal=true").body()).contains("ana@example.com");
    assertThat(new JsonObject(management.get("/api/deliveries/d1").body()).getJsonArray("history")).hasSize(2);
    assertThat(management.get("/api/deliveries/d1").body()).doesNotContain("ana@");
    assertThat(management.get("/api/notifications/none").statusCode()).isEqualTo(404);
    assertThat(management.get("/api/deliveries/none").statusCode()).isEqualTo(404);
    assertThat(management.get("/api/notifications/..%2F").statusCode()).isEqualTo(404);
  }

  @Test
  void one_is_delivered_again_unless_it_is_refused() throws Exception {
    assertThat(management.post("/api/notifications/n-d1/deliver").body()).isEqualTo("{\"id\":\"new-n-d1\"}\n");
    management.inbox.refusal = "a newer one was delivered";
    assertThat(management.post("/api/deliveries/d1/deliver").statusCode()).isEqualTo(409);
    assertThat(management.post("/api/deliveries/d1/deliver?force=true").body()).isEqualTo("{\"id\":\"new-d1\"}\n");
  }

  @Test
  void without_the_token_there_is_nothing() throws Exception {
    assertThat(management.send("GET", "/api/notifications").statusCode()).isEqualTo(401);
    assertThat(management.send("POST", "/api/notifications/n-d1/deliver").statusCode()).isEqualTo(401);
  }
}
