package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static io.github.mentagateway.inbox.Letters.Kind.DEAD_LETTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mentagateway.inbox.Receipt.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is removed once it is done with, and what is never removed. */
interface RetentionSuite extends InboxSuite {
  Duration KEPT = Duration.ofDays(30);

  /** A whole round. */
  private void removeOld() {
    Instant before = clock().instant().minus(KEPT);
    boolean goesOn = true;
    while (goesOn) {
      goesOn = inbox().inbox().history().removeDelivered(before).join();
    }
  }

  private boolean isThere(String id) {
    return inbox().inbox().letters().find(id).isPresent();
  }

  @Test
  default void what_was_delivered_is_removed_with_all_it_led_to_when_its_time_is_over() {
    String id = inbox().reading(FIRST, "mail").accept("ticket:1", "sold").id();
    inbox().done(inbox().claimOne(FIRST), send("mail", null, "dear ana"));
    String mail = inbox().claimOne("mail").deliveryId();
    reopen().reading("mail");
    inbox().done(inbox().claimOne("mail"));

    clock().move(KEPT);
    removeOld();
    assertThat(isThere(id)).isTrue();
    assertThat(isThere(mail)).isTrue();

    clock().move(Duration.ofMillis(1));
    removeOld();
    assertThat(isThere(id)).isFalse();
    assertThat(isThere(mail)).isFalse();
  }

  @Test
  default void a_notification_stays_whole_while_one_of_its_deliveries_waits_or_ended_lately() {
    String id = inbox().reading(FIRST, "mail", "rest").accept("ticket:1", "sold").id();
    inbox().done(inbox().claimOne(FIRST), send("mail", null, "dear ana"), send("rest", null, "x"));
    inbox().done(inbox().claimOne("rest"));
    clock().move(KEPT.plusDays(1));

    removeOld();
    assertThat(isThere(id)).isTrue();
    inbox().done(inbox().claimOne("mail"));
    removeOld();
    assertThat(isThere(id)).isTrue();

    clock().move(KEPT.plusDays(1));
    removeOld();
    assertThat(isThere(id)).isFalse();
  }

  @Test
  default void dead_letters_and_quarantine_are_never_removed_by_themselves() {
    inbox().reading(FIRST).accept("ticket:1", "refused");
    Work dead = inbox().claimOne(FIRST);
    inbox().dead(dead, "refused for good");
    String odd = inbox().inbox().acceptance().accept(inbox().unusable("%", "not JSON")).join().id();
    clock().move(KEPT.multipliedBy(10));

    removeOld();

    assertThat(isThere(dead.deliveryId())).isTrue();
    assertThat(isThere(odd)).isTrue();
    inbox().inbox().letters().discard(DEAD_LETTER, dead.deliveryId(), "mended by hand");
    clock().move(KEPT.plusDays(1));
    removeOld();
    assertThat(isThere(dead.deliveryId())).isFalse();
    assertThat(isThere(odd)).isTrue();
  }

  @Test
  default void a_dead_letter_is_still_refused_behind_what_was_delivered_long_ago() {
    inbox().reading(FIRST).accept("ticket:1", "old");
    Work dead = inbox().claimOne(FIRST);
    inbox().dead(dead, "refused for good");
    String newer = inbox().accept("ticket:1", "new").id();
    inbox().done(inbox().claimOne(FIRST));
    clock().move(KEPT.plusDays(1));

    removeOld();

    assertThatExceptionOfType(Letters.RefusedException.class)
        .isThrownBy(() -> inbox().inbox().letters().retry(DEAD_LETTER, dead.deliveryId(), false))
        .withMessageStartingWith(dead.deliveryId() + " is older than " + newer + ".notifications, which was delivered to " + FIRST);
  }

  @Test
  default void a_copy_of_what_was_removed_is_new_and_starts_afresh() {
    Receipt first = inbox().reading(FIRST).accept("ticket:1", "sold to ana");
    Receipt unanswered = inbox().acceptUnanswered("ticket:1", "sold to luis");
    inbox().drain(FIRST);
    clock().move(KEPT.plusDays(1));
    removeOld();
    assertThat(isThere(first.id())).isFalse();
    assertThat(isThere(unanswered.id())).isFalse();

    reopenAfterSyncAndCrash();

    assertThat(inbox().accept("ticket:1", "sold to luis").outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(inbox().accept("ticket:1", "sold to luis").outcome()).isEqualTo(Outcome.DUPLICATE);
  }

  /** A removal is not synced for itself: the next acknowledged arrival brings it to disk. */
  private void reopenAfterSyncAndCrash() {
    inbox().accept("ticket:2", "brings the disk up to date");
    reopenAfterCrash();
  }

  @Test
  default void more_than_one_step_removes_all_that_is_old_and_nothing_else() {
    inbox().reading(FIRST);
    List<String> old = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      old.add(inbox().accept("ticket:" + i, "x").id());
    }
    while (!inbox().drain(FIRST).isEmpty()) {
      // until nothing is left
    }
    clock().move(KEPT.plusDays(1));
    String young = inbox().accept("ticket:0", "y").id();
    inbox().drain(FIRST);

    removeOld();

    assertThat(old).noneMatch(this::isThere);
    assertThat(isThere(young)).isTrue();
  }
}
