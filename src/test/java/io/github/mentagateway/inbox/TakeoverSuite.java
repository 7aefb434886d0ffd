package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.inbox.Attempt.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One of two instances stops, stalls or ends: what it had goes on at the other, and comes out once. */
interface TakeoverSuite extends SharedSuite {

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  default void when_one_of_two_busy_instances_stops_without_a_word_the_other_finishes_everything_in_order(long seed) {
    bothRead(FIRST, "rest");
    RandomLoad load = new RandomLoad(seed, List.of(one(), other()));

    load.runUntilOneStops(this::cutOne, () -> clock().move(LEASE));

    load.check();
    assertThat(other().inbox().channels().backlog()).allMatch(backlog -> backlog.waiting() == 0);
  }

  @Test
  default void the_other_takes_over_what_one_had_handed_out_as_a_further_attempt() {
    bothRead(FIRST);
    one().accept("ticket:0", "settled");
    one().done(one().claimOne(FIRST));
    Stream.of("1", "2", "3", "4", "5").forEach(id -> Stream.of("a", "b").forEach(place -> one().accept("ticket:" + id, id + place)));
    List<String> handedOut = one().inbox().work().claim(FIRST, 2).stream().map(InboxDriver::content).toList();
    one().accept("ticket:6", "6a");
    cutOne();
    clock().move(LEASE);

    List<Work> works = other().drained(FIRST);

    assertThat(works).extracting(InboxDriver::content)
        .containsExactlyInAnyOrder("1a", "1b", "2a", "2b", "3a", "3b", "4a", "4b", "5a", "5b", "6a");
    assertThat(works).allSatisfy(work -> {
      boolean cutOff = handedOut.contains(content(work));
      // of what was claimed there for a reader that had asked for more, and was not begun yet, only the file of the one that ended knows
      assertThat(work.attempt()).as(content(work)).isBetween(cutOff ? 2 : 1, 2);
      assertThat(other().outcomes(work)).isEqualTo(
          work.attempt() == 2 ? List.of(Outcome.INTERRUPTED, Outcome.DELIVERED) : List.of(Outcome.DELIVERED));
    });
  }

  @Test
  default void of_a_stadium_of_sends_that_one_was_about_to_write_the_other_finds_all_or_nothing() {
    bothRead(FIRST, "mail");
    one().accept("event:1", "unlocked");
    List<Send> sends = IntStream.range(0, 1300).mapToObj(i -> send("mail", "holder", "to " + i)).toList();
    one().submitDone(one().claimOne(FIRST), sends);
    cutOne();
    clock().move(LEASE);

    for (Work again : other().claim(FIRST)) {
      assertThat(other().claim("mail")).as("its sender is not done").isEmpty();
      other().submitDone(again, sends).join();
    }

    assertThat(other().drain("mail")).isEqualTo(IntStream.range(0, 1300).mapToObj(i -> "to " + i).toList());
  }

  @Test
  default void what_waited_at_one_that_ends_in_order_is_handed_out_by_the_other() {
    bothRead(FIRST);
    one().accept("ticket:0", "settled");
    one().done(one().claimOne(FIRST));
    Stream.of("a", "b").forEach(content -> one().accept("ticket:1", content));
    one().accept("ticket:2", "c");

    one().inbox().close();

    List<Work> works = other().drained(FIRST);
    assertThat(works).extracting(InboxDriver::content).containsExactlyInAnyOrder("a", "b", "c").containsSubsequence("a", "b");
    assertThat(works).extracting(Work::attempt).containsOnly(1);
  }

  @Test
  default void what_waited_at_one_that_stops_reading_the_channel_is_handed_out_by_the_other() {
    bothRead(FIRST);
    assertThat(one().claim(FIRST)).isEmpty();
    Stream.of("a", "b").forEach(content -> one().accept("ticket:1", content));

    one().inbox().work().close(FIRST);

    List<String> drained = new ArrayList<>();
    await().until(() -> drained.addAll(other().drain(FIRST)) && drained.size() == 2);
    assertThat(drained).containsExactly("a", "b");
  }

  @Test
  default void when_a_lease_has_ended_the_other_takes_the_work_over_and_the_attempt_counts() {
    bothRead(FIRST);
    one().accept("ticket:1", "a");
    Work stalled = one().claimOne(FIRST);
    clock().move(LEASE);

    Work taken = other().claimOne(FIRST);

    assertThat(taken.deliveryId()).isEqualTo(stalled.deliveryId());
    assertThat(taken.attempt()).isEqualTo(2);
    assertThat(other().outcomes(taken)).containsExactly(Outcome.INTERRUPTED);
  }

  @Test
  default void a_stalled_instance_that_wakes_up_late_begins_nothing_and_changes_nothing() {
    bothRead(FIRST, "rest");
    one().accept("ticket:1", "a");
    one().accept("ticket:1", "b");
    one().accept("ticket:2", "c");
    List<Work> stalled = one().claim(FIRST);
    clock().move(LEASE);
    List<Work> taken = other().claim(FIRST);

    assertThat(stalled).hasSize(2).noneMatch(one().inbox().work()::holds);
    assertThat(taken).hasSize(2).allMatch(other().inbox().work()::holds);
    assertThat(InboxDriver.failure(one().submitDone(stalled.get(0), List.of(send("rest", "ticket:1", "too late")))))
        .isInstanceOf(LeaseLostException.class);
    one().inbox().work().release(stalled.get(1));
    assertThat(one().claim(FIRST)).isEmpty();
    assertThat(one().claim("rest")).isEmpty();
    taken.forEach(other()::done);
    assertThat(other().drain(FIRST)).containsExactly("b");
    assertThat(other().drain("rest")).isEmpty();
  }

  @Test
  default void a_stalled_instance_that_wakes_up_gets_back_nothing_that_the_other_has_taken() {
    bothRead(FIRST);
    Stream.of("1", "2", "3").forEach(id -> one().accept("ticket:" + id, id));
    List<Work> stalled = one().claim(FIRST);
    clock().move(LEASE);
    Work taken = other().inbox().work().claim(FIRST, 1).get(0);

    one().accept("ticket:4", "4");
    List<Work> again = new ArrayList<>(one().claim(FIRST));

    assertThat(again).extracting(InboxDriver::content).doesNotContain(content(taken));
    Work lost = stalled.stream().filter(work -> work.deliveryId().equals(taken.deliveryId())).findFirst().orElseThrow();
    assertThat(one().inbox().work().holds(lost)).isFalse();
    assertThat(InboxDriver.failure(one().submitDone(lost, List.of()))).isInstanceOf(LeaseLostException.class);
    other().done(taken);
    again.forEach(one()::done);
    List<String> rest = new ArrayList<>(other().drain(FIRST));
    rest.addAll(one().drain(FIRST));
    assertThat(Stream.concat(again.stream().map(InboxDriver::content), rest.stream())).doesNotHaveDuplicates();
    assertThat(other().inbox().channels().backlog()).allMatch(backlog -> backlog.waiting() == 0);
  }

  @Test
  default void an_instance_whose_silence_nobody_noticed_goes_on_with_what_it_has() {
    one().reading(FIRST);
    one().accept("ticket:1", "a");
    Work work = one().claimOne(FIRST);
    clock().move(LEASE);

    // it may say so by itself before this: what it holds until then is seen where its time stands still
    one().accept("ticket:2", "says that it is there");

    assertThat(one().inbox().work().holds(work)).isTrue();
    one().done(work);
    assertThat(one().drain(FIRST)).containsExactly("says that it is there");
  }

  @Test
  default void a_machine_that_was_suspended_begins_no_attempt_on_a_lease_that_ended_meanwhile() {
    bothRead(FIRST);
    one().accept("ticket:1", "a");
    Work work = one().claimOne(FIRST);
    suspendOne();

    clock().move(LEASE.plusSeconds(1));

    assertThat(one().inbox().work().holds(work)).isFalse();
    assertThat(other().claimOne(FIRST).deliveryId()).isEqualTo(work.deliveryId());
    assertThat(one().inbox().work().holds(work)).isFalse();
  }

  @Test
  default void a_machine_that_was_suspended_hands_out_nothing_that_the_other_has_taken_over() {
    bothRead(FIRST);
    assertThat(one().claim(FIRST)).isEmpty();
    one().accept("ticket:1", "a");
    one().accept("ticket:1", "b");
    suspendOne();
    clock().move(LEASE.plusSeconds(1));

    Work taken = other().claimOne(FIRST);

    assertThat(content(taken)).isEqualTo("a");
    assertThat(one().claim(FIRST)).isEmpty();
    other().done(taken);
    List<String> rest = new ArrayList<>(other().drain(FIRST));
    rest.addAll(one().drain(FIRST));
    assertThat(rest).containsExactly("b");
  }

  /** Of what the other has begun meanwhile the one that stood still still has a note that it is ready here. */
  @Test
  default void what_the_other_has_taken_over_is_neither_discarded_nor_moved_by_a_person_at_the_one() throws Exception {
    bothRead(FIRST, "mail");
    one().accept("ticket:1", "a");
    one().accept("ticket:1", "b");
    one().done(one().inbox().work().claim(FIRST, 10).get(0));
    List<Work> taken = new ArrayList<>();
    AsideTask<String> discard = new AsideTask<>(() -> {
      one().inbox().backlogs().discard(taken.get(0).deliveryId(), "x");
      return "discarded";
    });
    AsideTask<String> move = new AsideTask<>(() -> one().inbox().backlogs().move(taken.get(0).deliveryId(), "mail", false, false));

    // the one's writer stalls, as its machine or its way to the database does
    one().together(() -> {
      clock().move(LEASE.plusSeconds(1));
      taken.add(other().claimOne(FIRST));
      discard.begin();
      move.begin();
    });

    String refusal = taken.get(0).deliveryId() + " is just being delivered: ask again when that has ended";
    assertThat(discard.failure()).hasMessage(refusal);
    assertThat(move.failure()).hasMessage(refusal);
    other().done(taken.get(0));
  }
}
