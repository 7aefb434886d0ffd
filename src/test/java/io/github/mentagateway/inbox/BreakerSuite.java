package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.USUAL;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A destination that is down is probed, not hammered; and what waited for it is delivered as soon as it is back. */
interface BreakerSuite extends InboxSuite {
  Duration INTERVAL = USUAL.probeInterval();
  Duration LONG = Duration.ofHours(1);

  /** One delivery per name, of the entity of that name. */
  private void accept(String... names) {
    for (String name : names) {
      inbox().accept("ticket:" + name, name);
    }
  }

  /** Takes the channel down by a failure of each of these, whose own time to wait is long. */
  private void down(String... names) {
    accept(names);
    List<Work> works = inbox().claim(FIRST);
    assertThat(works).extracting(InboxDriver::content).contains(names);
    works.stream().filter(work -> List.of(names).contains(content(work))).forEach(work -> inbox().fail(work, LONG));
    assertThat(isDown()).isTrue();
  }

  private boolean isDown() {
    return inbox().status(FIRST).downSince() != null;
  }

  /** The one probe that may be had now, after the interval has passed. */
  private Work probe() {
    clock().move(INTERVAL);
    Work probe = inbox().claimOne(FIRST);
    assertThat(probe.probe()).isTrue();
    return probe;
  }

  @Test
  default void a_person_has_the_next_probe_made_at_once() {
    inbox().reading(FIRST);
    down("1", "2", "3");
    assertThat(inbox().claim(FIRST)).isEmpty();

    assertThat(inbox().inbox().channels().probe(FIRST)).isTrue();

    Work probe = inbox().claimOne(FIRST);
    assertThat(probe.probe()).isTrue();
    assertThat(inbox().claim(FIRST)).as("one probe").isEmpty();
    inbox().done(probe);
    assertThat(isDown()).isFalse();
    assertThat(inbox().inbox().channels().probe(FIRST)).as("it is not down").isFalse();
  }

  @Test
  default void a_channel_is_down_from_the_third_entity_on_whose_failure_speaks_for_the_destination() {
    inbox().reading(FIRST);
    accept("1", "2", "3");
    List<Work> works = inbox().claim(FIRST);
    accept("4");

    inbox().fail(works.get(0), LONG);
    inbox().fail(works.get(1), LONG);
    assertThat(inbox().status(FIRST)).isEqualTo(new Channels.Status(FIRST, true, null, null));
    inbox().fail(works.get(2), LONG);

    Instant now = clock().instant();
    assertThat(inbox().status(FIRST)).isEqualTo(new Channels.Status(FIRST, true, null, null, now, now.plus(INTERVAL), "no answer"));
    assertThat(inbox().claim(FIRST)).isEmpty();
    assertThat(inbox().inbox().work().nextDue(FIRST)).contains(now.plus(INTERVAL));
  }

  @Test
  default void one_poisonous_entity_is_no_destination_that_is_down() {
    inbox().reading(FIRST);
    accept("poison");
    for (int i = 0; i < 10; i++) {
      Work work = inbox().claimOne(FIRST);
      assertThat(work.probe()).isFalse();
      inbox().fail(work, Duration.ofSeconds(1));
      clock().move(Duration.ofSeconds(1));
    }

    assertThat(isDown()).isFalse();
    assertThat(inbox().claimOne(FIRST).attemptsSpent()).isEqualTo(11);
  }

  @Test
  default void a_success_between_begins_the_count_anew() {
    inbox().reading(FIRST);
    accept("1", "2", "3", "4", "5");
    List<Work> works = inbox().claim(FIRST);

    inbox().fail(works.get(0), LONG);
    inbox().fail(works.get(1), LONG);
    inbox().done(works.get(2));
    inbox().fail(works.get(3), LONG);
    inbox().fail(works.get(4), LONG);

    assertThat(isDown()).isFalse();
  }

  @Test
  default void failures_that_do_not_speak_for_the_destination_do_not_count() {
    inbox().reading(FIRST);
    accept("1", "2", "3", "4", "5", "6");
    List<Work> works = inbox().claim(FIRST);

    inbox().retry(works.get(0), LONG);
    inbox().retry(works.get(1), LONG);
    inbox().retry(works.get(2), LONG);
    inbox().dead(works.get(3), "no such ticket");
    inbox().quarantine(works.get(4), "unknown");
    inbox().fail(works.get(5), LONG);

    assertThat(isDown()).isFalse();
  }

  @Test
  default void while_it_is_down_one_delivery_is_handed_out_per_interval() {
    inbox().reading(FIRST);
    down("1", "2", "3");
    accept("4", "5");

    clock().move(INTERVAL.minusMillis(1));
    assertThat(inbox().claim(FIRST)).isEmpty();
    clock().move(Duration.ofMillis(1));
    Work probe = inbox().claimOne(FIRST);
    assertThat(probe.probe()).isTrue();
    assertThat(inbox().claim(FIRST)).isEmpty();
    inbox().fail(probe, LONG);
    assertThat(inbox().claim(FIRST)).as("its interval is not over yet").isEmpty();
    assertThat(inbox().inbox().work().nextDue(FIRST)).contains(clock().instant().plus(INTERVAL));
    assertThat(inbox().status(FIRST).nextProbeAt()).isEqualTo(clock().instant().plus(INTERVAL));

    Work slow = probe();
    clock().move(INTERVAL.multipliedBy(3));
    Work next = inbox().claimOne(FIRST);
    assertThat(next.probe()).as("one that hangs does not keep the next one away").isTrue();
    assertThat(next.number()).isNotEqualTo(slow.number());
    assertThat(inbox().claim(FIRST)).as("what was missed meanwhile is not made up for").isEmpty();
  }

  @Test
  default void entities_that_were_not_tried_are_probed_first_then_the_one_tried_longest_ago_before_its_own_time() {
    inbox().reading(FIRST);
    down("1", "2", "3");
    accept("4", "5");

    List<String> probed = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      Work probe = probe();
      probed.add(content(probe));
      inbox().fail(probe, LONG);
    }

    assertThat(probed.subList(0, 2)).containsExactly("4", "5");
    assertThat(probed.subList(2, 5)).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(probed.subList(5, 7)).containsExactly("4", "5");
  }

  @Test
  default void one_poisonous_entity_does_not_keep_it_down() {
    inbox().reading(FIRST);
    down("poison", "2", "3");

    List<String> probed = new ArrayList<>();
    while (isDown()) {
      Work probe = probe();
      probed.add(content(probe));
      if (content(probe).equals("poison")) {
        inbox().fail(probe, Duration.ZERO);
      } else {
        inbox().done(probe);
      }
    }

    assertThat(probed).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  default void when_a_probe_succeeds_what_waited_is_handed_out_at_once_and_in_order_and_the_reader_is_told() {
    AtomicInteger told = new AtomicInteger();
    inbox().inbox().work().open(FIRST, USUAL, told::incrementAndGet);
    down("1", "2", "3");
    accept("4");
    IntStream.rangeClosed(1, 4).forEach(i -> inbox().accept("ticket:" + i, i + " later"));
    Work probe = probe();
    inbox().inbox().work().open("barrier-1", USUAL, () -> {});
    int before = told.get();

    inbox().done(probe);

    inbox().inbox().work().open("barrier-2", USUAL, () -> {});
    assertThat(told.get()).isGreaterThan(before);
    assertThat(isDown()).isFalse();
    List<Work> atOnce = inbox().claim(FIRST);
    assertThat(atOnce).extracting(InboxDriver::content).containsExactlyInAnyOrder("1", "2", "3", "4 later");
    assertThat(atOnce).noneMatch(Work::probe);
    atOnce.forEach(inbox()::done);
    assertThat(inbox().drain(FIRST)).containsExactlyInAnyOrder("1 later", "2 later", "3 later");
  }

  @Test
  default void a_success_of_an_attempt_that_was_under_way_when_it_went_down_brings_it_back_too() {
    inbox().reading(FIRST);
    accept("slow");
    Work slow = inbox().claimOne(FIRST);
    down("1", "2", "3");

    inbox().done(slow);

    assertThat(isDown()).isFalse();
    assertThat(inbox().claim(FIRST)).extracting(InboxDriver::content).containsExactlyInAnyOrder("1", "2", "3");
  }

  @Test
  default void an_entity_that_waits_for_reasons_of_its_own_goes_on_waiting_through_it_all() {
    inbox().reading(FIRST);
    accept("own");
    inbox().retry(inbox().claimOne(FIRST), LONG);
    down("1", "2", "3");

    for (int i = 0; i < 4; i++) {
      Work probe = probe();
      assertThat(content(probe)).isNotEqualTo("own");
      inbox().fail(probe, LONG);
    }
    inbox().done(probe());

    assertThat(inbox().drain(FIRST)).hasSize(2).doesNotContain("own");
    assertThat(inbox().inbox().work().nextDue(FIRST)).contains(clock().instant().plus(LONG).minus(INTERVAL.multipliedBy(5)));
  }

  @Test
  default void a_probe_that_fails_for_reasons_of_its_own_tells_nothing_and_waits_for_its_own_time() {
    inbox().reading(FIRST);
    down("1", "2", "3");
    accept("own");
    Work own = probe();
    assertThat(content(own)).isEqualTo("own");

    inbox().retry(own, LONG);

    assertThat(isDown()).isTrue();
    assertThat(inbox().claim(FIRST)).isEmpty();
    for (int i = 0; i < 4; i++) {
      Work probe = probe();
      assertThat(content(probe)).isNotEqualTo("own");
      inbox().fail(probe, LONG);
    }
    inbox().done(probe());
    assertThat(inbox().drain(FIRST)).hasSize(2).doesNotContain("own");
  }

  @Test
  default void a_probe_that_is_given_up_or_quarantined_or_given_back_tells_nothing() {
    inbox().reading(FIRST);
    down("1", "2", "3");

    inbox().dead(probe(), "no such ticket");
    assertThat(isDown()).isTrue();
    assertThat(inbox().claim(FIRST)).isEmpty();
    inbox().quarantine(probe(), "unknown");
    assertThat(isDown()).isTrue();
    assertThat(inbox().claim(FIRST)).isEmpty();
    Work last = probe();
    inbox().inbox().work().release(last);
    assertThat(isDown()).isTrue();
    assertThat(inbox().claim(FIRST)).isEmpty();
    assertThat(inbox().inbox().work().nextDue(FIRST)).contains(clock().instant().plus(INTERVAL));

    inbox().dead(probe(), "no such ticket");
    assertThat(isDown()).isTrue();
    assertThat(inbox().inbox().work().nextDue(FIRST)).as("nothing waits that could be a probe").isEmpty();
    accept("4");
    inbox().done(probe());
    assertThat(isDown()).isFalse();
  }

  @Test
  default void waiting_for_the_destination_costs_no_attempt() {
    inbox().reading(FIRST);
    accept("late");
    Work late = inbox().claimOne(FIRST);
    down("1", "2", "3");
    inbox().fail(late, LONG);
    for (int i = 0; i < 12; i++) {
      inbox().fail(probe(), LONG);
    }
    Work succeeds = probe();
    inbox().done(succeeds);

    List<Work> works = new ArrayList<>(inbox().claim(FIRST));
    works.add(succeeds);
    assertThat(works).hasSize(4).allSatisfy(work -> {
      assertThat(work.attempt()).isGreaterThanOrEqualTo(4);
      assertThat(work.attemptsSpent()).as(content(work)).isEqualTo(content(work).equals("late") ? 1 : 2);
    });
  }

  @Test
  default void what_was_forgiven_stays_forgiven_after_a_start() {
    inbox().reading(FIRST);
    down("1", "2", "3");
    Work probe = probe();
    inbox().fail(probe, Duration.ofSeconds(1));
    clock().move(LONG);

    reopen().reading(FIRST);

    clock().move(LONG);
    Work again = claimAll().stream().filter(work -> work.deliveryId().equals(probe.deliveryId())).findFirst().orElseThrow();
    assertThat(again.attempt()).isEqualTo(3);
    assertThat(again.attemptsSpent()).isEqualTo(2);
  }

  /** Whether or not the store remembers over a start that the channel is down. */
  private List<Work> claimAll() {
    List<Work> all = new ArrayList<>();
    for (List<Work> works = inbox().claim(FIRST); !works.isEmpty(); works = inbox().claim(FIRST)) {
      all.addAll(works);
      works.forEach(inbox()::done);
    }
    return all;
  }

  @Test
  default void where_there_is_no_order_entities_count_all_the_same() {
    inbox().inbox().work().open(FIRST, new ChannelRules(false, false, INTERVAL), () -> {});
    for (int i = 0; i < 10; i++) {
      inbox().accept("ticket:poison", "poison " + i);
    }
    List<Work> poison = inbox().claim(FIRST);
    assertThat(poison).hasSize(10);
    poison.subList(0, 5).forEach(work -> inbox().fail(work, LONG));
    assertThat(isDown()).isFalse();
    accept("2", "3");
    inbox().claim(FIRST).forEach(work -> inbox().fail(work, LONG));
    assertThat(isDown()).isTrue();
    poison.subList(5, 10).forEach(inbox().inbox().work()::release);
    accept("4");

    assertThat(content(probe())).as("an entity that was not tried").isEqualTo("4");
  }

  @Test
  default void where_there_is_no_order_all_that_failed_is_handed_out_at_once_when_it_is_back() {
    inbox().inbox().work().open(FIRST, new ChannelRules(false, false, INTERVAL), () -> {});
    List.of("1a", "1b").forEach(content -> inbox().accept("ticket:1", content));
    inbox().claim(FIRST).forEach(work -> inbox().fail(work, LONG));
    down("2", "3");

    inbox().done(probe());

    assertThat(inbox().claim(FIRST)).hasSize(3);
  }

  @Test
  default void what_has_no_entity_counts_each_for_itself() {
    inbox().reading(FIRST);
    IntStream.range(0, 3).forEach(i -> inbox().accept(null, "x" + i));

    inbox().claim(FIRST).forEach(work -> inbox().fail(work, LONG));

    assertThat(isDown()).isTrue();
    inbox().done(probe());
    assertThat(inbox().drain(FIRST)).hasSize(2);
  }

  @Test
  default void other_channels_go_on() {
    inbox().reading(FIRST, "rest");
    accept("first");
    inbox().done(inbox().claimOne(FIRST), InboxDriver.send("rest", "ticket:9", "sent on"));
    down("1", "2", "3");

    assertThat(inbox().drain("rest")).containsExactly("sent on");
    assertThat(inbox().status("rest")).isEqualTo(new Channels.Status("rest", true, null, null));
  }
}
