package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mentagateway.inbox.Channels.Backlog;
import io.github.mentagateway.inbox.Letters.Kind;
import io.github.mentagateway.management.InMemoryInbox;
import io.github.mentagateway.management.RunningManagement;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of whoever is called at night that are about deliveries and single ids. */
class OperatorCommandsTest {
  @TempDir static Path home;
  private static final Map<String, String> SECRETS = Map.of("GATEWAY_STORE_PASSWORD", "sesame-open", "GATEWAY_INTAKE_PATH", "/hidden-away-0001");
  private static RunningManagement management;

  @BeforeAll
  static void start() throws Exception {
    management = new RunningManagement(home, "127.0.0.1", SECRETS).start();
  }

  @AfterAll
  static void stop() {
    management.close();
  }

  @BeforeEach
  void two() {
    management.inbox.clear();
    management.inbox.add(Kind.DEAD_LETTER, "s-1.crm", "crm", "ticket.updated", "refused", "{}");
    management.inbox.add(Kind.QUARANTINE, "s-2.notifications", "notifications", "listing.created", "no route", "{}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"notifications", "deliveries", "destinations", "deadletters", "quarantine", "duplicates"})
  void a_list_s_options_need_no_list(String command) {
    assertThat(run(command, "--json")).isEqualTo(run(command, "list", "--json"));
    assertThat(run(command, "--json").out()).startsWith("{\"items\":[");
    assertThat(run(command, "--help").out()).startsWith("Usage: menta-gateway " + command + " ").contains("Commands:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "settings", "retry", "replay", "discard", "move", "deliver", "notifications list", "notifications find", "notifications show",
      "notifications tail", "notifications deliver", "deliveries list", "deliveries show", "destinations list", "destinations show", "destinations retry",
      "destinations pause", "destinations resume", "destinations move", "destinations discard", "deadletters list", "deadletters show",
      "deadletters reasons", "deadletters retry", "deadletters replay", "deadletters discard", "quarantine list", "quarantine show",
      "quarantine reasons", "quarantine retry", "quarantine replay", "quarantine discard", "duplicates list", "duplicates deliver"})
  void every_help_has_an_example_of_that_command_and_says_that_there_is_json(String command) {
    String[] line = (command + " --help").split(" ");
    assertThat(run(line).out()).contains("--json").containsPattern("Examples?:\n(  .*\n)*  \\./menta-gateway " + command + "( |\n)");
  }

  @Test
  void deliveries_are_listed_in_any_state_and_filters_stand_in_the_command_for_the_next_page() {
    assertThat(run("deliveries", "--state", "dead", "--destination", "crm", "--error", "it's no", "--since", "2026-11-23T10:00:00Z", "--limit", "1").out())
        .startsWith("ID       SINCE                 STATE  ACTION          ENTITY")
        .endsWith("more: ./menta-gateway deliveries list --state dead --destination crm --error 'it'\\''s no' --since 2026-11-23T10:00:00Z"
            + " --limit 1 --before 1\n");
    assertThat(management.inbox.calls).anyMatch(call -> call.startsWith("deliveries DeliveryFilter[destination=crm, state=dead, action=null, entity=null, error=it's no,"));
    assertThat(run("deliveries", "list", "--state", "lost")).isEqualTo(new CommandRun(1, "",
        "menta-gateway: state must be one of dead, delivered, discarded, quarantined, replayed, waiting\n"));
    assertThat(run("deliveries", "show", "s-1.crm").out()).contains("ATTEMPT");
  }

  @Test
  void letters_are_listed_by_filter() {
    run("deadletters", "list", "--error", "timed out");
    run("quarantine", "--since", "2026-11-23T10:00:00Z");

    assertThat(management.inbox.calls).anyMatch(call -> call.startsWith("deliveries DeliveryFilter[destination=null, state=dead, action=null, entity=null, error=timed out,"))
        .anyMatch(call -> call.startsWith("deliveries DeliveryFilter[destination=null, state=quarantined, action=null, entity=null, error=null, since=2026-11-23T10:00:00Z,"));
  }

  @Test
  void an_id_is_enough_whichever_list_it_stands_in() {
    management.inbox.state("s-1.crm", "dead");
    management.inbox.state("s-2.notifications", "quarantined");

    assertThat(run("retry", "s-1.crm")).isEqualTo(new CommandRun(0, "retry of s-1.crm begun: id=s-1.crm  see: deliveries show s-1.crm\n", ""));
    assertThat(run("replay", "s-2.notifications").code()).isZero();
    two();
    management.inbox.state("s-1.crm", "dead");
    management.inbox.state("s-2.notifications", "quarantined");
    assertThat(run("discard", "s-1.crm", "s-2.notifications", "--reason", "mended by hand").out()).isEqualTo("discarded s-1.crm\ndiscarded s-2.notifications\n");
    assertThat(management.inbox.calls).anyMatch(call -> call.matches("discard DEAD_LETTER s-1.crm .*")).anyMatch(call -> call.startsWith("discard QUARANTINE s-2"));
    two();
    management.inbox.state("s-1.crm", "delivered");
    assertThat(run("retry", "s-1.crm", "none").err()).isEqualTo("menta-gateway: s-1.crm is delivered: only a dead letter, or what is in quarantine, can be"
        + " retried or replayed; ./menta-gateway deliver s-1.crm delivers once more\nmenta-gateway: there is no delivery with the id none\n");
    management.inbox.state("s-1.crm", "waiting");
    assertThat(run("discard", "s-1.crm", "--reason", "too late").out()).isEqualTo("discarded s-1.crm\n");
    assertThat(run("move", "s-1.crm", "--to", "other", "--dry-run").out()).isEqualTo("would move s-1.crm: s-1.crm-at-other\n");
    assertThat(run("move", "s-1.crm", "--to", "other", "--reason", "its new name").out()).isEqualTo("moved s-1.crm: s-1.crm-at-other\n");
    assertThat(management.inbox.calls).containsSequence("discard waiting s-1.crm too late")
        .containsSubsequence("move s-1.crm other force=false dryRun=true", "move s-1.crm other force=false dryRun=false");
    assertThat(run("acts").out()).containsPattern("move +s-1.crm to other +done +its new name +is now s-1.crm-at-other")
        .containsPattern("discard +s-1.crm +done +too late").doesNotContain("dry");
    assertThat(run("deliver", "n-1").out()).isEqualTo("delivery of n-1 begun: id=new-n-1  see: notifications show new-n-1\n");
  }

  @Test
  void a_destination_is_shown_with_its_last_error_its_dead_letters_by_reason_and_the_next_step() {
    management.inbox.backlog.add(new Backlog("crm", true, 7, InMemoryInbox.RECEIVED));
    management.inbox.down("crm");

    assertThat(run("destinations", "show", "crm").out()).isEqualTo("""
        name            crm
        state           down
        since           2026-11-23T10:00:00Z
        last error      the server answered 401 Unauthorized: credentials refused ***
        next probe      2026-11-23T10:00:30Z
        waiting         7
        oldest          2026-11-23T10:00:00Z
        dead letters    1

        COUNT  FIRST                 LAST                  REASON
        1      2026-11-23T10:01:00Z  2026-11-23T10:01:01Z  refused

        Mend the system behind it: a probe finds that out, and all that waits goes out. At once: ./menta-gateway destinations retry crm
        When the cause is mended: ./menta-gateway deadletters retry --all --destination crm --dry-run, then without --dry-run
        """);
    assertThat(run("destinations", "show", "crm", "--json").out()).startsWith("{\"name\":\"crm\"").contains("\"reasons\":[{\"destination\":\"crm\",\"count\":1");
    assertThat(run("destinations", "show", "cmr").err()).startsWith("menta-gateway: there is no destination cmr; there are: crm");
    assertThat(run("destinations", "retry", "crm").out()).isEqualTo("crm is tried now; see: destinations show crm\n");
  }

  @Test
  void settings_are_those_that_run_and_hold_no_secret() {
    CommandRun all = run("settings");

    assertThat(all.code()).isZero();
    assertThat(all.out()).contains("# version ", ", Java " + System.getProperty("java.version"), "\ngateway.store.password=set\n",
        "\ngateway.intake.path=set\n", "\ngateway.mail.password=not set\n", "\ngateway.delivery.max-attempts=50\n")
        .doesNotContain("sesame", "hidden-away", management.credentials.managementToken());
    assertThat(run("settings", "gateway.delivery.max").out().lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("gateway.delivery.max"));
    assertThat(run("settings", "--json").out()).startsWith("{\"version\":").doesNotContain("sesame", "hidden-away");
  }

  /** One look at a time: between two looks the test does something. */
  private final class Followed {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Deque<Runnable> between = new ArrayDeque<>();

    int run(Query filter, boolean json, int lines) throws Exception {
      management.inbox.settled = 1;
      CommandContext context = new CommandContext(home, home, environment(), new ByteArrayInputStream(new byte[0]), new PrintWriter(out, true),
          new PrintWriter(err, true), false);
      return new Follower(context, filter, json, millis -> {
        if (between.isEmpty()) {
          throw new InterruptedException("the test has seen enough");
        }
        between.pop().run();
      }).run(lines);
    }
  }

  @Test
  void what_comes_is_told_once_and_a_gateway_that_was_away_is_waited_for() {
    Followed followed = new Followed();
    followed.between.add(() -> management.inbox.add(Kind.DEAD_LETTER, "s-3.crm", "crm", "ticket.updated", "refused", "{}"));
    followed.between.add(() -> management.inbox.failure = new IllegalStateException("away"));
    followed.between.add(() -> { });
    followed.between.add(() -> {
      management.inbox.failure = null;
      management.inbox.add(Kind.DEAD_LETTER, "s-4.crm", "crm", "ticket.updated", "refused", "{}");
    });
    followed.between.add(() -> { });

    assertThatThrownBy(() -> followed.run(Query.NONE, false, 2)).hasMessage("the test has seen enough");

    assertThat(followed.out.toString().lines().map(line -> line.split(" ")[0])).containsExactly("ID", "n-s-1.crm", "n-s-2.notifications", "n-s-3.crm", "n-s-4.crm");
    assertThat(followed.err.toString()).isEqualTo("menta-gateway: the gateway could not answer; its log says why. Waiting for it\n"
        + "menta-gateway: the gateway answers again\n");
  }

  @Test
  void what_came_before_those_that_are_shown_first_is_not_told_after_them() {
    management.inbox.add(Kind.DEAD_LETTER, "s-3.crm", "crm", "ticket.updated", "refused", "{}");
    management.inbox.add(Kind.DEAD_LETTER, "s-4.crm", "crm", "ticket.updated", "refused", "{}");
    Followed followed = new Followed();
    followed.between.add(() -> management.inbox.add(Kind.DEAD_LETTER, "s-5.crm", "crm", "ticket.updated", "refused", "{}"));
    followed.between.add(() -> { });

    assertThatThrownBy(() -> followed.run(Query.NONE, false, 1)).hasMessage("the test has seen enough");

    assertThat(followed.out.toString().lines().map(line -> line.split(" ")[0])).containsExactly("ID", "n-s-4.crm", "n-s-5.crm");
  }

  @ParameterizedTest
  @ValueSource(strings = {"notifications tail --state dead", "notifications tail --error 503", "notifications list --follow --state dead"})
  void what_a_notification_becomes_later_cannot_be_followed(String command) {
    CommandRun refused = run(command.split(" "));

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).startsWith("menta-gateway: --" + (command.contains("--error") ? "error" : "state") + " is about what becomes of a notification, and who follows sees"
        + " each as it comes, before that. Leave it out, or ask again for the list without following");
  }

  @Test
  void for_a_program_each_is_a_line_of_json() {
    Followed followed = new Followed();
    followed.between.add(() -> management.inbox.add(Kind.DEAD_LETTER, "s-3.crm", "crm", "ticket.updated", "refused", "{}"));

    assertThatThrownBy(() -> followed.run(Query.NONE.with("action", "ticket.updated"), true, 0)).hasMessage("the test has seen enough");

    assertThat(followed.out.toString().lines()).singleElement().asString().startsWith("{\"id\":\"n-s-3.crm\",");
    assertThat(management.inbox.calls).anyMatch(call -> call.startsWith("follow Filter[") && call.contains("action=ticket.updated"));
  }

  @Test
  void a_gateway_that_is_not_there_at_first_is_told() {
    assertThat(CommandRun.in(home, Map.of("GATEWAY_MANAGEMENT_LISTEN", "127.0.0.1:1", "GATEWAY_INTAKE_PATH", "/hidden-away-0001"), "notifications", "tail").err())
        .startsWith("menta-gateway: nothing answers at http://127.0.0.1:1");
    assertThat(run("notifications", "tail", "--lines", "501").code()).isEqualTo(2);
  }

  /** At night somebody edits something else, and one must still see and act. */
  @Test
  void a_setting_of_something_else_that_is_wrong_keeps_no_command_from_the_gateway() {
    Map<String, String> wrong = environment();
    wrong.put("GATEWAY_DELIVERY_MAX_ATTEMPTS", "never");
    wrong.put("GATEWAY_DATABASE_PLATFORM_PASSWORD", "{{secret:not-there}}");
    assertThat(CommandRun.in(home, wrong, "deliveries").code()).isZero();

    wrong.put("GATEWAY_MANAGEMENT_LISTEN", "everywhere");
    assertThat(CommandRun.in(home, wrong, "deliveries").err()).contains("gateway.management.listen").doesNotContain("never", "not-there");
  }

  private static Map<String, String> environment() {
    Map<String, String> all = new HashMap<>(SECRETS);
    all.put("GATEWAY_MANAGEMENT_LISTEN", management.settings.management().listen().toString());
    return all;
  }

  private static CommandRun run(String... arguments) {
    return CommandRun.in(home, environment(), arguments);
  }
}
