package io.github.mentagateway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.simulator.Attempt.Answer;
import io.github.mentagateway.simulator.Attempt.Cause;
import io.github.mentagateway.simulator.Attempt.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Menta's queue, by menta's clock, which the test moves. */
class ScheduleTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = 3600 * SECOND;
  private final List<Message> made = new ArrayList<>();
  private Blackouts blackouts = new Blackouts(0, Duration.ZERO, 1);
  private long now;

  @Test
  void new_messages_come_at_an_even_pace_and_end() {
    Schedule schedule = schedule(3, SECOND, false);
    assertThat(take(schedule).message().number()).isZero();
    assertThat(schedule.take(now)).isNull();
    assertThat(schedule.nextAt()).isEqualTo(SECOND);
    now = 5 * SECOND;
    assertThat(take(schedule).message().number()).isEqualTo(1);
    assertThat(take(schedule).message().number()).isEqualTo(2);
    assertThat(schedule.take(now)).isNull();
    assertThat(schedule.nextAt()).isEqualTo(Long.MAX_VALUE);
    assertThat(schedule.isAllMade()).isTrue();
    assertThat(made).hasSize(3);
  }

  @Test
  void what_an_endpoint_is_too_slow_for_is_made_up_for_in_part_only() {
    Schedule schedule = schedule(1000, SECOND, false);
    take(schedule);
    now = 500 * SECOND;
    int taken = 0;
    for (Due due = schedule.take(now); due != null; due = schedule.take(now)) {
      taken++;
    }
    assertThat(taken).isEqualTo(1 + 10 + 1);
    assertThat(schedule.nextAt()).isEqualTo(501 * SECOND);
  }

  @Test
  void each_failed_message_has_its_own_timer_by_the_policy_for_ever() {
    Schedule schedule = schedule(1, 0, false);
    Due due = take(schedule);
    List<Long> gaps = new ArrayList<>();
    for (int retry = 1; retry <= 52; retry++) {
      fail(schedule, due);
      long before = now;
      assertThat(schedule.isOver()).isFalse();
      now = schedule.nextAt() - 1;
      assertThat(schedule.take(now)).isNull();
      now++;
      due = take(schedule);
      assertThat(due.attempt()).isEqualTo(retry + 1);
      assertThat(due.isPriority()).isEqualTo(retry <= 50);
      gaps.add(now - before);
    }
    assertThat(gaps.subList(0, 9)).containsExactly(5 * SECOND, 10 * SECOND, 20 * SECOND, 40 * SECOND, 80 * SECOND, 160 * SECOND,
        320 * SECOND, 480 * SECOND, 480 * SECOND);
    assertThat(gaps.subList(9, 50)).containsOnly(480 * SECOND);
    assertThat(gaps.subList(50, 52)).allMatch(gap -> gap >= 12 * HOUR && gap <= 24 * HOUR);
    acknowledge(schedule, due);
    assertThat(schedule.isOver()).isTrue();
  }

  @Test
  void what_menta_would_still_be_holding_is_told() {
    Schedule schedule = schedule(3, 0, false);
    Due first = take(schedule);
    fail(schedule, new Due(first.message(), 50, now));
    Due second = take(schedule);
    fail(schedule, new Due(second.message(), 51, now));
    assertThat(schedule.waiting()).isEqualTo(new Report.Waiting(2, 1, 0, 1));
    assertThat(schedule.held()).isEqualTo(2);
  }

  @Test
  void new_ones_and_retries_take_turns_when_both_are_due() {
    Schedule schedule = schedule(100, 0, false);
    for (int i = 0; i < 4; i++) {
      fail(schedule, take(schedule));
    }
    now = 100 * SECOND;
    List<Integer> attempts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      attempts.add(take(schedule).attempt());
    }
    assertThat(attempts).containsExactly(2, 1, 2, 1, 2, 1, 2, 1);
  }

  @Test
  void a_late_copy_comes_when_a_newer_one_of_its_entity_was_acknowledged() {
    Schedule schedule = schedule(200, 0, false);
    Due late = takeWithEntity(schedule);
    loseAnswer(schedule, late, Fault.LATE_COPY);
    now = 100 * HOUR;
    Due newer = takeUntil(schedule, late.message().entity());
    assertThat(schedule.waiting().heldBack()).isEqualTo(1);
    acknowledge(schedule, newer);
    assertThat(schedule.waiting().heldBack()).isZero();
    assertThat(next(schedule, late)).isEqualTo(new Due(late.message(), 2, now));
  }

  @Test
  void one_that_fails_otherwise_and_one_that_was_overtaken_already_are_retried_as_usual() {
    Schedule schedule = schedule(200, 0, false);
    Due refused = takeWithEntity(schedule);
    schedule.settle(refused, attempt(refused, Receipt.CERTAIN, new Answer(503, null), true, Cause.LOST_ANSWER), Fault.LATE_COPY, now);
    assertThat(schedule.waiting().heldBack()).isZero();

    Due overtaken = takeWithEntity(schedule);
    acknowledge(schedule, takeUntil(schedule, overtaken.message().entity()));
    loseAnswer(schedule, overtaken, Fault.LATE_COPY);
    assertThat(schedule.waiting().heldBack()).isZero();
  }

  @Test
  void a_late_copy_that_nothing_overtakes_any_more_comes_when_all_are_made() {
    Schedule schedule = schedule(30, 0, false);
    List<Due> late = new ArrayList<>();
    while (!schedule.isAllMade()) {
      Due due = take(schedule);
      if (due.message().entity() == null) {
        acknowledge(schedule, due);
      } else if (due.attempt() == 1) {
        late.add(due);
        loseAnswer(schedule, due, Fault.LATE_COPY);
      }
    }
    assertThat(late).hasSizeGreaterThan(5);
    List<Integer> acknowledged = new ArrayList<>();
    now += 10 * SECOND;
    for (Due due = schedule.take(now); due != null; due = schedule.take(now)) {
      acknowledged.add(due.message().number());
      acknowledge(schedule, due);
      now += 10 * SECOND;
    }
    assertThat(acknowledged).containsExactlyInAnyOrderElementsOf(late.stream().map(due -> due.message().number()).toList());
    assertThat(schedule.isOver()).isTrue();
  }

  @Test
  void an_outage_begins_at_each_even_share_of_what_was_acknowledged() {
    blackouts = new Blackouts(2, Duration.ofMinutes(1), 9);
    Schedule schedule = schedule(9, SECOND, false);
    List<Integer> begins = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      now += 100 * SECOND;
      if (acknowledge(schedule, take(schedule))) {
        begins.add(i);
        assertThat(schedule.isDark(now)).isTrue();
        assertThat(schedule.isDark(now + 60 * SECOND)).isFalse();
      }
    }
    assertThat(begins).containsExactly(3, 6);
  }

  @Test
  void in_an_outage_each_one_fails_for_itself_and_is_retried_for_itself() {
    Schedule schedule = inOutage(false);
    Due due = take(schedule);
    fail(schedule, due);
    assertThat(schedule.nextAt()).isLessThan(blackouts.end());
  }

  @Test
  void a_burst_sends_at_the_end_of_an_outage_what_came_due_in_it() {
    Schedule schedule = inOutage(true);
    for (int i = 0; i < 5; i++) {
      now += SECOND;
      fail(schedule, take(schedule));
    }
    now = blackouts.end() - 1;
    Due last = take(schedule);
    fail(schedule, last);
    List<Integer> retries = new ArrayList<>();
    now = blackouts.end();
    for (Due due = schedule.take(now); due != null; due = schedule.take(now)) {
      if (due.attempt() > 1) {
        retries.add(due.message().number());
      }
    }
    assertThat(retries).as("the last one's own timer ends later").hasSize(5).doesNotContain(last.message().number());
  }

  @Test
  void without_a_pace_nothing_new_is_made_in_an_outage() {
    blackouts = new Blackouts(1, Duration.ofMinutes(1), 2);
    Schedule schedule = schedule(10, 0, false);
    assertThat(acknowledge(schedule, take(schedule))).isTrue();
    assertThat(schedule.take(now)).isNull();
    assertThat(schedule.nextAt()).isEqualTo(now + 60 * SECOND);
    now = schedule.nextAt();
    assertThat(take(schedule).attempt()).isEqualTo(1);
  }

  private Schedule inOutage(boolean bursts) {
    blackouts = new Blackouts(1, Duration.ofMinutes(1), 2);
    Schedule schedule = schedule(100, SECOND, bursts);
    assertThat(acknowledge(schedule, take(schedule))).isTrue();
    now += SECOND;
    return schedule;
  }

  private Schedule schedule(int notifications, long pace, boolean bursts) {
    return new Schedule(new Stream(7, 5, 0), notifications, pace, new RetryPolicy(Growth.DOUBLING, 7), bursts, blackouts, made::add);
  }

  private Due take(Schedule schedule) {
    Due due = schedule.take(now);
    assertThat(due).isNotNull();
    return due;
  }

  /** The next ones without are acknowledged. */
  private Due takeWithEntity(Schedule schedule) {
    Due due = take(schedule);
    while (due.message().entity() == null || !due.message().entity().startsWith("ticket:") || due.attempt() > 1) {
      acknowledge(schedule, due);
      due = take(schedule);
    }
    return due;
  }

  private Due takeUntil(Schedule schedule, String entity) {
    Due due = take(schedule);
    while (!entity.equals(due.message().entity())) {
      acknowledge(schedule, due);
      due = take(schedule);
    }
    return due;
  }

  private Due next(Schedule schedule, Due sought) {
    Due due = take(schedule);
    while (due.message() != sought.message()) {
      acknowledge(schedule, due);
      due = take(schedule);
    }
    return due;
  }

  private boolean acknowledge(Schedule schedule, Due due) {
    return schedule.settle(due, attempt(due, Receipt.CERTAIN, new Answer(202, "accepted"), false, null), Fault.NONE, now);
  }

  private void loseAnswer(Schedule schedule, Due due, Fault fault) {
    schedule.settle(due, attempt(due, Receipt.CERTAIN, new Answer(202, "accepted"), true, Cause.LOST_ANSWER), fault, now);
  }

  private void fail(Schedule schedule, Due due) {
    schedule.settle(due, attempt(due, Receipt.NONE, null, false, Cause.UNREACHABLE), Fault.NONE, now);
  }

  private static Attempt attempt(Due due, Receipt receipt, Answer answer, boolean lost, Cause cause) {
    return new Attempt(due.message(), due.attempt(), 0, 0, receipt, answer, lost, cause);
  }
}
