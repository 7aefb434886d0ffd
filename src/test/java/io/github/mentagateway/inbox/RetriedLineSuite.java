package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static io.github.mentagateway.inbox.Letters.Kind.DEAD_LETTER;
import static io.github.mentagateway.inbox.Letters.Kind.QUARANTINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person puts an older delivery back into its line: one of the line is out at a time all the same, the oldest first. */
interface RetriedLineSuite extends InboxSuite {
  Duration LATER = Duration.ofMinutes(8);

  /** Those of {@code ticket:1} that were given up, in the order of arrival. */
  private List<Work> deadLetters(String... contents) {
    inbox().reading(FIRST).acceptAll("ticket:1", Stream.of(contents));
    return Stream.of(contents).map(content -> {
      Work work = inbox().claimOne(FIRST);
      assertThat(content(work)).isEqualTo(content);
      inbox().dead(work, "refused");
      return work;
    }).toList();
  }

  private void retry(Work letter, boolean force) {
    inbox().inbox().letters().retry(DEAD_LETTER, letter.deliveryId(), force);
  }

  /** Exactly one can be had of the line, and it is that. */
  private Work only(String content) {
    Work work = inbox().claimOne(FIRST);
    assertThat(content(work)).isEqualTo(content);
    assertThat(inbox().claim(FIRST)).as("one of a line is out at a time").isEmpty();
    return work;
  }

  private void doneInOrder(String... contents) {
    for (String content : contents) {
      inbox().done(only(content));
    }
    assertThat(inbox().claim(FIRST)).isEmpty();
    assertThat(inbox().inbox().channels().backlog()).containsExactly(new Channels.Backlog(FIRST, true, 0, null));
  }

  @Test
  default void while_a_newer_head_waits() {
    List<Work> dead = deadLetters("old");
    inbox().acceptAll("ticket:1", Stream.of("new", "newer"));

    retry(dead.get(0), false);

    doneInOrder("old", "new", "newer");
  }

  @Test
  default void while_a_newer_head_waits_for_its_retry_time() {
    List<Work> dead = deadLetters("old");
    inbox().acceptAll("ticket:1", Stream.of("new", "newer"));
    inbox().retry(only("new"), LATER);
    Instant due = clock().instant().plus(LATER);

    retry(dead.get(0), false);

    inbox().done(only("old"));
    assertThat(inbox().claim(FIRST)).as("the newer one still has its time to wait").isEmpty();
    assertThat(inbox().inbox().work().nextDue(FIRST)).contains(due);
    clock().move(LATER);
    doneInOrder("new", "newer");
  }

  @Test
  default void while_a_newer_head_waits_for_its_retry_time_which_comes_before_the_older_one_is_done() {
    List<Work> dead = deadLetters("old");
    inbox().accept("ticket:1", "new");
    inbox().retry(only("new"), LATER);
    retry(dead.get(0), false);
    Work old = only("old");

    clock().move(LATER);
    assertThat(inbox().claim(FIRST)).isEmpty();
    inbox().retry(old, LATER);
    assertThat(inbox().claim(FIRST)).as("the older one holds up the newer one, which is due").isEmpty();
    clock().move(LATER);

    doneInOrder("old", "new");
  }

  @Test
  default void while_a_newer_one_is_under_way_and_is_then_done() {
    List<Work> dead = deadLetters("old");
    inbox().acceptAll("ticket:1", Stream.of("new", "newer"));
    Work newer = only("new");

    assertThatExceptionOfType(Letters.RefusedException.class).isThrownBy(() -> retry(dead.get(0), false));
    retry(dead.get(0), true);
    assertThat(inbox().claim(FIRST)).isEmpty();
    inbox().done(newer);

    doneInOrder("old", "newer");
  }

  @Test
  default void while_a_newer_one_is_under_way_and_is_then_tried_again() {
    List<Work> dead = deadLetters("old");
    inbox().acceptAll("ticket:1", Stream.of("new", "newer"));
    Work newer = only("new");

    retry(dead.get(0), true);
    inbox().retry(newer, LATER);

    inbox().done(only("old"));
    assertThat(inbox().claim(FIRST)).isEmpty();
    clock().move(LATER);
    doneInOrder("new", "newer");
  }

  @Test
  default void while_a_newer_one_is_under_way_and_is_then_given_up_or_given_back() {
    List<Work> dead = deadLetters("old", "old too");
    inbox().acceptAll("ticket:1", Stream.of("new", "newer"));
    Work first = only("new");
    retry(dead.get(0), true);
    inbox().dead(first, "refused");
    inbox().done(only("old"));
    Work second = only("newer");
    retry(dead.get(1), true);
    inbox().inbox().work().release(second);

    doneInOrder("old too", "newer");
  }

  @Test
  default void two_of_them_behind_a_newer_head_that_waits_in_either_order() {
    List<Work> dead = deadLetters("1", "2", "3", "4");
    inbox().accept("ticket:1", "new");

    retry(dead.get(1), false);
    retry(dead.get(0), false);
    retry(dead.get(2), false);
    retry(dead.get(3), false);

    doneInOrder("1", "2", "3", "4", "new");
  }

  @Test
  default void two_of_them_while_a_newer_one_is_under_way() {
    List<Work> dead = deadLetters("1", "2");
    inbox().acceptAll("ticket:1", Stream.of("new", "newer"));
    Work newer = only("new");

    retry(dead.get(1), true);
    retry(dead.get(0), true);
    assertThat(inbox().claim(FIRST)).isEmpty();
    inbox().done(newer);

    doneInOrder("1", "2", "newer");
  }

  @Test
  default void two_of_them_while_a_newer_one_waits_for_its_retry_time() {
    List<Work> dead = deadLetters("1", "2");
    inbox().acceptAll("ticket:1", Stream.of("new", "newer"));
    inbox().retry(only("new"), LATER);

    retry(dead.get(1), false);
    retry(dead.get(0), false);

    inbox().done(only("1"));
    inbox().done(only("2"));
    assertThat(inbox().claim(FIRST)).isEmpty();
    clock().move(LATER);
    doneInOrder("new", "newer");
  }

  @Test
  default void an_older_one_while_the_newer_of_two_that_were_retried_is_under_way() {
    List<Work> dead = deadLetters("1", "2");
    inbox().accept("ticket:1", "new");
    retry(dead.get(1), false);
    Work second = only("2");

    assertThatExceptionOfType(Letters.RefusedException.class).isThrownBy(() -> retry(dead.get(0), false));
    retry(dead.get(0), true);
    assertThat(inbox().claim(FIRST)).isEmpty();
    inbox().retry(second, Duration.ZERO);

    doneInOrder("1", "2", "new");
  }

  @Test
  default void a_newer_one_while_the_older_of_two_that_were_retried_is_under_way() {
    List<Work> dead = deadLetters("1", "2");
    inbox().accept("ticket:1", "new");
    retry(dead.get(0), false);
    Work first = only("1");

    retry(dead.get(1), false);
    assertThat(inbox().claim(FIRST)).isEmpty();
    inbox().done(first);

    doneInOrder("2", "new");
  }

  @Test
  default void what_came_behind_meanwhile_stays_behind() {
    List<Work> dead = deadLetters("old");
    retry(dead.get(0), false);
    inbox().accept("ticket:1", "new");
    Work old = only("old");
    inbox().accept("ticket:1", "newer");
    inbox().done(old);

    doneInOrder("new", "newer");
  }

  @Test
  default void what_a_route_quarantined_goes_back_to_its_place_too() {
    inbox().reading(FIRST).acceptAll("ticket:1", Stream.of("old", "new", "newer"));
    Work odd = only("old");
    inbox().quarantine(odd, "unknown");
    inbox().retry(only("new"), LATER);

    inbox().inbox().letters().retry(QUARANTINE, odd.deliveryId(), false);

    inbox().done(only("old"));
    clock().move(LATER);
    doneInOrder("new", "newer");
  }

  @Test
  default void after_a_crash_one_of_the_line_is_out_at_a_time_too() {
    List<Work> dead = deadLetters("1", "2");
    inbox().acceptAll("ticket:1", Stream.of("new", "newer"));
    Work newer = only("new");
    retry(dead.get(1), true);
    retry(dead.get(0), true);

    reopenAfterCrash().reading(FIRST);

    inbox().done(only("1"));
    inbox().done(only("2"));
    Work again = only("new");
    assertThat(again.deliveryId()).isEqualTo(newer.deliveryId());
    assertThat(again.attempt()).isEqualTo(2);
    inbox().done(again);
    doneInOrder("newer");
  }

  @Test
  default void a_replay_beside_retries_comes_last() {
    List<Work> dead = deadLetters("1", "2", "3");
    inbox().accept("ticket:1", "new");

    inbox().inbox().letters().replay(DEAD_LETTER, dead.get(0).deliveryId(), null, true);
    retry(dead.get(2), false);
    retry(dead.get(1), false);

    doneInOrder("2", "3", "new", "1");
  }

  @Test
  default void while_the_destination_is_down_one_of_the_line_is_probed_and_the_older_one_first() {
    List<Work> dead = deadLetters("old");
    inbox().accept("ticket:1", "new");
    Stream.of("2", "3").forEach(id -> inbox().accept("ticket:" + id, id));
    inbox().claim(FIRST).forEach(work -> inbox().fail(work, LATER));
    assertThat(inbox().status(FIRST).downSince()).isNotNull();
    retry(dead.get(0), false);

    for (int i = 0; i < 6; i++) {
      clock().move(InboxDriver.USUAL.probeInterval());
      Work probe = inbox().claimOne(FIRST);
      assertThat(content(probe)).isNotEqualTo("new");
      inbox().fail(probe, LATER);
    }
    clock().move(InboxDriver.USUAL.probeInterval());
    Work succeeds = inbox().claimOne(FIRST);
    inbox().done(succeeds);

    List<String> all = Stream.concat(Stream.of(content(succeeds)), inbox().drain(FIRST).stream()).toList();
    assertThat(all).hasSize(4).containsSubsequence("old", "new");
  }

  /**
   * Arrivals, attempts that end in any way, and people who retry whatever was given up, in any order: what is handed out is always the
   * oldest that waits, and nothing while one is out or while the time of the oldest has not come.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  default void whatever_happens_the_oldest_of_a_line_is_the_only_one_that_is_handed_out(long seed) {
    Random random = new Random(seed);
    inbox().reading(FIRST, "rest");
    // by place in the order of arrival, which is the content
    TreeMap<Integer, Instant> waiting = new TreeMap<>();
    TreeMap<Integer, String> dead = new TreeMap<>();
    Work out = null;
    for (int step = 0; step < 300; step++) {
      int what = random.nextInt(10);
      if (what < 2) {
        inbox().accept("ticket:1", String.valueOf(step));
        waiting.put(step, clock().instant());
      } else if (what == 2) {
        clock().move(Duration.ofSeconds(random.nextInt(20)));
      } else if (what < 5 && !dead.isEmpty()) {
        Map.Entry<Integer, String> letter = random.nextBoolean() ? dead.firstEntry() : dead.lastEntry();
        inbox().inbox().letters().retry(DEAD_LETTER, letter.getValue(), true);
        dead.remove(letter.getKey());
        waiting.put(letter.getKey(), clock().instant());
      } else if (out != null) {
        end(out, random, waiting, dead);
        out = null;
      }
      List<Work> works = inbox().claim(FIRST);
      if (out != null || waiting.isEmpty() || waiting.firstEntry().getValue().isAfter(clock().instant())) {
        assertThat(works).as("seed %s, step %s", seed, step).isEmpty();
      } else {
        assertThat(works).as("seed %s, step %s", seed, step).extracting(InboxDriver::content)
            .containsExactly(String.valueOf(waiting.firstKey()));
        out = works.get(0);
        waiting.pollFirstEntry();
      }
    }
  }

  private void end(Work work, Random random, Map<Integer, Instant> waiting, Map<Integer, String> dead) {
    int place = Integer.parseInt(content(work));
    switch (random.nextInt(5)) {
      case 0 -> inbox().done(work, send("rest", "ticket:1", "sent on"));
      case 1, 2 -> {
        inbox().dead(work, "refused");
        dead.put(place, work.deliveryId());
      }
      case 3 -> {
        Duration delay = Duration.ofSeconds(random.nextInt(10));
        inbox().retry(work, delay);
        waiting.put(place, clock().instant().plus(delay));
      }
      default -> {
        inbox().inbox().work().release(work);
        waiting.put(place, clock().instant());
      }
    }
  }
}
