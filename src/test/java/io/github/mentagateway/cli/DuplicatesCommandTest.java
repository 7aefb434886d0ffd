package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Letters.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DuplicatesCommandTest {
  @RegisterExtension static final GatewayOfCommands GATEWAY = new GatewayOfCommands();

  @BeforeEach
  void one() {
    GATEWAY.inbox().clear();
    GATEWAY.inbox().add(Kind.QUARANTINE, "d1", "notifications", "ticket.updated", "any", "");
  }

  @Test
  void a_list_tells_how_many_copies_came_by_which_rule() {
    assertThat(run("duplicates", "list")).isEqualTo(new CommandRun(0, """
        ID    RECEIVED              ACTION          ENTITY     COPIES             LAST COPY
        n-d1  2026-11-23T10:00:00Z  ticket.updated  ticket:d1  1 chain, 2 newest  2026-11-23T10:01:00Z
        """, ""));
    assertThat(run("duplicates")).isEqualTo(run("duplicates", "list"));
    assertThat(run("duplicates", "--json")).isEqualTo(run("duplicates", "list", "--json"));
    assertThat(run("duplicates", "--nonsense").code()).isEqualTo(2);
  }

  @Test
  void a_list_names_the_command_for_its_next_page_and_json_has_it_inside() {
    GATEWAY.inbox().add(Kind.QUARANTINE, "d2", "notifications", "ticket.updated", "any", "");
    assertThat(run("duplicates", "list", "--limit", "1").out())
        .endsWith("more: ./menta-gateway duplicates list --limit 1 --before 1\n");
    assertThat(run("duplicates", "list", "--limit", "1", "--json").out()).endsWith("\"next\":\"1\"}\n");
  }

  @Test
  void one_is_delivered_once_more_unless_it_is_refused() {
    assertThat(run("duplicates", "deliver", "n-d1")).isEqualTo(new CommandRun(0, "delivery of n-d1 begun: id=new-n-d1\n", ""));
    GATEWAY.inbox().refusal = "a newer one waits";
    assertThat(run("duplicates", "deliver", "n-d1")).isEqualTo(new CommandRun(1, "", "menta-gateway: a newer one waits\n"));
    assertThat(run("duplicates", "deliver", "n-d1", "--force", "--json").out()).isEqualTo("{\"id\":\"new-n-d1\"}\n");
  }

  private static CommandRun run(String... arguments) {
    return GATEWAY.run(arguments);
  }
}
