package io.github.mentagateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Receipt.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How long an arrival counts as unanswered: the sender may send it again because it has no answer, but not for ever. What counts is the
 * time in which it could have been sent again, that is while the gateway was up.
 */
interface UnansweredSuite extends InboxSuite {
  Duration REMEMBERED = Duration.ofHours(48);
  Duration STEP = Duration.ofHours(2);

  /** Time passes while the inbox is open and something is done with it now and then. */
  private void up(Duration time) {
    for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(STEP)) {
      clock().move(STEP);
      inbox().accept("ticket:other", "at " + clock().instant());
    }
  }

  /** An arrival whose answer did not reach the sender, and a newer one of its entity, so that nothing else makes a copy of it one. */
  private void unanswered(String... entities) {
    for (String entity : entities) {
      inbox().acceptUnanswered(entity, "a of " + entity);
      inbox().accept(entity, "b of " + entity);
    }
  }

  private Receipt again(String entity) {
    return inbox().accept(entity, "a of " + entity);
  }

  @Test
  default void a_genuine_repeat_ten_days_later_is_accepted_although_the_first_one_was_never_answered() {
    unanswered("ticket:1");

    up(Duration.ofDays(10));

    assertThat(again("ticket:1").outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void a_genuine_repeat_of_the_newest_ten_days_later_is_accepted_too() {
    inbox().acceptUnanswered("ticket:1", "a");

    up(Duration.ofDays(10));

    assertThat(inbox().accept("ticket:1", "a").outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void about_nothing_a_genuine_repeat_ten_days_later_is_accepted_too() {
    inbox().acceptUnanswered(null, "a");

    up(Duration.ofDays(10));

    assertThat(inbox().accept(null, "a").outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void until_then_a_copy_is_a_duplicate() {
    unanswered("ticket:1", "ticket:2");

    up(REMEMBERED.minus(STEP.multipliedBy(2)));
    assertThat(again("ticket:1").rule()).isEqualTo(DuplicateRule.UNANSWERED);

    up(STEP.multipliedBy(4));
    assertThat(again("ticket:2").outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void a_time_in_which_it_was_closed_does_not_count() {
    unanswered("ticket:1", "ticket:2", "ticket:3");
    up(Duration.ofHours(24));
    inbox().inbox().close();
    clock().move(Duration.ofDays(10));

    reopen();

    assertThat(again("ticket:1").rule()).isEqualTo(DuplicateRule.UNANSWERED);
    up(Duration.ofHours(22));
    assertThat(again("ticket:2").rule()).isEqualTo(DuplicateRule.UNANSWERED);
    up(Duration.ofHours(4));
    assertThat(again("ticket:3").outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void the_time_that_it_was_open_is_summed_up_over_starts_and_crashes() {
    unanswered("ticket:1");
    for (int life = 0; life < 4; life++) {
      up(Duration.ofHours(20));
      if (life % 2 == 0) {
        reopen();
      } else {
        reopenAfterCrash();
      }
    }

    assertThat(again("ticket:1").outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void what_is_accepted_anew_is_remembered_anew() {
    unanswered("ticket:1");
    up(REMEMBERED.plus(STEP.multipliedBy(2)));
    Receipt second = inbox().acceptUnanswered("ticket:1", "a of ticket:1");
    inbox().accept("ticket:1", "c");

    assertThat(second.outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(again("ticket:1")).isEqualTo(new Receipt(second.number(), second.id(), Outcome.DUPLICATE, null, DuplicateRule.UNANSWERED));
  }

  @Test
  default void what_ended_for_one_goes_on_for_one_that_came_later() {
    unanswered("ticket:1");
    up(Duration.ofHours(30));
    unanswered("ticket:2");
    up(Duration.ofHours(30));

    assertThat(again("ticket:1").outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(again("ticket:2").rule()).isEqualTo(DuplicateRule.UNANSWERED);
  }

  @Test
  default void what_was_answered_a_moment_before_the_process_is_killed_is_not_taken_for_unanswered() {
    Receipt first = inbox().acceptUnanswered("ticket:1", "a");

    // nothing is written between the answer and the end
    inbox().together(() -> {
      inbox().inbox().acceptance().answered(first);
      reopenAfterCrash();
    });

    inbox().accept("ticket:1", "b");
    assertThat(inbox().acceptUnanswered("ticket:1", "a").outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void what_was_not_answered_when_the_process_is_killed_is_taken_for_unanswered() {
    Receipt first = inbox().acceptUnanswered("ticket:1", "a");
    Receipt later = inbox().acceptUnanswered("ticket:2", "a of another");

    inbox().together(() -> {
      inbox().inbox().acceptance().answered(later);
      reopenAfterCrash();
    });

    inbox().accept("ticket:1", "b");
    assertThat(inbox().acceptUnanswered("ticket:1", "a")).isEqualTo(
        new Receipt(first.number(), first.id(), Outcome.DUPLICATE, null, DuplicateRule.UNANSWERED));
  }

  /** An answer that is lost must not put those in doubt that were heard after it. */
  @Test
  default void what_was_answered_is_so_although_one_before_it_was_not() {
    Receipt lost = inbox().acceptUnanswered("ticket:1", "a");
    Receipt heard = inbox().acceptUnanswered("ticket:2", "a of another");

    inbox().together(() -> {
      inbox().inbox().acceptance().answered(heard);
      reopenAfterCrash();
    });

    inbox().accept("ticket:2", "b");
    assertThat(inbox().acceptUnanswered("ticket:2", "a of another").outcome()).isEqualTo(Outcome.ACCEPTED);
    inbox().accept("ticket:1", "b");
    assertThat(inbox().acceptUnanswered("ticket:1", "a").id()).isEqualTo(lost.id());
  }

  @Test
  default void what_was_answered_after_it_had_become_a_row_is_answered_also_after_a_kill() {
    Receipt slow = inbox().acceptUnanswered("ticket:1", "a");
    up(Duration.ofSeconds(1));

    inbox().together(() -> {
      inbox().inbox().acceptance().answered(slow);
      reopenAfterCrash();
    });

    inbox().accept("ticket:1", "b");
    assertThat(inbox().acceptUnanswered("ticket:1", "a").outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void what_is_noted_stays_small_and_right_however_many_are_answered_out_of_order() {
    Receipt lost = inbox().acceptUnanswered("ticket:0", "a");
    List<Receipt> heard = new ArrayList<>();
    for (int i = 1; i <= 300; i++) {
      heard.add(inbox().acceptUnanswered("ticket:" + i, "a of " + i));
    }
    Collections.reverse(heard);

    inbox().together(() -> {
      heard.forEach(inbox().inbox().acceptance()::answered);
      reopenAfterCrash();
    });

    for (int i = 1; i <= 300; i += 37) {
      inbox().accept("ticket:" + i, "b");
      assertThat(inbox().acceptUnanswered("ticket:" + i, "a of " + i).outcome()).as("ticket:%d", i).isEqualTo(Outcome.ACCEPTED);
    }
    inbox().accept("ticket:0", "b");
    assertThat(inbox().acceptUnanswered("ticket:0", "a").id()).isEqualTo(lost.id());
  }
}
