package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static io.github.mentagateway.inbox.Letters.Kind.DEAD_LETTER;
import static io.github.mentagateway.inbox.Letters.Kind.QUARANTINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mentagateway.inbox.Attempt.Outcome;
import io.github.mentagateway.inbox.Letters.Letter;
import io.github.mentagateway.inbox.Letters.RefusedException;
import io.github.mentagateway.privacy.PrivateText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What waits for a person, and what a person can do about it. */
interface LettersSuite extends InboxSuite {

  /** One dead letter of {@code ticket:1} in a channel that lets later ones pass. */
  private Work deadLetter(String content) {
    inbox().accept("ticket:1", content);
    Work work = inbox().claimOne(FIRST);
    inbox().dead(work, "refused for good");
    return work;
  }

  private Letters letters() {
    return inbox().inbox().letters();
  }

  @Test
  default void the_list_has_the_newest_first_and_goes_on_page_by_page() {
    inbox().reading(FIRST);
    List<String> ids = IntStream.range(0, 5).mapToObj(i -> deadLetter("x" + i).deliveryId()).toList();

    List<Letter> first = letters().list(DEAD_LETTER, Long.MAX_VALUE, 2);
    List<Letter> second = letters().list(DEAD_LETTER, first.get(1).number(), 2);
    List<Letter> third = letters().list(DEAD_LETTER, second.get(1).number(), 2);

    assertThat(first).extracting(Letter::deliveryId).containsExactly(ids.get(4), ids.get(3));
    assertThat(second).extracting(Letter::deliveryId).containsExactly(ids.get(2), ids.get(1));
    assertThat(third).extracting(Letter::deliveryId).containsExactly(ids.get(0));
    assertThat(letters().list(QUARANTINE, Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  default void those_of_one_reason_are_counted_together_and_can_be_had_alone() {
    inbox().reading(FIRST, "mail");
    inbox().accept("ticket:1", "a");
    inbox().dead(inbox().claimOne(FIRST), "Refused: 100%");
    clock().move(Duration.ofMinutes(5));
    inbox().accept("listing.updated", "listing:1", "b");
    Work second = inbox().claimOne(FIRST);
    inbox().dead(second, "Refused: 100%");
    inbox().accept("ticket:2", "c");
    inbox().done(inbox().claimOne(FIRST), send("mail", "ticket:2", "x"));
    Work mail = inbox().claimOne("mail");
    inbox().dead(mail, "no mailbox");

    assertThat(letters().groups(DEAD_LETTER)).containsExactly(
        new Letters.Group(FIRST, "Refused: 100%", 2, clock().instant().minus(Duration.ofMinutes(5)), clock().instant()),
        new Letters.Group("mail", "no mailbox", 1, clock().instant(), clock().instant()));
    assertThat(letters().groups(QUARANTINE)).isEmpty();
    assertThat(wanted(null, null, "refused: 100%")).hasSize(2);
    assertThat(wanted("listing.updated", FIRST, "refused")).containsExactly(second.deliveryId());
    assertThat(wanted(null, "mail", null)).containsExactly(mail.deliveryId());
    assertThat(wanted(null, null, "100_")).isEmpty();
  }

  @Test
  default void those_that_differ_in_their_private_part_are_one_group_and_what_is_private_in_it_stays_so() {
    inbox().reading(FIRST);
    List<String> reasons = new ArrayList<>(IntStream.range(0, 20).mapToObj(i -> "the API answered 422: ⟦Ana " + i + "⟧, which is final").toList());
    reasons.add("the call failed: ⟦" + "x".repeat(600) + "⟧");
    reasons.add("y".repeat(700));
    for (String reason : reasons) {
      inbox().accept("ticket:" + reason.hashCode(), "a");
      inbox().dead(inbox().claimOne(FIRST), reason);
    }

    List<Letters.Group> groups = letters().groups(DEAD_LETTER);

    assertThat(groups).extracting(Letters.Group::count).containsExactly(20L, 1L, 1L);
    assertThat(groups).extracting(group -> PrivateText.hide(group.reason())).containsExactlyInAnyOrder("the API answered 422: ***, which is final",
        "the call failed: ***", "y".repeat(499) + "…");
  }

  private List<String> wanted(String action, String channel, String reason) {
    return letters().oldest(DEAD_LETTER, new DeliveryFilter(channel, null, action, null, reason, null, null), 0, 10).letters().stream().map(Letter::deliveryId).toList();
  }

  @Test
  default void both_kinds_are_counted_per_channel() {
    inbox().reading(FIRST, "rest");
    deadLetter("a");
    deadLetter("b");
    inbox().accept("ticket:1", "c");
    inbox().done(inbox().claimOne(FIRST), send("rest", null, "x"));
    inbox().dead(inbox().claimOne("rest"), "refused");
    inbox().inbox().acceptance().accept(inbox().unusable("%", "not JSON")).join();

    assertThat(letters().count(DEAD_LETTER)).isEqualTo(Map.of(FIRST, 2L, "rest", 1L));
    assertThat(letters().count(QUARANTINE)).isEqualTo(Map.of(FIRST, 1L));
  }

  @Test
  default void a_letter_is_found_with_its_content_and_every_attempt() {
    Receipt receipt = inbox().reading(FIRST).accept("ticket:1", "sold");
    inbox().retry(inbox().claimOne(FIRST), Duration.ofSeconds(1));
    clock().move(Duration.ofSeconds(1));
    Work work = inbox().claimOne(FIRST);
    inbox().dead(work, "refused for good");

    Letters.Detail detail = letters().find(receipt.id()).orElseThrow();

    assertThat(detail.letter()).isEqualTo(new Letter(work.number(), receipt.id() + ".notifications", receipt.id(), FIRST, "ticket.updated", "ticket:1",
        "dead", 2, clock().instant().minusSeconds(1), clock().instant(), "refused for good"));
    assertThat(detail.original().body()).asString().isEqualTo("sold");
    assertThat(detail.original().headers()).containsEntry("user-agent", "menta");
    assertThat(detail.payload().isOriginal()).isTrue();
    assertThat(detail.attempts()).containsExactly(
        new Attempt(1, clock().instant().minusSeconds(1), Duration.ofMillis(5), Outcome.RETRY, "no luck"),
        new Attempt(2, clock().instant(), Duration.ofMillis(5), Outcome.DEAD_LETTER, "refused for good"));
  }

  @Test
  default void a_reason_without_end_is_cut_and_does_not_fail_the_settlement() {
    inbox().reading(FIRST).accept("ticket:1", "sold");
    Work work = inbox().claimOne(FIRST);

    inbox().dead(work, "x".repeat(100_000));

    assertThat(letters().find(work.deliveryId()).orElseThrow().letter().reason()).hasSize(2000).endsWith("x…");
  }

  @Test
  default void an_id_of_no_delivery_is_not_found_and_refused() {
    String store = inbox().accept("ticket:1", "a").id().replaceFirst("-.*", "");

    for (String id : List.of("", "17", "other1-10000", store + "-1", store + "-99999999999999999999", "' or 1=1 --")) {
      assertThat(letters().find(id)).isEmpty();
      assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> letters().retry(DEAD_LETTER, id, true))
          .withMessage("there is no delivery with this id in this store: list shows those there are");
    }
  }

  @Test
  default void a_retry_keeps_the_id_and_its_place_and_begins_to_count_anew() {
    inbox().reading(FIRST);
    Work dead = deadLetter("old");
    inbox().accept("ticket:1", "new");

    letters().retry(DEAD_LETTER, dead.deliveryId(), false);

    Work again = inbox().claimOne(FIRST);
    assertThat(again.deliveryId()).isEqualTo(dead.deliveryId());
    assertThat(content(again)).isEqualTo("old");
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.attemptsSpent()).isEqualTo(1);
    inbox().done(again);
    assertThat(inbox().drain(FIRST)).containsExactly("new");
    assertThat(letters().list(DEAD_LETTER, Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  default void a_replay_would_overtake_a_newer_one_that_waits_and_is_refused_unless_forced() {
    inbox().reading(FIRST);
    Work dead = deadLetter("old");
    String newer = inbox().accept("ticket:1", "new").id();

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> letters().replay(DEAD_LETTER, dead.deliveryId(), null, false))
        .withMessage(dead.deliveryId() + " is older than " + newer + ".notifications, which waits to be delivered to notifications for ticket:1:"
            + " sent now, it would come after that one and could undo it. --force sends it all the same");
    assertThat(inbox().drain(FIRST)).containsExactly("new");
  }

  @Test
  default void a_retry_is_refused_while_a_newer_one_is_under_way() {
    inbox().reading(FIRST);
    Work dead = deadLetter("old");
    inbox().accept("ticket:1", "new");
    Work newer = inbox().claimOne(FIRST);

    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> letters().retry(DEAD_LETTER, dead.deliveryId(), false))
        .withMessage(dead.deliveryId() + " is older than one that is just being delivered to notifications for ticket:1: ask again when"
            + " that has ended");
    inbox().retry(newer, Duration.ZERO);
    letters().retry(DEAD_LETTER, dead.deliveryId(), false);
    assertThat(inbox().drain(FIRST)).containsExactly("old", "new");
  }

  @Test
  default void a_forced_retry_that_comes_while_a_newer_one_is_under_way_waits_for_its_end() {
    inbox().reading(FIRST);
    Work dead = deadLetter("old");
    inbox().accept("ticket:1", "new");
    Work newer = inbox().claimOne(FIRST);
    letters().retry(DEAD_LETTER, dead.deliveryId(), true);

    assertThat(inbox().claim(FIRST)).isEmpty();
    inbox().retry(newer, Duration.ofSeconds(5));

    assertThat(inbox().drain(FIRST)).containsExactly("old");
    clock().move(Duration.ofSeconds(5));
    assertThat(inbox().drain(FIRST)).containsExactly("new");
  }

  @Test
  default void a_replay_is_a_new_delivery_at_the_end_of_its_line() {
    inbox().reading(FIRST);
    Work dead = deadLetter("old");
    inbox().accept("ticket:1", "new");

    String replayed = letters().replay(DEAD_LETTER, dead.deliveryId(), null, true);

    inbox().done(inbox().claimOne(FIRST));
    Work again = inbox().claimOne(FIRST);
    assertThat(again.deliveryId()).isEqualTo(replayed).isNotEqualTo(dead.deliveryId());
    assertThat(again.notificationId()).isEqualTo(dead.notificationId());
    assertThat(again.attempt()).isEqualTo(1);
    assertThat(content(again)).isEqualTo("old");
    assertThat(letters().find(dead.deliveryId()).orElseThrow().letter().state()).isEqualTo("replayed");
    assertThat(letters().list(DEAD_LETTER, Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  default void both_are_refused_when_a_newer_one_was_delivered_since_unless_forced() {
    inbox().reading(FIRST);
    Work dead = deadLetter("old");
    Work undone = deadLetter("older than the delivered one too");
    String newer = inbox().accept("ticket:1", "new").id();
    inbox().accept("ticket:2", "of another entity");
    inbox().claim(FIRST).forEach(inbox()::done);

    String refusal = dead.deliveryId() + " is older than " + newer + ".notifications, which was delivered to notifications for ticket:1: sent"
        + " now, it would come after that one and could undo it. --force sends it all the same";
    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> letters().retry(DEAD_LETTER, dead.deliveryId(), false))
        .withMessage(refusal);
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> letters().replay(DEAD_LETTER, dead.deliveryId(), null, false)).withMessage(refusal);
    assertThat(inbox().claim(FIRST)).isEmpty();

    letters().retry(DEAD_LETTER, dead.deliveryId(), true);
    letters().replay(DEAD_LETTER, undone.deliveryId(), null, true);
    assertThat(inbox().drain(FIRST)).containsExactly("old", "older than the delivered one too");
  }

  @Test
  default void what_is_no_letter_of_that_kind_is_refused() {
    inbox().reading(FIRST);
    String waiting = inbox().accept("ticket:9", "waits").id();
    inbox().claim(FIRST);
    Work dead = deadLetter("old");

    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> letters().retry(DEAD_LETTER, waiting, true))
        .withMessage(waiting + ".notifications is waiting, and only one that is dead can be sent again here");
    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> letters().retry(QUARANTINE, dead.deliveryId(), true))
        .withMessage(dead.deliveryId() + " is dead, and only one that is quarantined can be sent again here");
  }

  @Test
  default void two_people_who_decide_at_once_are_told_who_was_first() {
    inbox().reading(FIRST);
    Work dead = deadLetter("old");
    List<Throwable> refused = new ArrayList<>();
    List<Thread> people = IntStream.range(0, 2).mapToObj(i -> new Thread(() -> {
      try {
        letters().retry(DEAD_LETTER, dead.deliveryId(), false);
      } catch (RuntimeException e) {
        refused.add(e);
      }
    })).toList();

    inbox().together(() -> people.forEach(Thread::start));
    people.forEach(person -> {
      try {
        person.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });

    assertThat(refused).singleElement().isInstanceOf(RefusedException.class);
    assertThat(inbox().drain(FIRST)).containsExactly("old");
  }

  @Test
  default void a_quarantined_arrival_is_replayed_as_what_it_turned_out_to_be() {
    Receipt receipt = inbox().reading(FIRST).inbox().acceptance().accept(inbox().unusable("{odd}", "no action")).join();

    String replayed = letters().replay(QUARANTINE, receipt.id(),
        new Letters.Revision("ticket.updated", "ticket:1", Payload.ORIGINAL), false);

    Work work = inbox().claimOne(FIRST);
    assertThat(work.deliveryId()).isEqualTo(replayed);
    assertThat(work.action()).isEqualTo("ticket.updated");
    assertThat(work.entity()).isEqualTo("ticket:1");
    assertThat(content(work)).isEqualTo("{odd}");
    assertThat(letters().count(QUARANTINE)).isEmpty();
  }

  @Test
  default void what_a_route_quarantined_is_listed_with_its_reason_and_can_be_tried_again() {
    inbox().reading(FIRST).accept("ticket:1", "unknown");
    Work work = inbox().claimOne(FIRST);

    inbox().quarantine(work, "no route takes ticket.unknown");

    assertThat(letters().list(QUARANTINE, Long.MAX_VALUE, 10)).singleElement().satisfies(letter -> {
      assertThat(letter.deliveryId()).isEqualTo(work.deliveryId());
      assertThat(letter.reason()).isEqualTo("no route takes ticket.unknown");
      assertThat(letter.state()).isEqualTo("quarantined");
    });
    letters().retry(QUARANTINE, work.deliveryId(), false);
    assertThat(inbox().drain(FIRST)).containsExactly("unknown");
  }
}
