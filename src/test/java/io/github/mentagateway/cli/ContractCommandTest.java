package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Contract.Field;
import io.github.mentagateway.inbox.Contract.Seen;
import io.github.mentagateway.management.InMemoryInbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ContractCommandTest {
  @RegisterExtension static final GatewayOfCommands GATEWAY = new GatewayOfCommands();

  @Test
  void it_shows_what_menta_sends_and_what_is_new_until_that_is_acknowledged() {
    see("listing.paused", Field.ACTION, true);
    see("ticket.updated", Field.ACTION, false);
    see("ticket.updated", new Field("data.tickets[].id", "string"), false);

    assertThat(run("contract")).isEqualTo(new CommandRun(0, """
        ACTION          FIELD              TYPE    SEEN  FIRST                 LAST                  EXAMPLE  NEW
        listing.paused  -                  -       3     2026-11-23T10:00:00Z  2026-11-23T10:01:00Z  n-1      new
        ticket.updated  -                  -       3     2026-11-23T10:00:00Z  2026-11-23T10:01:00Z  n-1      -
        ticket.updated  data.tickets[].id  string  3     2026-11-23T10:00:00Z  2026-11-23T10:01:00Z  n-1      -
        """, ""));
    assertThat(run("contract", "list", "--new").out().lines()).hasSize(2);
    assertThat(run("contract", "list", "--action", "ticket.updated", "--json").out()).startsWith("{\"actions\":[{\"action\":\"ticket.updated\"");

    assertThat(run("contract", "acknowledge", "--action", "listing.paused", "--reason", "nothing needs it")).isEqualTo(new CommandRun(0, """
        ACTION          FIELD  TYPE  SEEN  FIRST                 LAST                  EXAMPLE  NEW
        listing.paused  -      -     3     2026-11-23T10:00:00Z  2026-11-23T10:01:00Z  n-1      new
        1 acknowledged
        """, ""));
    assertThat(run("contract", "list", "--new")).isEqualTo(new CommandRun(0, "none\n", ""));
    assertThat(run("contract", "acknowledge", "--json").out()).isEqualTo("{\"acknowledged\":0}\n");
  }

  private static void see(String action, Field field, boolean isNew) {
    GATEWAY.inbox().seen.add(new Seen(action, field, 3, InMemoryInbox.RECEIVED, InMemoryInbox.RECEIVED.plusSeconds(60), "n-1", isNew));
  }

  private static CommandRun run(String... arguments) {
    return GATEWAY.run(arguments);
  }
}
