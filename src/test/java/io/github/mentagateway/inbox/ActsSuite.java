package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Acts.Act;
import io.github.mentagateway.inbox.Acts.Ending;
import io.github.mentagateway.inbox.Acts.Filter;
import io.github.mentagateway.inbox.Acts.Outcome;
import io.github.mentagateway.inbox.Acts.Recorded;
import io.github.mentagateway.inbox.Acts.What;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The record of what people did. */
interface ActsSuite extends InboxSuite {

  private Acts acts() {
    return inbox().inbox().acts();
  }

  private long paused(String who, String destination) {
    long number = acts().begin(new Act(who, What.PAUSE, destination, List.of(destination), "they migrate"), 0);
    acts().end(number, Ending.done(null, destination));
    return number;
  }

  private List<Long> numbers(Filter filter) {
    return acts().list(filter, Long.MAX_VALUE, 100).stream().map(Recorded::number).toList();
  }

  private static Filter about(String id) {
    return new Filter(null, null, id, null);
  }

  @Test
  default void an_act_says_who_did_what_about_what_why_and_how_it_ended() {
    String id = inbox().reading(FIRST).accept("ticket:1", "sold").id() + "." + FIRST;
    long number = acts().begin(new Act("anna", What.REPLAY, id, List.of(id), "mended\u0000 there"), 0);
    acts().end(number, Ending.refused(id + " is older than another"));

    assertThat(acts().find(number)).contains(new Recorded(number, clock().instant(), "anna", What.REPLAY, id, "mended\ufffd there", Outcome.REFUSED,
        id + " is older than another", 0, 0));
    assertThat(acts().list(Filter.NONE, Long.MAX_VALUE, 10)).containsExactly(acts().find(number).orElseThrow());
    assertThat(acts().about(number, "", 10)).containsExactly(new Acts.About(id, false));
    assertThat(acts().find(number + 1)).isEmpty();
  }

  @Test
  default void one_that_the_process_did_not_survive_is_there_as_begun() {
    long number = acts().begin(new Act("anna", What.DISCARD, "k-1.mail", List.of("k-1.mail"), "mended by hand"), 0);

    reopenAfterCrash();

    assertThat(acts().find(number).orElseThrow()).extracting(Recorded::outcome, Recorded::why).containsExactly(Outcome.BEGUN, "mended by hand");
  }

  @Test
  default void an_end_that_was_noted_survives_a_crash() {
    long number = paused("anna", "crm");

    reopenAfterCrash();

    assertThat(acts().find(number).orElseThrow().outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  default void the_newest_come_first_and_pages_follow_each_other() {
    List<Long> oldestFirst = IntStream.range(0, 5).mapToObj(i -> paused("anna", "crm")).toList();

    List<Recorded> first = acts().list(Filter.NONE, Long.MAX_VALUE, 2);
    List<Recorded> second = acts().list(Filter.NONE, first.get(1).number(), 10);

    assertThat(first).extracting(Recorded::number).containsExactly(oldestFirst.get(4), oldestFirst.get(3));
    assertThat(second).extracting(Recorded::number).containsExactly(oldestFirst.get(2), oldestFirst.get(1), oldestFirst.get(0));
  }

  @Test
  default void they_are_found_by_who_what_about_and_since() {
    String id = inbox().accept("ticket:1", "sold").id();
    long anna = paused("anna", "crm");
    clock().move(Duration.ofHours(1));
    Instant later = clock().instant();
    long luis = paused("luis", "mail");
    long reveal = acts().begin(new Act("anna", What.REVEAL, id + ".mail", List.of(id + ".mail"), null), 0);
    long made = acts().begin(new Act("anna", What.REPLAY, id + ".crm", List.of(id + ".crm"), null), 0);
    acts().end(made, Ending.done(null, id + ".crm", id + "~1.crm"));

    assertThat(numbers(new Filter("anna", null, null, null))).containsExactly(made, reveal, anna);
    assertThat(numbers(new Filter(null, What.PAUSE, null, null))).containsExactly(luis, anna);
    assertThat(numbers(new Filter(null, null, null, later))).containsExactly(made, reveal, luis);
    assertThat(numbers(about("mail"))).containsExactly(luis);
    assertThat(numbers(about(id))).containsExactly(made, reveal);
    assertThat(numbers(about(id + ".mail"))).containsExactly(reveal);
    assertThat(numbers(about(id + "~1.crm"))).containsExactly(made);
    assertThat(numbers(new Filter("luis", What.PAUSE, "crm", null))).isEmpty();
  }

  @Test
  default void the_steps_of_one_command_are_one_act_and_every_id_that_was_changed_is_found() {
    String id = inbox().accept("ticket:1", "sold").id();
    String other = inbox().accept("ticket:2", "sold").id();
    Act first = new Act("anna", What.RETRY, "deadletters of mail", List.of("mail", id + ".mail", id + ".mail.2"), null);
    long number = acts().begin(first, 0);
    acts().end(number, Ending.step(List.of(id + ".mail"), 1, 17L));
    long another = acts().begin(new Act("luis", What.RETRY, "deadletters of mail", List.of(), null), 17);
    assertThat(another).isNotEqualTo(number);

    assertThat(acts().begin(new Act("anna", What.RETRY, "deadletters of mail", List.of(other + ".mail"), null), 17)).isEqualTo(number);
    assertThat(acts().find(number).orElseThrow().outcome()).isEqualTo(Outcome.BEGUN);
    acts().end(number, Ending.step(List.of(other + ".mail"), 0, null));

    assertThat(acts().find(number).orElseThrow()).extracting(Recorded::outcome, Recorded::done, Recorded::refused).containsExactly(Outcome.DONE, 2L, 1L);
    assertThat(acts().about(number, "", 10)).containsExactly(new Acts.About(id + ".mail", true), new Acts.About(id + ".mail.2", false),
        new Acts.About(other + ".mail", true));
    assertThat(acts().about(number, id + ".mail.2", 10)).containsExactly(new Acts.About(other + ".mail", true));
    assertThat(numbers(about(other))).containsExactly(number);
    assertThat(acts().begin(first, 0)).isNotEqualTo(number);
  }

  @Test
  default void what_is_old_is_removed_with_all_that_it_was_about_and_nothing_else() {
    String id = inbox().accept("ticket:1", "sold").id();
    long old = acts().begin(new Act("anna", What.DISCARD, "all of mail", List.of("mail"), "gone"), 0);
    acts().end(old, Ending.step(IntStream.range(0, 1200).mapToObj(i -> id + ".mail." + i).toList(), 0, null));
    clock().move(Duration.ofDays(1));
    long young = paused("anna", "mail");

    int steps = 0;
    while (acts().removeOld(clock().instant())) {
      steps++;
    }

    assertThat(steps).isGreaterThan(1);
    assertThat(numbers(Filter.NONE)).containsExactly(young);
    assertThat(acts().about(old, "", 10)).isEmpty();
    assertThat(numbers(about(id))).isEmpty();
    assertThat(numbers(about("mail"))).containsExactly(young);
  }
}
