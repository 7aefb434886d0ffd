package io.github.mentagateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTextTest {
  private final ScriptedRun run = new ScriptedRun();

  private Verdict spoilt() {
    Message first = run.ticket("a", "b");
    Message lost = run.ticket("sim7-2", "a", "b");
    run.acknowledged(first, 0, 5).acknowledged(lost, 0, 5).called("f\u202e", first, 100, "k").called("f\u202e", first, 101, null);
    run.answered(run.nonsense(), 0, 5, 503);
    return run.verdict().with(new UnrecognisedCalls(1234, List.of("POST /x", "GET /y")));
  }

  @Test
  void a_person_reads_each_promise_what_broke_it_and_what_was_seen_beside() {
    assertThat(VerdictText.lines(spoilt())).containsExactly(
        "no acknowledged notification is lost                         BROKEN   1 of 2",
        "  message 1, ticket:sim7-2, at f?: taken once, delivered 0 times, must be 1 at least",
        "no notification is delivered twice                           BROKEN   1 of 2",
        "  message 0, ticket:sim7-1, at f?: sent as 1 notification, delivered 2 times, can be 1 at most",
        "no genuine repeat is swallowed                               untested 0 of 0",
        "the order of arrival is kept for each entity                 untested 0 of 0",
        "the last word on each entity is the newest                   untested 0 of 0",
        "nothing is refused that sending it again cannot cure         held     0 of 3",
        "",
        "Counted beside, and no failure:",
        "       1 notifications still in menta's queue",
        "         message 2: attempt 1 failed: STATUS, answered 503",
        "       2 deliveries whose number leaves open which one is which: ordered roughly",
        "         message 0, ticket:sim7-1, at f?: too few or too many of it came",
        "       1 calls without Idempotency-Key: a repeat of one counts as a delivery of its own",
        "         message 0, ticket:sim7-1, at f?: called without a key",
        "   1,234 calls that name neither a simulated ticket with its new owner nor a whole notification",
        "         POST /x",
        "         GET /y");
  }

  @Test
  void when_not_a_single_call_came_the_destinations_are_asked_for_first() {
    run.acknowledged(run.ticket("a", "b"), 0, 5);
    assertThat(VerdictText.lines(run.verdict())).endsWith("",
        "Not a single call came: do the gateway's destinations point to the recorder, whose address stands above?");
    assertThat(VerdictText.lines(run.verdict().with(new UnrecognisedCalls(1, List.of("POST /x"))))).noneMatch(line -> line.startsWith("Not a"));
  }

  @Test
  void a_machine_reads_the_same() {
    JsonNode json = new ObjectMapper().valueToTree(spoilt());
    assertThat(json.path("broken").asBoolean()).isTrue();
    assertThat(json.path("promises").get(0)).isEqualTo(new ObjectMapper().valueToTree(Map.of(
        "name", "lost", "text", "no acknowledged notification is lost", "result", "BROKEN", "count", 1L, "of", 2L,
        "examples", List.of(Map.of("message", 1, "entity", "ticket:sim7-2", "destination", "f\u202e",
            "seen", "taken once, delivered 0 times, must be 1 at least")))));
    assertThat(json.path("promises").get(2).path("result").asText()).isEqualTo("UNTESTED");
    assertThat(json.path("notes").get(0).path("count").asLong()).isEqualTo(1);
    assertThat(json.path("unrecognised").path("count").asLong()).isEqualTo(1234);
  }
}
