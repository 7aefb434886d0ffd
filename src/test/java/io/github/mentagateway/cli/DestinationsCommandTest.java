package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Channels.Backlog;
import io.github.mentagateway.management.InMemoryInbox;
import io.github.mentagateway.management.RunningManagement;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DestinationsCommandTest {
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
  void four() {
    management.inbox.clear();
    management.inbox.backlog.add(new Backlog("crm", true, 0, null));
    management.inbox.backlog.add(new Backlog("old-mail", false, 2, InMemoryInbox.RECEIVED));
    management.inbox.backlog.add(new Backlog("owner-mail", true, 7, InMemoryInbox.RECEIVED));
    management.inbox.down("owner-mail");
    management.inbox.channels().pause("fulfilment", "they move house");
  }

  @Test
  void a_list_says_which_are_up_paused_down_or_unread_and_why() {
    assertThat(run("destinations", "list")).isEqualTo(new CommandRun(0, """
        NAME        STATE   SINCE                 WAITING  OLDEST                DEAD LETTERS  NOTE
        crm         up      -                     0        -                     0             -
        fulfilment  paused  2026-11-23T10:00:00Z  0        -                     0             they move house
        old-mail    unread  -                     2        2026-11-23T10:00:00Z  0             -
        owner-mail  down    2026-11-23T10:00:00Z  7        2026-11-23T10:00:00Z  0             the server answered 401 Unauthorized: credentials refused ***; next probe 2026-11-23T10:00:30Z
        """, ""));
    assertThat(run("destinations")).isEqualTo(run("destinations", "list"));
  }

  @Test
  void json_is_the_gateway_s_answer_as_it_came() {
    assertThat(run("destinations", "list", "--json").out()).startsWith("{\"items\":[{\"name\":\"crm\"").endsWith("}]}\n");
    assertThat(run("destinations", "pause", "crm", "--reason", "x", "--json").out()).isEqualTo("{\"name\":\"crm\"}\n");
  }

  @Test
  void one_is_paused_for_a_reason_and_resumed() {
    assertThat(run("destinations", "pause", "crm", "--reason", "mañana & más? #1 100%")).isEqualTo(new CommandRun(0,
        "paused crm  end it with: destinations resume crm\n", ""));
    assertThat(management.inbox.calls).contains("pause crm mañana & más? #1 100%");
    assertThat(run("destinations", "resume", "crm")).isEqualTo(new CommandRun(0, "resumed crm\n", ""));
    assertThat(run("destinations", "resume", "crm")).isEqualTo(new CommandRun(1, "",
        "menta-gateway: crm is not paused: there is nothing to resume\n"));
  }

  @Test
  void one_that_does_not_exist_is_told_with_those_that_do_and_the_others_are_paused() {
    assertThat(run("destinations", "pause", "cmr", "crm", "--reason", "a test")).isEqualTo(new CommandRun(1,
        "paused crm  end it with: destinations resume crm\n",
        "menta-gateway: there is no destination cmr; there are: crm, fulfilment, old-mail, owner-mail\n"));
  }

  @Test
  void a_pause_without_a_reason_that_says_why_ends_with_2() {
    assertThat(run("destinations", "pause", "crm").code()).isEqualTo(2);
    assertThat(run("destinations", "pause", "crm", "--reason", " ").err())
        .startsWith("menta-gateway: --reason has 0 characters: it must say why, in 1 to 500");
    assertThat(management.inbox.channels).doesNotContainKey("crm");
  }

  @Test
  void a_name_of_any_kind_is_one_part_of_the_path() {
    assertThat(run("destinations", "resume", "../deadletters?x=1#y").err())
        .startsWith("menta-gateway: there is no destination with such a name: ");
  }

  private static CommandRun run(String... arguments) {
    return CommandRun.in(home, Map.of("GATEWAY_MANAGEMENT_LISTEN", management.settings.management().listen().toString()), arguments);
  }
}
