package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Letters.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationsCommandTest {
  @RegisterExtension static final GatewayOfCommands GATEWAY = new GatewayOfCommands();

  @BeforeEach
  void two() {
    GATEWAY.inbox().clear();
    GATEWAY.inbox().add(Kind.DEAD_LETTER, "s-1.crm", "crm", "ticket.updated", "refused", "{\"email\":\"ana@example.com\"}");
    GATEWAY.inbox().add(Kind.DEAD_LETTER, "s-2.crm", "crm", "listing.created", "refused", "{}");
  }

  @Test
  void a_list_tells_what_became_of_each() {
    assertThat(run("notifications", "list", "--action", "ticket.updated")).isEqualTo(new CommandRun(0, """
        ID         RECEIVED              ACTION          ENTITY          DELIVERIES
        n-s-1.crm  2026-11-23T10:00:00Z  ticket.updated  ticket:s-1.crm  1 dead
        """, ""));
    assertThat(run("notifications")).isEqualTo(run("notifications", "list"));
    assertThat(run("notifications", "list", "--action", "none").out()).isEqualTo("none\n");
  }

  @Test
  void every_option_reaches_the_gateway_and_stands_in_the_command_for_the_next_page() {
    String out = run("notifications", "list", "--destination", "crm", "--state", "dead", "--error", "it's no", "--since", "2026-11-23T10:00:00Z",
        "--limit", "1").out();

    assertThat(GATEWAY.inbox().calls).anyMatch(call -> call.contains("destination=crm, state=dead, error=it's no, since=2026-11-23T10:00:00Z"));
    assertThat(out).endsWith("more: ./menta-gateway notifications list --destination crm --state dead --error 'it'\\''s no'"
        + " --since 2026-11-23T10:00:00Z --limit 1 --before 2\n");
  }

  @Test
  void find_takes_an_id_of_any_kind() {
    assertThat(run("notifications", "find", "s-2.crm").out()).contains("n-s-2.crm").doesNotContain("n-s-1.crm");
    assertThat(run("notifications", "find", "ticket:s-1.crm").out()).contains("n-s-1.crm").doesNotContain("n-s-2.crm");
    assertThat(run("notifications", "find", "nothing")).isEqualTo(new CommandRun(0, "none\n", ""));
    assertThat(run("notifications", "find", "nothing", "--json").out())
        .isEqualTo("{\"items\":[],\"next\":null,\"lookedBackTo\":\"2026-11-23T10:00:00Z\"}\n");
  }

  @Test
  void one_is_shown_with_its_deliveries_and_a_delivery_with_its_attempts() {
    assertThat(run("notifications", "show", "s-1.crm").out()).contains("ATTEMPT").contains("Personal data is masked").doesNotContain("ana@");
    GATEWAY.inbox().clear();
    GATEWAY.inbox().add(Kind.DEAD_LETTER, "s1", "crm", "ticket.updated", "refused", "{\"email\":\"ana@example.com\"}");
    assertThat(run("notifications", "show", "n-s1").out()).startsWith("""
        id              n-s1
        action          ticket.updated
        entity          ticket:s1
        receivedAt      2026-11-23T10:00:00Z
        deliveries      1 dead
        copies          2 newest, the last one 2026-11-23T10:01:00Z

        DELIVERY  STATE  SINCE                 ATTEMPTS  REASON
        s1        dead   2026-11-23T10:01:00Z  2         refused
        """).doesNotContain("ana@");
    assertThat(run("notifications", "show", "n-s1", "--reveal").out()).contains("ana@example.com");
    assertThat(run("notifications", "show", "none").err()).isEqualTo("menta-gateway: there is no notification with the id none\n");
  }

  @Test
  void one_is_delivered_again_unless_it_is_refused() {
    assertThat(run("notifications", "deliver", "n-1")).isEqualTo(new CommandRun(0,
        "delivery of n-1 begun: id=new-n-1  see: notifications show new-n-1\n", ""));
    GATEWAY.inbox().refusal = "a newer one waits";
    assertThat(run("notifications", "deliver", "n-1")).isEqualTo(new CommandRun(1, "", "menta-gateway: a newer one waits\n"));
    assertThat(run("notifications", "deliver", "n-1", "--force", "--json").out()).isEqualTo("{\"id\":\"new-n-1\"}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"notifications show", "notifications find", "notifications list --since soon", "notifications list --limit 501",
      "notifications deliver", "notifications list --nonsense x"})
  void wrong_usage_is_told(String line) {
    assertThat(run(line.split(" ")).code()).isEqualTo(2);
    assertThat(run(line.split(" ")).err()).contains("See: menta-gateway notifications");
  }

  private static CommandRun run(String... arguments) {
    return GATEWAY.run(arguments);
  }
}
