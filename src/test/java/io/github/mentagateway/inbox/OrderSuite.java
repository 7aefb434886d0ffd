package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Lines: what is handed out, when, and what waits behind what. */
interface OrderSuite extends InboxSuite {

  @Test
  default void work_of_one_entity_is_handed_out_one_by_one_in_the_order_of_arrival() {
    inbox().reading(FIRST);
    List.of("a", "b", "c").forEach(content -> inbox().accept("ticket:1", content));

    Work first = inbox().claimOne(FIRST);
    assertThat(inbox().claim(FIRST)).isEmpty();
    inbox().done(first);

    assertThat(content(first)).isEqualTo("a");
    assertThat(inbox().drain(FIRST)).containsExactly("b", "c");
  }

  @Test
  default void entities_and_what_has_none_do_not_wait_for_each_other() {
    inbox().reading(FIRST);
    inbox().accept("ticket:1", "a");
    inbox().accept("ticket:2", "b");
    inbox().accept(null, "c");
    inbox().accept(null, "d");

    assertThat(inbox().claim(FIRST)).extracting(InboxDriver::content).containsExactlyInAnyOrder("a", "b", "c", "d");
  }

  @Test
  default void an_entity_called_like_a_line_without_one_is_only_a_name() {
    inbox().reading(FIRST);
    long number = Long.parseLong(inbox().accept(null, "unordered").id().replaceFirst(".*-", ""));
    inbox().accept("#" + number, "a");
    inbox().accept("#" + number, "b");

    assertThat(inbox().claim(FIRST)).extracting(InboxDriver::content).containsExactlyInAnyOrder("unordered", "a");
  }

  @Test
  default void an_unordered_channel_hands_out_all_it_has() {
    List.of("a", "b", "c").forEach(content -> inbox().accept("ticket:1", content));
    inbox().inbox().work().open(FIRST, new ChannelRules(false, false, Duration.ofSeconds(10)), () -> {});

    assertThat(inbox().claim(FIRST)).hasSize(3);
  }

  @Test
  default void a_channel_that_becomes_ordered_is_in_order_from_then_on() {
    inbox().inbox().work().open(FIRST, new ChannelRules(false, false, Duration.ofSeconds(10)), () -> {});
    List.of("a", "b", "c").forEach(content -> inbox().accept("ticket:1", content));
    inbox().inbox().work().close(FIRST);

    assertThat(inbox().reading(FIRST).claimOne(FIRST)).extracting(InboxDriver::content).isEqualTo("a");
  }

  @Test
  default void an_order_that_changes_under_an_attempt_is_refused_until_it_has_ended() {
    inbox().reading(FIRST).accept("ticket:1", "a");
    Work work = inbox().claimOne(FIRST);
    inbox().inbox().work().close(FIRST);

    assertThatIllegalStateException().isThrownBy(() -> inbox().inbox().work().open(FIRST, new ChannelRules(false, false, Duration.ofSeconds(10)), () -> {}))
        .withMessage("channel 'notifications' still has attempts under way from before its order changed: start it again when they have"
            + " ended");
    inbox().done(work);
    inbox().inbox().work().open(FIRST, new ChannelRules(false, false, Duration.ofSeconds(10)), () -> {});
    inbox().accept("ticket:1", "b");
    assertThat(inbox().drain(FIRST)).containsExactly("b");
  }

  @Test
  default void no_more_is_claimed_than_was_asked_for() {
    inbox().reading(FIRST);
    List.of("1", "2", "3", "4", "5").forEach(id -> inbox().accept("ticket:" + id, id));

    assertThat(inbox().inbox().work().claim(FIRST, 2)).hasSize(2);
    assertThat(inbox().inbox().work().claim(FIRST, 0)).isEmpty();
    assertThat(inbox().inbox().work().claim(FIRST, 2)).hasSize(2);
    assertThat(inbox().inbox().work().claim(FIRST, 2)).hasSize(1);
  }

  @Test
  default void a_retry_holds_up_its_own_entity_only_and_until_its_time() {
    inbox().reading(FIRST);
    inbox().accept("ticket:1", "a");
    inbox().accept("ticket:1", "b");
    inbox().retry(inbox().claimOne(FIRST), Duration.ofSeconds(5));
    inbox().accept("ticket:2", "other");

    assertThat(inbox().drain(FIRST)).containsExactly("other");
    assertThat(inbox().inbox().work().nextDue(FIRST)).contains(clock().instant().plusSeconds(5));
    clock().move(Duration.ofMillis(4999));
    assertThat(inbox().claim(FIRST)).isEmpty();
    clock().move(Duration.ofMillis(1));

    Work again = inbox().claimOne(FIRST);
    assertThat(content(again)).isEqualTo("a");
    assertThat(again.attempt()).isEqualTo(2);
    inbox().done(again);
    assertThat(inbox().drain(FIRST)).containsExactly("b");
    assertThat(inbox().inbox().work().nextDue(FIRST)).isEmpty();
  }

  @Test
  default void what_was_released_counts_no_attempt_and_keeps_its_place() {
    inbox().reading(FIRST);
    inbox().accept("ticket:1", "a");
    inbox().accept("ticket:1", "b");
    inbox().inbox().work().release(inbox().claimOne(FIRST));

    Work again = inbox().claimOne(FIRST);

    assertThat(content(again)).isEqualTo("a");
    assertThat(again.attempt()).isEqualTo(1);
    assertThatIllegalStateException().isThrownBy(() -> {
      inbox().inbox().work().release(again);
      inbox().inbox().work().release(again);
    }).withMessage("delivery " + again.deliveryId() + " is not claimed: it was settled or released already");
  }

  @Test
  default void a_channel_without_a_reader_keeps_its_work_and_is_reported() {
    inbox().accept("ticket:1", "a");
    clock().move(Duration.ofMinutes(1));
    inbox().accept("ticket:2", "b");

    assertThat(inbox().claim(FIRST)).isEmpty();
    assertThat(inbox().inbox().channels().backlog())
        .containsExactly(new Channels.Backlog(FIRST, false, 2, clock().instant().minus(Duration.ofMinutes(1))));
    inbox().reading(FIRST);
    Work oldest = inbox().inbox().work().claim(FIRST, 1).get(0);
    assertThat(inbox().inbox().channels().backlog())
        .containsExactly(new Channels.Backlog(FIRST, true, 2, clock().instant().minus(Duration.ofMinutes(1))));
    inbox().done(oldest);
    assertThat(inbox().inbox().channels().backlog()).containsExactly(new Channels.Backlog(FIRST, true, 1, clock().instant()));
    inbox().drain(FIRST);
    assertThat(inbox().inbox().channels().backlog()).containsExactly(new Channels.Backlog(FIRST, true, 0, null));
    inbox().inbox().work().close(FIRST);
    assertThat(inbox().inbox().channels().backlog()).isEmpty();
  }

  @Test
  default void a_second_reader_is_refused_and_the_first_reads_on() {
    AtomicInteger told = new AtomicInteger();
    inbox().inbox().work().open(FIRST, InboxDriver.USUAL, told::incrementAndGet);

    assertThatIllegalStateException().isThrownBy(() -> inbox().inbox().work().open(FIRST, new ChannelRules(false, true, Duration.ofSeconds(10)), () -> {}))
        .withMessage("channel 'notifications' is read by a route already: one route reads a durable channel");
    int before = told.get();
    inbox().accept("ticket:1", "a");
    inbox().accept("ticket:1", "b");
    inbox().inbox().work().open("barrier", InboxDriver.USUAL, () -> {});
    assertThat(told.get()).isGreaterThan(before);
    assertThat(content(inbox().claimOne(FIRST))).isEqualTo("a");
  }

  @Test
  default void a_reader_is_told_of_arrivals_sends_retries_and_of_what_was_there_before() {
    AtomicInteger told = new AtomicInteger();
    inbox().accept("ticket:1", "a");
    inbox().reading(FIRST).inbox().work().open("rest", InboxDriver.USUAL, told::incrementAndGet);
    inbox().inbox().work().open("barrier-1", InboxDriver.USUAL, () -> {});
    assertThat(told).hasValue(1);

    inbox().done(inbox().claimOne(FIRST), InboxDriver.send("rest", "ticket:1", "x"));
    inbox().inbox().work().open("barrier-2", InboxDriver.USUAL, () -> {});
    assertThat(told).hasValue(2);

    inbox().retry(inbox().claimOne("rest"), Duration.ofSeconds(1));
    inbox().inbox().work().open("barrier-3", InboxDriver.USUAL, () -> {});
    assertThat(told).hasValue(3);
  }
}
