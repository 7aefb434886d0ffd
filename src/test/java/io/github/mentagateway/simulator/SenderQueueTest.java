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
class SenderQueueTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = 3600 * SECOND;
  private final List<Message> made = new ArrayList<>();
  private SimulatedOutages outages = new SimulatedOutages(0, Duration.ZERO, 1);
  private long now;

  @Test
  void new_messages_come_at_an_even_pace_and_end() {
    SenderQueue queue = queue(3, SECOND, false);
    assertThat(take(queue).message().number()).isZero();
    assertThat(queue.take(now)).isNull();
    assertThat(queue.nextAt()).isEqualTo(SECOND);
    now = 5 * SECOND;
    assertThat(take(queue).message().number()).isEqualTo(1);
    assertThat(take(queue).message().number()).isEqualTo(2);
    assertThat(queue.take(now)).isNull();
    assertThat(queue.nextAt()).isEqualTo(Long.MAX_VALUE);
    assertThat(queue.isAllMade()).isTrue();
    assertThat(made).hasSize(3);
  }

  @Test
  void what_an_endpoint_is_too_slow_for_is_made_up_for_in_part_only() {
    SenderQueue queue = queue(1000, SECOND, false);
    take(queue);
    now = 500 * SECOND;
    int taken = 0;
    for (QueuedMessage due = queue.take(now); due != null; due = queue.take(now)) {
      taken++;
    }
    assertThat(taken).isEqualTo(1 + 10 + 1);
    assertThat(queue.nextAt()).isEqualTo(501 * SECOND);
  }

  @Test
  void each_failed_message_has_its_own_timer_by_the_policy_for_ever() {
    SenderQueue queue = queue(1, 0, false);
    QueuedMessage due = take(queue);
    List<Long> gaps = new ArrayList<>();
    for (int retry = 1; retry <= 52; retry++) {
      fail(queue, due);
      long before = now;
      assertThat(queue.isOver()).isFalse();
      now = queue.nextAt() - 1;
      assertThat(queue.take(now)).isNull();
      now++;
      due = take(queue);
      assertThat(due.attempt()).isEqualTo(retry + 1);
      assertThat(due.isPriority()).isEqualTo(retry <= 50);
      gaps.add(now - before);
    }
    assertThat(gaps.subList(0, 9)).containsExactly(5 * SECOND, 10 * SECOND, 20 * SECOND, 40 * SECOND, 80 * SECOND, 160 * SECOND,
        320 * SECOND, 480 * SECOND, 480 * SECOND);
    assertThat(gaps.subList(9, 50)).containsOnly(480 * SECOND);
    assertThat(gaps.subList(50, 52)).allMatch(gap -> gap >= 12 * HOUR && gap <= 24 * HOUR);
    acknowledge(queue, due);
    assertThat(queue.isOver()).isTrue();
  }

  @Test
  void what_menta_would_still_be_holding_is_told() {
    SenderQueue queue = queue(3, 0, false);
    QueuedMessage first = take(queue);
    fail(queue, new QueuedMessage(first.message(), 50, now));
    QueuedMessage second = take(queue);
    fail(queue, new QueuedMessage(second.message(), 51, now));
    assertThat(queue.waiting()).isEqualTo(new Report.Waiting(2, 1, 0, 1));
    assertThat(queue.held()).isEqualTo(2);
  }

  @Test
  void new_ones_and_retries_take_turns_when_both_are_due() {
    SenderQueue queue = queue(100, 0, false);
    for (int i = 0; i < 4; i++) {
      fail(queue, take(queue));
    }
    now = 100 * SECOND;
    List<Integer> attempts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      attempts.add(take(queue).attempt());
    }
    assertThat(attempts).containsExactly(2, 1, 2, 1, 2, 1, 2, 1);
  }

  @Test
  void a_late_copy_comes_when_a_newer_one_of_its_entity_was_acknowledged() {
    SenderQueue queue = queue(200, 0, false);
    QueuedMessage late = takeWithEntity(queue);
    loseAnswer(queue, late, Fault.LATE_COPY);
    now = 100 * HOUR;
    QueuedMessage newer = takeUntil(queue, late.message().entity());
    assertThat(queue.waiting().heldBack()).isEqualTo(1);
    acknowledge(queue, newer);
    assertThat(queue.waiting().heldBack()).isZero();
    assertThat(next(queue, late)).isEqualTo(new QueuedMessage(late.message(), 2, now));
  }

  @Test
  void one_that_fails_otherwise_and_one_that_was_overtaken_already_are_retried_as_usual() {
    SenderQueue queue = queue(200, 0, false);
    QueuedMessage refused = takeWithEntity(queue);
    queue.settle(refused, attempt(refused, Receipt.CERTAIN, new Answer(503, null), true, Cause.LOST_ANSWER), Fault.LATE_COPY, now);
    assertThat(queue.waiting().heldBack()).isZero();

    QueuedMessage overtaken = takeWithEntity(queue);
    acknowledge(queue, takeUntil(queue, overtaken.message().entity()));
    loseAnswer(queue, overtaken, Fault.LATE_COPY);
    assertThat(queue.waiting().heldBack()).isZero();
  }

  @Test
  void a_late_copy_that_nothing_overtakes_any_more_comes_when_all_are_made() {
    SenderQueue queue = queue(30, 0, false);
    List<QueuedMessage> late = new ArrayList<>();
    while (!queue.isAllMade()) {
      QueuedMessage due = take(queue);
      if (due.message().entity() == null) {
        acknowledge(queue, due);
      } else if (due.attempt() == 1) {
        late.add(due);
        loseAnswer(queue, due, Fault.LATE_COPY);
      }
    }
    assertThat(late).hasSizeGreaterThan(5);
    List<Integer> acknowledged = new ArrayList<>();
    now += 10 * SECOND;
    for (QueuedMessage due = queue.take(now); due != null; due = queue.take(now)) {
      acknowledged.add(due.message().number());
      acknowledge(queue, due);
      now += 10 * SECOND;
    }
    assertThat(acknowledged).containsExactlyInAnyOrderElementsOf(late.stream().map(due -> due.message().number()).toList());
    assertThat(queue.isOver()).isTrue();
  }

  @Test
  void an_outage_begins_at_each_even_share_of_what_was_acknowledged() {
    outages = new SimulatedOutages(2, Duration.ofMinutes(1), 9);
    SenderQueue queue = queue(9, SECOND, false);
    List<Integer> begins = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      now += 100 * SECOND;
      if (acknowledge(queue, take(queue))) {
        begins.add(i);
        assertThat(queue.isOutage(now)).isTrue();
        assertThat(queue.isOutage(now + 60 * SECOND)).isFalse();
      }
    }
    assertThat(begins).containsExactly(3, 6);
  }

  @Test
  void in_an_outage_each_one_fails_for_itself_and_is_retried_for_itself() {
    SenderQueue queue = inOutage(false);
    QueuedMessage due = take(queue);
    fail(queue, due);
    assertThat(queue.nextAt()).isLessThan(outages.end());
  }

  @Test
  void a_burst_sends_at_the_end_of_an_outage_what_came_due_in_it() {
    SenderQueue queue = inOutage(true);
    for (int i = 0; i < 5; i++) {
      now += SECOND;
      fail(queue, take(queue));
    }
    now = outages.end() - 1;
    QueuedMessage last = take(queue);
    fail(queue, last);
    List<Integer> retries = new ArrayList<>();
    now = outages.end();
    for (QueuedMessage due = queue.take(now); due != null; due = queue.take(now)) {
      if (due.attempt() > 1) {
        retries.add(due.message().number());
      }
    }
    assertThat(retries).as("the last one's own timer ends later").hasSize(5).doesNotContain(last.message().number());
  }

  @Test
  void without_a_pace_nothing_new_is_made_in_an_outage() {
    outages = new SimulatedOutages(1, Duration.ofMinutes(1), 2);
    SenderQueue queue = queue(10, 0, false);
    assertThat(acknowledge(queue, take(queue))).isTrue();
    assertThat(queue.take(now)).isNull();
    assertThat(queue.nextAt()).isEqualTo(now + 60 * SECOND);
    now = queue.nextAt();
    assertThat(take(queue).attempt()).isEqualTo(1);
  }

  private SenderQueue inOutage(boolean bursts) {
    outages = new SimulatedOutages(1, Duration.ofMinutes(1), 2);
    SenderQueue queue = queue(100, SECOND, bursts);
    assertThat(acknowledge(queue, take(queue))).isTrue();
    now += SECOND;
    return queue;
  }

  private SenderQueue queue(int notifications, long pace, boolean bursts) {
    return new SenderQueue(new NotificationGenerator(7, 5, 0), notifications, pace, new RetryPolicy(BackoffGrowth.DOUBLING, 7), bursts,
        outages, made::add);
  }

  private QueuedMessage take(SenderQueue queue) {
    QueuedMessage due = queue.take(now);
    assertThat(due).isNotNull();
    return due;
  }

  /** Acknowledges messages until the first attempt of a ticket comes, and returns that one. */
  private QueuedMessage takeWithEntity(SenderQueue queue) {
    QueuedMessage due = take(queue);
    while (due.message().entity() == null || !due.message().entity().startsWith("ticket:") || due.attempt() > 1) {
      acknowledge(queue, due);
      due = take(queue);
    }
    return due;
  }

  private QueuedMessage takeUntil(SenderQueue queue, String entity) {
    QueuedMessage due = take(queue);
    while (!entity.equals(due.message().entity())) {
      acknowledge(queue, due);
      due = take(queue);
    }
    return due;
  }

  private QueuedMessage next(SenderQueue queue, QueuedMessage sought) {
    QueuedMessage due = take(queue);
    while (due.message() != sought.message()) {
      acknowledge(queue, due);
      due = take(queue);
    }
    return due;
  }

  private boolean acknowledge(SenderQueue queue, QueuedMessage due) {
    return queue.settle(due, attempt(due, Receipt.CERTAIN, new Answer(202, "accepted"), false, null), Fault.NONE, now);
  }

  private void loseAnswer(SenderQueue queue, QueuedMessage due, Fault fault) {
    queue.settle(due, attempt(due, Receipt.CERTAIN, new Answer(202, "accepted"), true, Cause.LOST_ANSWER), fault, now);
  }

  private void fail(SenderQueue queue, QueuedMessage due) {
    queue.settle(due, attempt(due, Receipt.NONE, null, false, Cause.UNREACHABLE), Fault.NONE, now);
  }

  private static Attempt attempt(QueuedMessage due, Receipt receipt, Answer answer, boolean lost, Cause cause) {
    return new Attempt(due.message(), due.attempt(), 0, 0, receipt, answer, lost, cause);
  }
}
