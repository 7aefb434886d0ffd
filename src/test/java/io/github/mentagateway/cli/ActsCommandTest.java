package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Acts.Act;
import io.github.mentagateway.inbox.Acts.Ending;
import io.github.mentagateway.inbox.Acts.What;
import io.github.mentagateway.inbox.Letters.Kind;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActsCommandTest {
  @RegisterExtension static final GatewayOfCommands GATEWAY = new GatewayOfCommands();

  @BeforeEach
  void two() {
    GATEWAY.inbox().clear();
    act("anna", What.PAUSE, "crm", List.of("crm"), "they migrate", Ending.done(null, "crm"));
    act("luis", What.RETRY, "deadletters destination='crm'", List.of("k-0.crm", "k-1.crm"), null, Ending.step(List.of("k-1.crm"), 1, null));
  }

  private static void act(String who, What what, String about, List<String> ids, String why, Ending ending) {
    GATEWAY.inbox().acts.end(GATEWAY.inbox().acts.begin(new Act(who, what, about, ids, why), 0), ending);
  }

  @Test
  void a_list_tells_who_did_what_why_and_how_it_ended() {
    assertThat(run("acts")).isEqualTo(new CommandRun(0, """
        NUMBER  AT                    WHO   WHAT   ABOUT                          OUTCOME  WHY           DETAIL
        2       2026-11-23T10:00:02Z  luis  retry  deadletters destination='crm'  done     -             retried 1, refused 1
        1       2026-11-23T10:00:01Z  anna  pause  crm                            done     they migrate  -
        """, ""));
    assertThat(run("acts", "list", "--who", "anna").out()).contains("they migrate").doesNotContain("luis");
    assertThat(run("acts", "list", "--what", "retry", "--about", "k-1.crm", "--since", "2026-11-23T10:00:02Z").out()).contains("luis").doesNotContain("anna");
    assertThat(run("acts", "list", "--who", "nobody").out()).isEqualTo("none\n");
    assertThat(run("acts", "list", "--since", "2026-11-23T10:00:00Z", "--limit", "1").out())
        .endsWith("more: ./menta-gateway acts list --since 2026-11-23T10:00:00Z --limit 1 --before 2\n");
    assertThat(run("acts", "list", "--what", "retry", "--json").out()).isEqualTo("{\"items\":[{\"number\":\"2\",\"at\":\"2026-11-23T10:00:02Z\","
        + "\"who\":\"luis\",\"what\":\"retry\",\"about\":\"deadletters destination='crm'\",\"why\":null,\"outcome\":\"done\","
        + "\"detail\":\"retried 1, refused 1\"}],\"next\":null}\n");
  }

  @Test
  void what_somebody_gave_as_the_reason_cannot_move_the_cursor() {
    act("luis", What.DISCARD, "d1", List.of("d1"), "a\u009b2J", Ending.done(null, "d1"));
    for (String[] command : List.of(new String[] {"acts", "show", "3"}, new String[] {"acts", "show", "3", "--json"}, new String[] {"acts", "list", "--json"})) {
      assertThat(run(command).out()).as(String.join(" ", command)).contains("a\\u009b2J").doesNotContain("\u009b");
    }
  }

  @Test
  void one_is_shown_with_all_that_it_was_about_over_pages() {
    act("luis", What.DISCARD, "quarantine", List.of(), "a test", Ending.step(IntStream.range(0, 501).mapToObj(i -> "k-" + (1000 + i) + ".crm").toList(), 0, null));

    assertThat(run("acts", "show", "2").out()).isEqualTo("""
        number          2
        at              2026-11-23T10:00:02Z
        who             luis
        what            retry
        about           deadletters destination='crm'
        why             -
        outcome         done
        detail          retried 1, refused 1

        ID       CHANGED
        k-0.crm  no
        k-1.crm  yes
        """);
    assertThat(run("acts", "show", "3").out()).contains("k-1000.crm", "k-1500.crm").containsOnlyOnce("number ");
    assertThat(run("acts", "show", "77")).isEqualTo(new CommandRun(1, "", "menta-gateway: there is no act with the number 77\n"));
  }

  @Test
  void what_is_shown_has_the_acts_about_it() {
    GATEWAY.inbox().add(Kind.DEAD_LETTER, "k-1.crm", "crm", "ticket.updated", "refused", "{}");

    assertThat(run("deadletters", "show", "k-1.crm").out()).contains("2       2026-11-23T10:00:02Z  luis  retry");
    assertThat(run("notifications", "show", "k-1.crm").out()).contains("NUMBER  AT", "luis  retry");
  }

  @ParameterizedTest
  @ValueSource(strings = {"acts show", "acts list --since soon", "acts list --limit 501", "acts list --whom anna"})
  void wrong_usage_is_told(String line) {
    assertThat(run(line.split(" ")).code()).isEqualTo(2);
    assertThat(run(line.split(" ")).err()).contains("See: menta-gateway acts");
  }

  @Test
  void a_filter_that_the_gateway_does_not_know_is_told() {
    assertThat(run("acts", "list", "--what", "steal")).isEqualTo(new CommandRun(1, "",
        "menta-gateway: what must be one of acknowledge, deliver, discard, edit, forget, move, pause, probe, reload, replay, resume, retry, reveal\n"));
  }

  private static CommandRun run(String... arguments) {
    return GATEWAY.run(arguments);
  }
}
