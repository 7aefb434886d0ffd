package io.github.mentagateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Backlogs;
import io.github.mentagateway.inbox.Channels.Backlog;
import io.github.mentagateway.management.InMemoryInbox;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DestinationsCommandTest {
  @RegisterExtension static final GatewayOfCommands GATEWAY = new GatewayOfCommands();

  @BeforeEach
  void four() {
    GATEWAY.inbox().clear();
    GATEWAY.management().reading.clear();
    GATEWAY.inbox().backlog.add(new Backlog("crm", true, 0, null));
    GATEWAY.inbox().backlog.add(new Backlog("old-mail", false, 2, InMemoryInbox.RECEIVED));
    GATEWAY.inbox().backlog.add(new Backlog("owner-mail", true, 7, InMemoryInbox.RECEIVED));
    GATEWAY.inbox().down("owner-mail");
    GATEWAY.inbox().channels().pause("fulfilment", "they move house");
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
  void one_that_is_outside_of_its_window_says_until_when() {
    GATEWAY.management().readIn("crm", "MON-FRI 12:00-20:00 Europe/Madrid");
    GATEWAY.management().readIn("fulfilment", "12:00-20:00 Europe/Madrid");
    GATEWAY.management().readIn("owner-mail", "08:00-20:00 Europe/Madrid");

    assertThat(run("destinations").out()).contains(
        "crm         closed          -                     0        -                     0             closed until MON 12:00 Europe/Madrid\n",
        "fulfilment  paused, closed  2026-11-23T10:00:00Z  0        -                     0             they move house; closed until 12:00 Europe/Madrid\n",
        "owner-mail  down            2026-11-23T10:00:00Z");
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
    assertThat(GATEWAY.inbox().calls).contains("pause crm mañana & más? #1 100%");
    assertThat(run("destinations", "resume", "crm")).isEqualTo(new CommandRun(0, "resumed crm\n", ""));
    assertThat(run("destinations", "resume", "crm")).isEqualTo(new CommandRun(0, "crm was not paused\n", ""));
  }

  @Test
  void one_that_is_paused_already_is_paused_for_the_new_reason_and_the_old_one_is_told() {
    assertThat(run("destinations", "pause", "fulfilment", "--reason", "the mains are off")).isEqualTo(new CommandRun(0,
        "paused fulfilment, which was paused already; its reason was: they move house  end it with: destinations resume fulfilment\n", ""));
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
    assertThat(GATEWAY.inbox().channels).doesNotContainKey("crm");
  }

  @Test
  void a_name_of_any_kind_is_one_part_of_the_path() {
    assertThat(run("destinations", "resume", "../deadletters?x=1#y").err())
        .startsWith("menta-gateway: there is no destination with such a name: ");
  }

  private static CommandRun run(String... arguments) {
    return GATEWAY.run(arguments);
  }

  @Test
  void what_waits_for_one_that_is_gone_is_moved_and_what_is_left_is_told() {
    assertThat(run("destinations", "move", "--from", "old-mail", "--to", "crm"))
        .isEqualTo(new CommandRun(0, "moved 12 from old-mail to crm\n", ""));
    assertThat(run("destinations", "move", "--from", "old-mail", "--to", "crm").err()).startsWith("menta-gateway: there is no destination old-mail");
    GATEWAY.inbox().backlog.add(new Backlog("old-mail", false, 12, InMemoryInbox.RECEIVED));
    GATEWAY.inbox().left = List.of(new Backlogs.Left("k-1.old-mail", "k-1.old-mail is older than k-2.crm"));
    assertThat(run("destinations", "move", "--from", "old-mail", "--to", "crm", "--dry-run")).isEqualTo(new CommandRun(1,
        "would move 12 from old-mail to crm\n", "menta-gateway: k-1.old-mail is older than k-2.crm\n"));
    assertThat(run("destinations", "move", "--from", "old-mail", "--to", "crm", "--force", "--while-read").code()).isEqualTo(1);
    assertThat(GATEWAY.inbox().calls).filteredOn(call -> call.startsWith("move")).containsExactly(
        "move old-mail crm force=false whileRead=false dryRun=false after=0", "move old-mail crm force=false whileRead=false dryRun=false after=17",
        "move old-mail crm force=false whileRead=false dryRun=true after=0", "move old-mail crm force=false whileRead=false dryRun=true after=17",
        "move old-mail crm force=true whileRead=true dryRun=false after=0", "move old-mail crm force=true whileRead=true dryRun=false after=17");
  }

  @Test
  void a_move_to_a_name_that_is_misspelt_is_told_with_those_there_are() {
    assertThat(run("destinations", "move", "--from", "old-mail", "--to", "cmr")).isEqualTo(new CommandRun(1, "",
        "menta-gateway: there is no destination cmr; there are: crm, fulfilment, old-mail, owner-mail\n"));
    assertThat(run("destinations", "move", "--from", "old-mail").code()).isEqualTo(2);
  }

  @Test
  void what_waits_for_one_that_is_gone_is_discarded_when_a_person_says_so() {
    assertThat(run("destinations", "discard", "old-mail", "--reason", "they are gone").code()).isEqualTo(2);
    assertThat(run("destinations", "discard", "old-mail", "--reason", "they are gone").err())
        .startsWith("menta-gateway: nobody can be asked here whether this is meant: add --yes, or try --dry-run first\n");
    assertThat(onTerminal("\n", "destinations", "discard", "old-mail", "--reason", "they are gone")).isEqualTo(new CommandRun(1, "",
        "counted 10 …\r            \rmenta-gateway: discard 12 of what waits for old-mail, never to be sent? [y/N] menta-gateway: nothing was done\n"));
    assertThat(GATEWAY.inbox().calls).filteredOn(call -> call.startsWith("discard")).isNotEmpty().allMatch(call -> call.contains("dryRun=true"));
    GATEWAY.inbox().calls.clear();

    assertThat(onTerminal("y\n", "destinations", "discard", "old-mail", "--reason", "they are gone").out())
        .isEqualTo("discarded 12 of old-mail\n");
    GATEWAY.inbox().backlog.add(new Backlog("old-mail", false, 2, InMemoryInbox.RECEIVED));
    assertThat(run("destinations", "discard", "old-mail", "--reason", "they are gone", "--yes").code()).isZero();
    GATEWAY.inbox().backlog.add(new Backlog("old-mail", false, 2, InMemoryInbox.RECEIVED));
    assertThat(run("destinations", "discard", "old-mail", "--reason", "they are gone", "--dry-run").out())
        .isEqualTo("would discard 12 of old-mail\n");
    assertThat(GATEWAY.inbox().calls).filteredOn(call -> call.startsWith("discard")).hasSize(8)
        .contains("discard old-mail they are gone whileRead=false dryRun=false after=17",
            "discard old-mail they are gone whileRead=false dryRun=true after=0");
  }

  /** What came between the count and the answer nobody has counted. */
  @Test
  void who_is_asked_decides_about_what_was_counted_alone() {
    String counted = "until=" + GATEWAY.management().clock.instant() + "]";
    onTerminal("y\n", "destinations", "discard", "crm", "--entity", "ticket:4711", "--while-read", "--reason", "mended by hand");
    assertThat(GATEWAY.inbox().calls).filteredOn(call -> call.startsWith("of ")).hasSize(4).satisfies(calls -> {
      assertThat(calls.subList(0, 2)).as("the count").allMatch(call -> call.endsWith("until=null]"));
      assertThat(calls.subList(2, 4)).as("the act").allMatch(call -> call.endsWith(counted) && call.contains("entity=ticket:4711"));
    });

    GATEWAY.inbox().calls.clear();
    onTerminal("y\n", "destinations", "discard", "crm", "--until", "2026-11-23T09:00:00Z", "--while-read", "--reason", "mended by hand");
    assertThat(GATEWAY.inbox().calls).filteredOn(call -> call.startsWith("of ")).hasSize(4).allMatch(call -> call.endsWith("until=2026-11-23T09:00:00Z]"));
  }

  @Test
  void a_person_is_asked_before_many_are_moved_and_a_program_is_not() {
    CommandRun refused = onTerminal("n\n", "destinations", "move", "--from", "old-mail", "--to", "crm");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("move 12 of what waits for old-mail to crm? [y/N]", "nothing was done");
    assertThat(GATEWAY.inbox().calls).filteredOn(call -> call.startsWith("move")).isNotEmpty().allMatch(call -> call.contains("dryRun=true"));

    assertThat(onTerminal("y\n", "destinations", "move", "--from", "old-mail", "--to", "crm").out()).isEqualTo("moved 12 from old-mail to crm\n");
    assertThat(onTerminal("", "destinations", "move", "--from", "crm", "--to", "owner-mail", "--yes").out()).isEqualTo("moved 12 from crm to owner-mail\n");
    GATEWAY.inbox().backlog.add(new Backlog("crm", true, 2, InMemoryInbox.RECEIVED));
    assertThat(run("destinations", "move", "--from", "crm", "--to", "owner-mail").out()).isEqualTo("moved 12 from crm to owner-mail\n");
  }

  @Test
  void nobody_is_asked_about_nothing() {
    GATEWAY.inbox().nothingWaits = true;

    assertThat(onTerminal("", "destinations", "discard", "crm", "--entity", "ticket:4711", "--while-read", "--reason", "mended by hand"))
        .isEqualTo(new CommandRun(0, "nothing of it waits for crm\n", ""));
  }

  @Test
  void what_is_discarded_or_moved_can_be_a_part_of_it_also_while_a_route_reads_it() {
    assertThat(run("destinations", "discard", "crm", "--entity", "ticket:4711", "--while-read", "--reason", "mended by hand", "--yes").err()).isEmpty();
    assertThat(run("destinations", "move", "--from", "crm", "--to", "owner-mail", "--action", "ticket.updated", "--error", "timed out", "--while-read",
        "--reason", "its new home").code()).isZero();

    assertThat(GATEWAY.inbox().calls).contains("discard crm mended by hand whileRead=true dryRun=false after=0",
        "of DeliveryFilter[destination=crm, state=null, action=null, entity=ticket:4711, error=null, since=null, until=null]",
        "move crm owner-mail force=false whileRead=true dryRun=false after=0",
        "of DeliveryFilter[destination=crm, state=null, action=ticket.updated, entity=null, error=timed out, since=null, until=null]");
    assertThat(run("acts").out()).contains("what waits for crm entity='ticket:4711', while read", "its new home",
        "crm to owner-mail action='ticket.updated' error=");
  }

  private static CommandRun onTerminal(String typed, String... arguments) {
    return GATEWAY.onTerminal(Map.of(), typed,
        arguments);
  }
}
