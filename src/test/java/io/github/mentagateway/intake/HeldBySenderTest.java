package io.github.mentagateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.MovableClock;
import io.github.mentagateway.inbox.Original;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many notifications wait at menta tech, by what was refused. */
class HeldBySenderTest {
  private final MovableClock clock = new MovableClock();
  private final HeldBySender held = new HeldBySender(clock);

  @Test
  void nothing_is_held_when_nothing_was_refused() {
    held.accepted(body("a"));

    assertThat(held.estimate()).isEqualTo(new HeldBySender.Estimate(0, null, null));
    assertThat(held.estimate().text()).isEqualTo("nothing that was refused here is known to wait at menta tech");
  }

  @Test
  void one_whose_body_was_read_is_held_until_it_is_taken_whatever_comes_between() {
    held.refused(body("a"));
    held.refused(body("b"));
    move(5);
    held.refused(body("a"));
    held.accepted(body("c"));

    assertThat(held.estimate()).isEqualTo(new HeldBySender.Estimate(2, clock.instant().minusSeconds(5), clock.instant()));
    assertThat(held.estimate().text()).isEqualTo("menta tech holds about 2 notifications that this gateway refused since 2026-03-01T12:00:00Z, at the"
        + " least; by its published retries the next one is due from 2026-03-01T12:00:05Z on. What never reached the gateway is not counted");

    held.accepted(body("b"));
    assertThat(held.estimate()).isEqualTo(new HeldBySender.Estimate(1, clock.instant().minusSeconds(5), clock.instant().plusMillis(10_000)));
    held.accepted(body("a"));
    assertThat(held.estimate().estimate()).isZero();
  }

  @Test
  void what_was_refused_before_its_body_was_read_is_counted_once_over_its_retries_however_the_gaps_grow() {
    for (int pattern = 0; pattern < 2; pattern++) {
      HeldBySender one = new HeldBySender(clock);
      for (int retry = 1; retry <= 60; retry++) {
        IntStream.range(0, 7).forEach(message -> one.refused(null));
        assertThat(one.estimate().estimate()).isEqualTo(7);
        clock.move(Duration.ofMillis(pattern == 0 ? SenderRetries.shortest(retry) : SenderRetries.longest(retry)));
      }
      IntStream.range(0, 7).forEach(message -> one.accepted(body("m" + message)));
      assertThat(one.estimate().estimate()).isZero();
    }
  }

  @Test
  void what_is_taken_before_a_retry_can_be_due_is_another_one() {
    held.refused(null);
    move(1);
    held.accepted(body("new"));
    assertThat(held.estimate().estimate()).isEqualTo(1);
    move(5);
    held.accepted(body("the retry, or a new one: nobody can tell"));
    assertThat(held.estimate().estimate()).isZero();
  }

  @Test
  void what_has_not_come_when_it_must_have_came_to_another_instance() {
    held.refused(body("a"));
    held.refused(null);
    move(60);
    assertThat(held.estimate().estimate()).isEqualTo(2);
    move(60);
    assertThat(held.estimate().estimate()).isZero();
  }

  @Test
  void after_fifty_retries_it_is_awaited_for_a_day() {
    for (int retry = 1; retry <= 51; retry++) {
      held.refused(body("a"));
      clock.move(Duration.ofMillis(SenderRetries.longest(retry)));
    }
    assertThat(held.estimate().estimate()).isEqualTo(1);
    clock.move(Duration.ofHours(25));
    assertThat(held.estimate().estimate()).isZero();
  }

  @Test
  void it_is_bounded() {
    IntStream.range(0, 20_000).forEach(i -> held.refused(body("b" + i)));
    IntStream.range(0, 20_000).forEach(i -> held.refused(null));

    assertThat(held.estimate().estimate()).isEqualTo(20_000);
  }

  private void move(int seconds) {
    clock.move(Duration.ofSeconds(seconds));
  }

  private Original body(String text) {
    return new Original(text.getBytes(), Map.of(), clock.instant());
  }
}
