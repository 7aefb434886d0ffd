package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Receipt.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A clock that was ahead once, and was set back. */
interface ClockSuite extends InboxSuite {
  Duration AHEAD = Duration.ofDays(365);
  Duration OLD = Duration.ofDays(31);

  private Receipt acceptedFromTheFuture(String entity, String content) {
    clock().move(AHEAD);
    Receipt receipt = inbox().accept(entity, content);
    inbox().drain(FIRST);
    clock().move(AHEAD.negated());
    return receipt;
  }

  private void removeOld() {
    Instant before = clock().instant().minus(Duration.ofDays(30));
    boolean goesOn = true;
    while (goesOn) {
      goesOn = inbox().inbox().history().removeDelivered(before).join();
    }
  }

  private boolean isThere(String id) {
    return inbox().inbox().letters().find(id).isPresent();
  }

  @Test
  default void retention_still_removes_what_is_old_before_and_behind_the_one_from_the_future() {
    inbox().reading(FIRST);
    String before = inbox().accept("ticket:1", "before").id();
    inbox().drain(FIRST);
    String future = acceptedFromTheFuture("ticket:2", "from the future").id();
    String behind = inbox().accept("ticket:3", "behind").id();
    inbox().drain(FIRST);
    clock().move(OLD);
    String young = inbox().accept("ticket:4", "young").id();
    inbox().drain(FIRST);

    removeOld();

    assertThat(isThere(before)).isFalse();
    assertThat(isThere(behind)).isFalse();
    assertThat(isThere(future)).isTrue();
    assertThat(isThere(young)).isTrue();
  }

  @Test
  default void retention_still_removes_all_that_is_old_behind_many_from_the_future() {
    inbox().reading(FIRST);
    clock().move(AHEAD);
    inbox().acceptAll(null, IntStream.range(0, 300).mapToObj(i -> "from the future " + i));
    while (!inbox().drain(FIRST).isEmpty()) {
      // until nothing is left
    }
    clock().move(AHEAD.negated());
    List<String> old = new ArrayList<>();
    inbox().acceptAll(null, IntStream.range(0, 300).mapToObj(i -> "old " + i)).forEach(receipt -> old.add(receipt.id()));
    while (!inbox().drain(FIRST).isEmpty()) {
      // until nothing is left
    }
    clock().move(OLD);

    removeOld();

    assertThat(old).noneMatch(this::isThere);
  }

  @Test
  default void a_genuine_repeat_of_the_one_from_the_future_is_accepted_when_the_horizon_is_over() {
    acceptedFromTheFuture("ticket:1", "a");

    clock().move(HORIZON.plusHours(1));

    assertThat(inbox().accept("ticket:1", "a").outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void a_genuine_repeat_of_the_one_from_the_future_is_accepted_after_a_start_too() {
    acceptedFromTheFuture("ticket:1", "a");
    reopen();

    clock().move(HORIZON.plusHours(1));

    assertThat(inbox().accept("ticket:1", "a").outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void the_clock_set_back_by_an_hour_makes_no_copy_a_new_one() {
    Receipt first = inbox().accept("ticket:1", "a");

    clock().move(Duration.ofHours(-1));

    assertThat(inbox().accept("ticket:1", "a")).isEqualTo(new Receipt(first.number(), first.id(), Outcome.DUPLICATE, null, DuplicateRule.NEWEST));
  }

  @Test
  default void what_arrives_after_the_one_from_the_future_comes_behind_it_all_the_same() {
    inbox().reading(FIRST);
    clock().move(AHEAD);
    inbox().accept("ticket:1", "from the future");
    clock().move(AHEAD.negated());
    inbox().accept("ticket:1", "from now");
    inbox().accept("ticket:2", "of another");

    assertThat(inbox().drain(FIRST)).hasSize(3).containsSubsequence("from the future", "from now");
  }
}
