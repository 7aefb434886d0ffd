package io.github.mentagateway.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Backlogs;
import io.github.mentagateway.inbox.Channels.Backlog;
import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.inbox.Letters.Kind;
import java.net.http.HttpResponse;
import java.nio.file.Path;
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

class DestinationsApiTest {
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
  void one_with_a_backlog() {
    management.inbox.clear();
    management.reading.clear();
    management.inbox.backlog.add(new Backlog("owner-mail", true, 7, InMemoryInbox.RECEIVED));
  }

  @Test
  void a_list_joins_what_waits_what_is_dead_and_what_is_down_or_paused() throws Exception {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "owner-mail", "ticket.updated", "550", "{}");
    management.inbox.down("owner-mail");
    management.readIn("owner-mail", "12:00-20:00 Europe/Madrid");
    management.readIn("fulfilment", "always");
    management.inbox.channels().pause("fulfilment", "maintenance");

    HttpResponse<String> answer = management.get("/api/destinations");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(answer.body()).isEqualTo("{\"items\":["
        + "{\"name\":\"fulfilment\",\"read\":true,\"waiting\":0,\"oldest\":null,\"deadLetters\":0,"
        + "\"pausedSince\":\"2026-11-23T10:00:00Z\",\"pauseReason\":\"maintenance\",\"window\":null,\"rate\":null,\"concurrency\":8,"
        + "\"allowed\":8,\"closedUntil\":null,\"downSince\":null,\"nextProbeAt\":null,\"downError\":null},"
        + "{\"name\":\"owner-mail\",\"read\":true,\"waiting\":7,\"oldest\":\"2026-11-23T10:00:00Z\",\"deadLetters\":1,"
        + "\"pausedSince\":null,\"pauseReason\":null,\"window\":\"12:00-20:00 Europe/Madrid\",\"rate\":null,\"concurrency\":8,\"allowed\":8,"
        + "\"closedUntil\":\"2026-11-23T11:00:00Z\",\"downSince\":\"2026-11-23T10:00:00Z\",\"nextProbeAt\":\"2026-11-23T10:00:30Z\","
        + "\"downError\":\"the server answered 401 Unauthorized: credentials refused ***\"}"
        + "]}\n");
  }

  @Test
  void a_channel_that_has_only_dead_letters_is_listed_too_and_no_route_reads_it() throws Exception {
    management.inbox.clear();
    management.inbox.add(Kind.DEAD_LETTER, "d1", "gone", "ticket.updated", "550", "{}");
    assertThat(management.get("/api/destinations").body()).contains("{\"name\":\"gone\",\"read\":false,\"waiting\":0,");
  }

  @Test
  void one_is_paused_for_a_reason_without_addresses_and_resumed() throws Exception {
    assertThat(management.post("/api/destinations/owner-mail/pause?reason=ask%0Aana%40example.com").body())
        .isEqualTo("{\"name\":\"owner-mail\"}\n");
    assertThat(management.inbox.calls).contains("pause owner-mail ask\\na***@example.com");
    assertThat(management.post("/api/destinations/owner-mail/resume").body()).isEqualTo("{\"name\":\"owner-mail\",\"resumed\":true}\n");
    assertThat(management.inbox.calls).contains("resume owner-mail");
  }

  @Test
  void one_that_is_down_is_tried_now_and_of_another_one_it_is_said_that_it_is_not() throws Exception {
    management.inbox.down("owner-mail");

    assertThat(management.post("/api/destinations/owner-mail/retry").body()).isEqualTo("{\"name\":\"owner-mail\",\"down\":true}\n");
    assertThat(management.post("/api/destinations/fulfilment/retry").statusCode()).isEqualTo(404);
    assertThat(management.inbox.calls).contains("probe owner-mail").doesNotContain("probe fulfilment");
  }

  @Test
  void what_is_paused_can_be_resumed_when_no_route_reads_it_and_nothing_waits_any_more() throws Exception {
    management.inbox.channels().pause("renamed", "maintenance");
    assertThat(management.post("/api/destinations/renamed/resume").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?reason=", "?reason=%20%0A"})
  void a_pause_without_a_reason_is_a_400_and_pauses_nothing(String query) throws Exception {
    HttpResponse<String> answer = management.post("/api/destinations/owner-mail/pause" + query);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("reason must say why, in 1 to 500 characters");
    assertThat(management.inbox.calls).isEmpty();
  }

  @Test
  void one_that_does_not_exist_is_a_404_that_lists_what_there_is() throws Exception {
    management.inbox.down("fulfilment");
    for (String what : new String[] {"pause?reason=x", "resume"}) {
      HttpResponse<String> answer = management.post("/api/destinations/owner-mial/" + what);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("\"there is no destination owner-mial; there are: fulfilment, owner-mail\"");
    }
    assertThat(management.inbox.channels).doesNotContainKey("owner-mial");
  }

  @Test
  void resuming_what_is_not_paused_is_done_already_and_says_so() throws Exception {
    HttpResponse<String> answer = management.post("/api/destinations/owner-mail/resume");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"name\":\"owner-mail\",\"resumed\":false}\n");
  }

  @Test
  void pausing_what_is_paused_says_for_what_it_was() throws Exception {
    management.post("/api/destinations/owner-mail/pause?reason=maintenance");
    assertThat(management.post("/api/destinations/owner-mail/pause?reason=longer").body())
        .isEqualTo("{\"name\":\"owner-mail\",\"reasonBefore\":\"maintenance\"}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Owner-mail", "..%2Fdeadletters", "a%00b", "%3Cscript%3E", "1st", "owner_mail", "%27%3B--", "a%0Ab"})
  void a_name_of_another_form_is_neither_looked_up_nor_repeated(String name) throws Exception {
    HttpResponse<String> answer = management.post("/api/destinations/" + name + "/pause?reason=x");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).doesNotContain("script", "owner_mail", "--", "1st");
    assertThat(management.inbox.calls).isEmpty();
  }

  @Test
  void a_name_that_is_too_long_is_none() throws Exception {
    assertThat(management.post("/api/destinations/" + "a".repeat(101) + "/resume").body())
        .contains("there is no destination with such a name: one begins with a small letter");
  }

  @Test
  void nothing_is_told_or_done_without_the_token() throws Exception {
    assertThat(management.send("GET", "/api/destinations").statusCode()).isEqualTo(401);
    assertThat(management.send("POST", "/api/destinations/owner-mail/pause?reason=x").statusCode()).isEqualTo(401);
    assertThat(management.inbox.calls).isEmpty();
  }

  @Test
  void a_store_that_does_not_answer_is_a_503() throws Exception {
    management.inbox.failure = new InboxUnavailableException("the inbox is closed", null);
    assertThat(management.get("/api/destinations").statusCode()).isEqualTo(503);
    assertThat(management.post("/api/destinations/owner-mail/pause?reason=x").statusCode()).isEqualTo(503);
  }

  @Test
  void what_waits_for_one_that_is_gone_is_moved_step_by_step() throws Exception {
    management.inbox.backlog.add(new Backlog("gone", false, 12, InMemoryInbox.RECEIVED));
    management.inbox.left = List.of(new Backlogs.Left("k-1.gone", "k-1.gone is older than k-2.owner-mail"));

    assertThat(management.post("/api/destinations/gone/move?to=owner-mail").body()).isEqualTo("{\"moved\":10,\"left\":[],\"next\":\"17\"}\n");
    assertThat(management.post("/api/destinations/gone/move?to=owner-mail&force=true&while-read=true&dry-run=true&after=17").body())
        .isEqualTo("{\"moved\":2,\"left\":[{\"id\":\"k-1.gone\",\"reason\":\"k-1.gone is older than k-2.owner-mail\"}],\"asOf\":\"" + management.clock.instant() + "\",\"next\":null}\n");

    assertThat(management.inbox.calls).contains("move gone owner-mail force=false whileRead=false dryRun=false after=0",
        "move gone owner-mail force=true whileRead=true dryRun=true after=17");
  }

  @Test
  void a_pause_that_stays_behind_is_told_by_the_last_step() throws Exception {
    management.inbox.backlog.add(new Backlog("gone", false, 2, InMemoryInbox.RECEIVED));
    management.inbox.channels().pause("gone", "maintenance");

    assertThat(management.post("/api/destinations/gone/move?to=owner-mail").body()).doesNotContain("paused");
    assertThat(management.post("/api/destinations/gone/move?to=owner-mail&after=17").body()).contains("\"paused\":true");
    assertThat(management.post("/api/destinations/gone/discard?reason=x&after=17").body()).contains("\"paused\":true");
  }

  @Test
  void what_waits_for_one_that_is_gone_is_discarded_step_by_step_for_a_reason() throws Exception {
    management.inbox.backlog.add(new Backlog("gone", false, 12, InMemoryInbox.RECEIVED));

    assertThat(management.post("/api/destinations/gone/discard?reason=ana%40example.com+knows").body())
        .isEqualTo("{\"discarded\":10,\"left\":[],\"next\":\"17\"}\n");
    assertThat(management.post("/api/destinations/gone/discard?reason=x&after=17&dry-run=true").body())
        .isEqualTo("{\"discarded\":2,\"left\":[],\"asOf\":\"" + management.clock.instant() + "\",\"next\":null}\n");

    assertThat(management.inbox.calls).contains("discard gone a***@example.com knows whileRead=false dryRun=false after=0",
        "discard gone x whileRead=false dryRun=true after=17");
  }

  @ParameterizedTest
  @CsvSource({"move, 400, to must name a destination", "move?to=, 400, to must name a destination",
      "move?to=Owner, 404, there is no destination with such a name", "move?to=owner-mial, 404, there is no destination owner-mial; there are: ",
      "move?to=owner-mail&force=1, 400, force must be true or false", "move?to=owner-mail&after=x, 400, after must be a whole number",
      "discard, 400, reason must say why"})
  void a_move_or_a_discard_that_is_not_understood_does_nothing(String what, int status, String message) throws Exception {
    HttpResponse<String> answer = management.post("/api/destinations/owner-mail/" + what);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(message);
    assertThat(management.inbox.calls).noneMatch(call -> call.startsWith("move") || call.startsWith("discard"));
  }

  @Test
  void a_move_that_the_store_refuses_is_a_409_that_says_why() throws Exception {
    management.inbox.backlog.add(new Backlog("gone", false, 12, InMemoryInbox.RECEIVED));
    management.inbox.refusal = "no route reads gone";

    assertThat(management.post("/api/destinations/owner-mail/move?to=gone").statusCode()).isEqualTo(409);
    assertThat(management.post("/api/destinations/owner-mail/discard?reason=x").body()).contains("no route reads gone");
  }

  /** A variable of a shell that was not set must not make all of what some was meant. */
  @ParameterizedTest
  @ValueSource(strings = {"action", "entity", "error", "since", "until"})
  void an_empty_filter_is_refused(String name) throws Exception {
    management.inbox.backlog.add(new Backlog("gone", false, 2, InMemoryInbox.RECEIVED));
    for (String act : List.of("discard", "move")) {
      assertThat(management.post("/api/destinations/gone/" + act + "?to=gone&reason=x&".replace(act.equals("discard") ? "to=gone&" : "", "") + name + "=").body())
          .contains("\"status\":400", name + " is given and empty: leave it out, or say which");
    }
    assertThat(management.inbox.calls).noneMatch(call -> call.startsWith("discard") || call.startsWith("move"));
  }

  @Test
  void nothing_is_moved_to_the_router_or_from_it() throws Exception {
    management.inbox.backlog.add(new Backlog("notifications", true, 2, InMemoryInbox.RECEIVED));
    management.inbox.backlog.add(new Backlog("crm", true, 2, InMemoryInbox.RECEIVED));
    management.inbox.add(Kind.DEAD_LETTER, "d1", "crm", "ticket.updated", "no luck", "{}");
    management.inbox.add(Kind.QUARANTINE, "q1", "notifications", "ticket.updated", "no luck", "{}");
    for (String path : List.of("/api/destinations/notifications/move?to=crm", "/api/destinations/crm/move?to=notifications",
        "/api/deliveries/d1/move?to=notifications", "/api/deliveries/q1/move?to=crm")) {
      assertThat(management.post(path).body()).as(path).contains("\"status\":409", "notifications is the router, and no destination");
    }
    assertThat(management.inbox.calls).noneMatch(call -> call.startsWith("move"));
  }

  @Test
  void what_waits_for_the_router_is_discarded_by_its_whole_id_alone() throws Exception {
    management.inbox.add(Kind.QUARANTINE, "q2", "notifications", "ticket.updated", "no luck", "{}");
    management.inbox.state("q2", "waiting");
    management.inbox.add(Kind.DEAD_LETTER, "d3", "crm", "ticket.updated", "no luck", "{}");
    management.inbox.state("d3", "delivered");

    assertThat(management.post("/api/deliveries/n-q2/discard?reason=x").body())
        .contains("n-q2 waits for the router: no destination would get anything of it. When that is meant, discard q2");
    assertThat(management.post("/api/deliveries/q2/discard?reason=x").statusCode()).isEqualTo(200);
    assertThat(management.post("/api/deliveries/d3/discard?reason=x").body()).contains("d3 is delivered: nothing of it is left to discard");
  }

  @Test
  void a_count_says_when_it_was_made_and_an_act_does_not() throws Exception {
    management.inbox.backlog.add(new Backlog("gone", false, 2, InMemoryInbox.RECEIVED));
    String asOf = "\"asOf\":\"" + management.clock.instant() + "\"";
    assertThat(management.post("/api/destinations/gone/discard?reason=x&dry-run=true").body()).contains(asOf);
    assertThat(management.post("/api/deadletters/retry?dry-run=true").body()).contains(asOf);
    assertThat(management.post("/api/destinations/gone/discard?reason=x").body()).doesNotContain("asOf");
    assertThat(management.post("/api/deadletters/retry").body()).doesNotContain("asOf");
  }
}
