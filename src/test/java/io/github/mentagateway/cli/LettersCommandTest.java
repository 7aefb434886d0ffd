package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.FreePort;
import io.github.mentagateway.inbox.Letters.Kind;
import io.github.mentagateway.management.RunningManagement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LettersCommandTest {
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
  void a_list_is_an_aligned_table() {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "owner-mail", "ticket.updated", "550 unknown user", "{}");
    management.inbox.add(Kind.DEAD_LETTER, "d22", "rest", "event.unlock", "404", "{}");
    assertThat(run("deadletters", "list")).isEqualTo(new CommandRun(0, """
        ID   SINCE                 DESTINATION  ACTION          ENTITY      ATTEMPTS  REASON
        d22  2026-11-23T10:01:00Z  rest         event.unlock    ticket:d22  2         404
        d1   2026-11-23T10:01:00Z  owner-mail   ticket.updated  ticket:d1   2         550 unknown user
        """, ""));
    assertThat(run("deadletters")).isEqualTo(run("deadletters", "list"));
  }

  @Test
  void a_long_reason_is_cut_in_the_list_on_a_terminal_only_and_whole_when_shown() {
    String reason = "no row matched " + "x".repeat(200) + " the end";
    management.inbox.add(Kind.DEAD_LETTER, "d1", "rest", "ticket.updated", reason, "{}");
    assertThat(CommandRun.onTerminal(home, environment(Map.of()), "", "deadletters", "list").out())
        .contains("no row matched xxx", "...").doesNotContain("the end");
    assertThat(run("deadletters", "list").out()).contains(reason);
    assertThat(run("deadletters", "show", "d1").out()).contains("DEAD_LETTER  " + reason);
  }

  @Test
  void an_empty_list_is_none() {
    assertThat(run("quarantine", "list")).isEqualTo(new CommandRun(0, "none\n", ""));
  }

  @Test
  void a_list_names_the_command_for_its_next_page() {
    for (int i = 1; i <= 3; i++) {
      management.inbox.add(Kind.QUARANTINE, "q" + i, "notifications", null, "empty", "");
    }
    assertThat(run("quarantine", "list", "--limit", "2").out())
        .contains("q3", "q2").endsWith("more: ./menta-gateway quarantine list --limit 2 --before 2\n");
    assertThat(run("quarantine", "list", "--limit", "2", "--before", "2").out()).contains("q1").doesNotContain("more", "q2");
  }

  @Test
  void what_came_from_outside_cannot_move_the_cursor_or_forge_a_line() {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "mail", "x\u001b[2J\nd9  forged", "550\r\nok", "a\u001b[31m\u202eb\u009b2J\u009d0;x\nc");
    assertThat(run("deadletters", "list").out()).doesNotContain("\u001b", "\r").hasLineCount(2);
    assertThat(run("deadletters", "show", "d1", "--reveal").out()).contains("a?[31m?b?2J?0;x\nc").doesNotContain("\u001b", "\u202e", "\r", "\u009b", "\u009d");
  }

  @Test
  void json_is_the_gateway_s_answer_as_it_came() {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "mail", "ticket.updated", "550", "{}");
    assertThat(run("deadletters", "list", "--json").out()).startsWith("{\"items\":[{\"id\":\"d1\"").endsWith("\"next\":null}\n");
    assertThat(run("deadletters", "show", "d1", "--json").out()).startsWith("{\"id\":\"d1\"");
    assertThat(run("deadletters", "retry", "d1", "--json").out()).isEqualTo("{\"id\":\"d1\"}\n");
  }

  @Test
  void one_is_shown_masked_and_revealed_on_request() {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "owner-mail", "ticket.updated", "550", "{\"mail\":\"ana@example.com\"}");
    CommandRun masked = run("deadletters", "show", "d1");
    assertThat(masked.code()).isZero();
    assertThat(masked.out()).contains("id              d1", "destination     owner-mail", "1        2026-11-23T10:00:01Z  1500 ms  RETRY",
        "a***@example.com", "Personal data is masked; --reveal shows it.").doesNotContain("ana@");
    assertThat(run("deadletters", "show", "d1", "--reveal").out()).contains("ana@example.com").doesNotContain("masked");
  }

  @Test
  void the_start_of_an_answer_is_shown_only_when_it_is_revealed() {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "crm", "ticket.updated", "the API answered 422: ⟦Ana Paz is unknown⟧", "{}");
    assertThat(run("deadletters", "list").out()).contains("the API answered 422: ***").doesNotContain("Ana");
    assertThat(run("deadletters", "show", "d1").out()).contains("the API answered 422: ***").doesNotContain("Ana");
    assertThat(run("deadletters", "show", "d1", "--reveal").out()).contains("the API answered 422: Ana Paz is unknown");
  }

  @Test
  void several_are_decided_at_once_and_one_that_fails_does_not_keep_the_others() {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "mail", "ticket.updated", "550", "{}");
    management.inbox.add(Kind.DEAD_LETTER, "d3", "mail", "ticket.updated", "550", "{}");
    assertThat(run("deadletters", "retry", "d1", "d2", "d3")).isEqualTo(new CommandRun(1,
        "retry of d1 begun: id=d1  see: deadletters show d1\n"
        + "retry of d3 begun: id=d3  see: deadletters show d3\n",
        "menta-gateway: there is no delivery with the id d2\n"));
  }

  @Test
  void a_refusal_is_told_and_force_goes_ahead() {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "mail", "ticket.updated", "550", "{}");
    management.inbox.refusal = "d7, which is newer, was delivered to mail since: --force replays it all the same";
    assertThat(run("deadletters", "replay", "d1")).isEqualTo(new CommandRun(1, "", "menta-gateway: " + management.inbox.refusal + "\n"));
    assertThat(run("deadletters", "replay", "d1", "--force")).isEqualTo(new CommandRun(0,
        "replay of d1 begun: id=new-d1  see: deadletters show new-d1\n", ""));
  }

  @Test
  void several_are_discarded_for_one_reason_whatever_it_holds() {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "mail", "ticket.updated", "550", "{}");
    management.inbox.add(Kind.DEAD_LETTER, "d3", "mail", "ticket.updated", "550", "{}");
    assertThat(run("deadletters", "discard", "d1", "d2", "d3", "--reason", "mañana & más? #1 100%")).isEqualTo(new CommandRun(1,
        "discarded d1\ndiscarded d3\n", "menta-gateway: there is no delivery with the id d2\n"));
    assertThat(management.inbox.calls)
        .contains("discard DEAD_LETTER d1 mañana & más? #1 100%", "discard DEAD_LETTER d3 mañana & más? #1 100%");
    assertThat(run("deadletters")).isEqualTo(new CommandRun(0, "none\n", ""));
  }

  @Test
  void a_discard_without_a_reason_that_says_why_ends_with_2_and_asks_nothing() {
    assertThat(run("deadletters", "discard", "d1").code()).isEqualTo(2);
    assertThat(run("quarantine", "discard", "q1", "--reason", " ").err())
        .startsWith("menta-gateway: --reason has 0 characters: it must say why, in 1 to 500");
    assertThat(run("quarantine", "discard", "q1", "--reason", "x".repeat(501)).code()).isEqualTo(2);
    assertThat(management.inbox.calls).isEmpty();
  }

  @Test
  void quarantine_has_the_same_commands_on_its_own_list() {
    management.inbox.add(Kind.QUARANTINE, "q1", "notifications", null, "the body is empty", "");
    assertThat(run("quarantine", "show", "q1").out()).contains("reason          the body is empty");
    assertThat(run("quarantine", "retry", "q1").err()).contains("use replay");
    assertThat(run("quarantine", "replay", "q1").err()).contains("q1 is still no envelope: the body is empty");
    assertThat(run("quarantine", "discard", "q1", "--reason", "a test", "--json").out()).isEqualTo("{\"id\":\"q1\"}\n");
  }

  @Test
  void an_id_of_any_kind_is_one_part_of_the_path() {
    assertThat(run("deadletters", "show", "../quarantine?x=1#y").err())
        .isEqualTo("menta-gateway: there is no delivery with such an id\n");
    assertThat(management.inbox.calls).isEmpty();
  }

  @Test
  void a_wrong_token_is_told_with_the_next_step() {
    assertThat(CommandRun.in(home, environment(Map.of("GATEWAY_MANAGEMENT_TOKEN", "not-the-right-one".repeat(2))), "deadletters").err())
        .contains("does not take this management token", "set GATEWAY_MANAGEMENT_TOKEN");
  }

  @Test
  void a_gateway_that_does_not_run_is_told_with_its_address_its_setting_and_how_to_start_it() throws Exception {
    int port = FreePort.next();
    CommandRun run = CommandRun.in(home, Map.of("GATEWAY_MANAGEMENT_LISTEN", "127.0.0.1:" + port), "deadletters", "list");
    assertThat(run).isEqualTo(new CommandRun(1, "", "menta-gateway: nothing answers at http://127.0.0.1:" + port
        + " (gateway.management.listen is 127.0.0.1:" + port + "): " + ConsoleText.START_IT + "\n"));
  }

  @Test
  void a_folder_where_no_gateway_ran_is_told(@TempDir Path fresh) throws Exception {
    Files.createDirectory(fresh.resolve("routes"));
    CommandRun run = CommandRun.in(fresh, Map.of(), "deadletters", "list");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("is not there: it is made by the first start of the gateway in this folder");
  }

  private static CommandRun run(String... arguments) {
    return CommandRun.in(home, environment(Map.of()), arguments);
  }

  private static Map<String, String> environment(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("GATEWAY_MANAGEMENT_LISTEN", management.settings.management().listen().toString());
    return all;
  }

  @Test
  void all_of_an_action_in_quarantine_are_replayed_the_oldest_first_and_what_is_refused_is_told() {
    for (int i = 1; i <= 3; i++) {
      management.inbox.add(Kind.QUARANTINE, "q" + i, "notifications", "product.updated", "no route", "{}");
    }
    management.inbox.add(Kind.QUARANTINE, "other", "notifications", "ticket.gone", "no route", "{}");

    assertThat(run("quarantine", "replay", "--all", "--dry-run")).isEqualTo(new CommandRun(0, "would replay 4\n", ""));
    assertThat(management.inbox.calls).filteredOn(call -> call.startsWith("try"))
        .containsExactly("try QUARANTINE q1", "try QUARANTINE q2", "try QUARANTINE q3", "try QUARANTINE other");
    assertThat(run("quarantine", "replay", "--all", "--action", "product.updated", "--yes"))
        .isEqualTo(new CommandRun(0, "replayed 3 of product.updated\n", ""));
    assertThat(management.inbox.calls).filteredOn(call -> call.startsWith("replay"))
        .containsExactly("replay QUARANTINE q1 false", "replay QUARANTINE q2 false", "replay QUARANTINE q3 false");
    management.inbox.refusal = "other is older than x";
    assertThat(run("quarantine", "replay", "--all", "--yes")).isEqualTo(new CommandRun(1, "replayed 0\n", "menta-gateway: other is older than x\n"));
  }

  @Test
  void what_is_to_be_replayed_has_to_be_said() {
    assertThat(run("quarantine", "replay").err()).startsWith("menta-gateway: give the IDs, or --all, perhaps with --destination, --action, --entity, --error, --since or --until\n");
    assertThat(run("quarantine", "replay", "q1", "--all").err()).startsWith("menta-gateway: --all stands for every ID: give either\n");
    assertThat(run("quarantine", "replay", "--all", "--force", "--yes").err()).startsWith("menta-gateway: --force is for single IDs: ");
    assertThat(run("quarantine", "replay", "q1", "--dry-run").err()).startsWith("menta-gateway: --destination, --action, --entity, --error, --since, --until and --dry-run are for --all\n");
    assertThat(run("quarantine", "replay", "q1", "--action", "x").code()).isEqualTo(2);
    assertThat(run("deadletters", "retry", "--all").err()).startsWith("menta-gateway: nobody can be asked here whether this is meant: add --yes, or");
    assertThat(run("deadletters", "discard", "--all", "--yes").err()).contains("--reason");
    assertThat(management.inbox.calls).noneMatch(call -> call.matches("(retry|replay|discard) .*"));
    assertThat(management.inbox.calls).isEmpty();
  }

  @Test
  void a_list_of_the_quarantine_says_what_could_be_routed_by_now() {
    management.routable.routedNow(Set.of("product.updated", "event.unlock"));
    for (String action : new String[] {"product.updated", "product.updated", "ticket.gone"}) {
      management.inbox.add(Kind.QUARANTINE, "q" + management.inbox.count(Kind.QUARANTINE), "notifications", action, "no route", "{}");
    }
    String hint = "2 of product.updated could be routed by now: ./menta-gateway quarantine replay --all --action product.updated\n";

    assertThat(run("quarantine").out()).endsWith(hint);
    assertThat(run("quarantine", "list", "--before", "9").out()).doesNotContain(hint);
    assertThat(run("quarantine", "list", "--json").out()).endsWith(",\"couldBeRouted\":{\"product.updated\":2}}\n");
    assertThat(run("deadletters", "list").out()).doesNotContain(hint);
    management.routable.routedNow(Set.of());
    assertThat(run("quarantine").out()).doesNotContain("could be");
  }

  @Test
  void a_person_sees_that_a_long_decision_goes_on_and_a_program_does_not() {
    for (int i = 1; i <= 3; i++) {
      management.inbox.add(Kind.DEAD_LETTER, "d" + i, "crm", "ticket.updated", "refused", "{}");
    }

    assertThat(run("deadletters", "discard", "--all", "--reason", "a test", "--dry-run").err()).isEmpty();
    assertThat(CommandRun.onTerminal(home, environment(Map.of()), "", "deadletters", "discard", "--all", "--reason", "a test", "--yes"))
        .isEqualTo(new CommandRun(0, "discarded 3\n", "discarded 2 …\r             \r"));
  }

  @Test
  void the_dead_letters_of_one_reason_are_retried_together_after_a_question_with_their_number() {
    management.inbox.add(Kind.DEAD_LETTER, "d1", "crm", "ticket.updated", "the API answered 422: ⟦Ana⟧", "{}");
    management.inbox.add(Kind.DEAD_LETTER, "d2", "crm", "listing.created", "the API answered 422: ⟦Bea⟧", "{}");
    management.inbox.add(Kind.DEAD_LETTER, "d3", "mail", "ticket.updated", "no mailbox 100200", "{}");

    assertThat(run("deadletters", "reasons").out()).isEqualTo("""
        COUNT  DESTINATION  FIRST                 LAST                  REASON
        2      crm          2026-11-23T10:01:00Z  2026-11-23T10:01:02Z  the API answered 422: ***
        1      mail         2026-11-23T10:01:00Z  2026-11-23T10:01:03Z  no mailbox #
        """);
    assertThat(CommandRun.onTerminal(home, environment(Map.of()), "n\n", "deadletters", "retry", "--all", "--destination", "crm", "--error", "answered 422")).isEqualTo(new CommandRun(1, "",
        "menta-gateway: retry 2 of deadletters? [y/N] menta-gateway: nothing was done\n"));
    assertThat(management.inbox.calls).noneMatch(call -> call.startsWith("retry "))
        .contains("oldest DEAD_LETTER DeliveryFilter[destination=crm, state=null, action=null, entity=null, error=answered 422, since=null, until=null] 0");

    assertThat(CommandRun.onTerminal(home, environment(Map.of()), "y\n", "deadletters", "retry", "--all", "--destination", "crm").out()).isEqualTo("retried 2\n");
    assertThat(management.inbox.calls).filteredOn(call -> call.startsWith("retry ")).containsExactly("retry DEAD_LETTER d1 false",
        "retry DEAD_LETTER d2 false");
    assertThat(run("deadletters", "discard", "--all", "--reason", "mended by hand", "--yes", "--dry-run").out()).isEqualTo("would discard 1\n");
    assertThat(run("deadletters", "discard", "--all", "--reason", "mended by hand", "--yes").out()).isEqualTo("discarded 1\n");
    assertThat(management.inbox.calls).contains("discard DEAD_LETTER d3 mended by hand");
  }
}
