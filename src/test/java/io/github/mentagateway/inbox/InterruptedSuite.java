package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.inbox.Attempt.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which attempts a crash has cut off: those of what was handed out, and of nothing that merely waited, however near to that it was. */
interface InterruptedSuite extends InboxSuite {

  /** Whatever was done last is on disk, as it is after the next request at the latest. */
  private void crash() {
    inbox().accept("ticket:last", "brings the disk up to date " + clock().instant());
    clock().move(Duration.ofSeconds(30));
    reopenAfterCrash();
  }

  /** All that can be claimed in the channel, as content and number of the attempt. */
  private List<String> attempts(String channel) {
    return inbox().reading(channel).claim(channel).stream().filter(work -> !"ticket:last".equals(work.entity()))
        .map(work -> content(work) + " " + work.attempt()).collect(Collectors.toCollection(ArrayList::new));
  }

  @Test
  default void what_waited_for_nobody_has_no_attempt() {
    inbox().accept("ticket:1", "a");

    crash();

    assertThat(attempts(FIRST)).containsExactly("a 1");
  }

  @Test
  default void what_arrived_while_the_reader_had_asked_for_work_has_no_attempt() {
    inbox().reading(FIRST);
    assertThat(inbox().claim(FIRST)).isEmpty();
    String id = inbox().accept("ticket:1", "a").id();

    crash();

    assertThat(attempts(FIRST)).containsExactly("a 1");
    assertThat(inbox().inbox().letters().find(id).orElseThrow().attempts()).isEmpty();
  }

  @Test
  default void what_waited_behind_one_under_way_has_no_attempt() {
    inbox().reading(FIRST).acceptAll("ticket:1", Stream.of("a", "b", "c"));
    inbox().claimOne(FIRST);

    crash();

    assertThat(attempts(FIRST)).containsExactly("a 2");
    assertThat(inbox().inbox().channels().backlog()).extracting(Channels.Backlog::waiting).containsExactly(4L);
  }

  @Test
  default void what_waited_behind_a_settled_one_has_no_attempt() {
    inbox().reading(FIRST).acceptAll("ticket:1", Stream.of("a", "b"));
    inbox().done(inbox().claimOne(FIRST));

    crash();

    assertThat(attempts(FIRST)).containsExactly("b 1");
  }

  @Test
  default void what_waited_behind_a_dead_or_a_quarantined_one_has_no_attempt() {
    inbox().reading(FIRST).acceptAll("ticket:1", Stream.of("a", "b", "c"));
    inbox().dead(inbox().claimOne(FIRST), "refused");
    inbox().quarantine(inbox().claimOne(FIRST), "unknown");

    crash();

    assertThat(attempts(FIRST)).containsExactly("c 1");
  }

  @Test
  default void what_was_sent_to_a_channel_whose_reader_had_asked_for_work_has_no_attempt() {
    inbox().reading(FIRST, "rest").accept("ticket:1", "sold");
    assertThat(inbox().claim("rest")).isEmpty();
    inbox().done(inbox().claimOne(FIRST), send("rest", "ticket:1", "a"), send("rest", "ticket:2", "b"));

    crash();

    assertThat(attempts("rest")).containsExactlyInAnyOrder("a 1", "b 1");
  }

  @Test
  default void of_five_that_are_there_the_two_that_were_handed_out_count() {
    inbox().reading(FIRST);
    Stream.of("1", "2", "3", "4", "5").forEach(id -> inbox().accept("ticket:" + id, id));
    List<String> handedOut = inbox().inbox().work().claim(FIRST, 2).stream().map(InboxDriver::content).toList();

    crash();

    assertThat(attempts(FIRST)).containsExactlyInAnyOrderElementsOf(
        Stream.of("1", "2", "3", "4", "5").map(id -> id + (handedOut.contains(id) ? " 2" : " 1")).toList());
  }

  @Test
  default void what_waits_for_its_retry_time_has_the_attempts_it_had() {
    inbox().reading(FIRST).accept("ticket:1", "a");
    inbox().retry(inbox().claimOne(FIRST), Duration.ofSeconds(10));

    crash();

    assertThat(attempts(FIRST)).containsExactly("a 2");
  }

  @Test
  default void what_was_given_back_has_no_attempt() {
    inbox().reading(FIRST).acceptAll("ticket:1", Stream.of("a", "b"));
    inbox().inbox().work().release(inbox().claimOne(FIRST));

    crash();

    assertThat(attempts(FIRST)).containsExactly("a 1");
  }

  @Test
  default void what_merely_waits_is_not_used_up_by_crash_after_crash() {
    inbox().reading(FIRST);
    String id = inbox().accept("ticket:1", "a").id();
    for (int i = 0; i < 4; i++) {
      crash();
      inbox().reading(FIRST);
    }

    Work work = inbox().claim(FIRST).stream().filter(one -> content(one).equals("a")).findFirst().orElseThrow();
    assertThat(work.attempt()).isEqualTo(1);
    assertThat(work.attemptsSpent()).isEqualTo(1);
    assertThat(inbox().inbox().letters().find(id).orElseThrow().attempts()).isEmpty();
  }

  @Test
  default void what_was_handed_out_counts_and_is_on_record_with_its_times() {
    inbox().reading(FIRST).acceptAll("ticket:1", Stream.of("a", "b"));
    inbox().done(inbox().claimOne(FIRST));
    Work cutOff = inbox().claimOne(FIRST);

    crash();

    assertThat(attempts(FIRST)).containsExactly("b 2");
    assertThat(inbox().inbox().letters().find(cutOff.deliveryId()).orElseThrow().attempts()).containsExactly(new Attempt(1,
        clock().instant().minusSeconds(30), Duration.ofSeconds(30), Outcome.INTERRUPTED, "the gateway ended during this attempt"));
  }

  @Test
  default void what_was_not_begun_before_an_end_in_order_has_no_attempt() {
    inbox().reading(FIRST).acceptAll("ticket:1", Stream.of("a", "b"));
    inbox().done(inbox().claimOne(FIRST));
    inbox().accept("ticket:2", "c");

    reopen();

    assertThat(attempts(FIRST)).containsExactlyInAnyOrder("b 1", "c 1");
  }

  /** Its attempt is noted once: else the next end of one would be refused. */
  @Test
  default void an_attempt_that_ends_together_with_the_process_is_on_record_once() throws InterruptedException {
    inbox().reading(FIRST).accept("ticket:1", "a");
    inbox().retry(inbox().claimOne(FIRST), Duration.ZERO);
    Work second = inbox().claimOne(FIRST);
    Thread end = new Thread(inbox().inbox()::close, "end");
    inbox().together(() -> {
      inbox().settle(second, new Settlement.Retry(clock().instant(), "no luck", false));
      end.start();
      await().until(() -> end.getState() == Thread.State.WAITING);
    });
    end.join();

    reopen().reading(FIRST);
    inbox().retry(inbox().claimOne(FIRST), Duration.ZERO);
    Work fourth = inbox().claimOne(FIRST);
    assertThat(fourth.attempt()).isEqualTo(4);
    inbox().done(fourth);
    assertThat(inbox().inbox().letters().find(fourth.deliveryId()).orElseThrow().attempts()).extracting(Attempt::number)
        .containsExactly(1, 2, 3, 4);
  }
}
