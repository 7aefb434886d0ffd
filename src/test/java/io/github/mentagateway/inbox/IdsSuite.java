package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static io.github.mentagateway.inbox.Letters.Kind.DEAD_LETTER;
import static io.github.mentagateway.inbox.Letters.Kind.QUARANTINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mentagateway.inbox.Letters.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ids are made of what they name, so that work that is done again after a crash has the same ones. */
interface IdsSuite extends InboxSuite {

  private Letters letters() {
    return inbox().inbox().letters();
  }

  private List<String> drainedIds(String channel) {
    return inbox().drained(channel).stream().map(Work::deliveryId).toList();
  }

  private String sentTo(String channel) {
    return inbox().claimOne(channel).deliveryId();
  }

  /** Replays a dead letter of the first channel, and claims what that made. */
  private Work replayed(String deliveryId) {
    String id = letters().replay(DEAD_LETTER, deliveryId, null, false);
    Work work = inbox().claimOne(FIRST);
    assertThat(work.deliveryId()).isEqualTo(id);
    return work;
  }

  @Test
  default void a_delivery_is_called_by_its_notification_and_its_channel() {
    String id = inbox().reading(FIRST, "rest").accept("ticket:1", "sold").id();
    Work work = inbox().claimOne(FIRST);

    assertThat(id).matches("[a-z0-9]{6}-\\d+");
    assertThat(work.notificationId()).isEqualTo(id);
    assertThat(work.deliveryId()).isEqualTo(id + ".notifications");
    inbox().done(work, send("rest", "ticket:1", "sent on"));
    Work sent = inbox().claimOne("rest");
    assertThat(sent.notificationId()).isEqualTo(id);
    assertThat(sent.deliveryId()).isEqualTo(id + ".rest");
  }

  @Test
  default void what_one_run_sends_several_times_to_one_channel_is_numbered_in_the_order_it_was_sent() {
    String id = inbox().reading(FIRST, "rest", "mail").accept("ticket:1", "sold").id();

    inbox().done(inbox().claimOne(FIRST), send("mail", "holder", "a"), send("rest", "ticket:1", "x"), send("mail", "holder", "b"),
        send("rest", "ticket:1", "y"), send("mail", "holder", "c"));

    assertThat(inbox().drained("mail")).extracting(work -> content(work) + " " + work.deliveryId())
        .containsExactly("a " + id + ".mail", "b " + id + ".mail.2", "c " + id + ".mail.3");
    assertThat(drainedIds("rest")).containsExactly(id + ".rest", id + ".rest.2");
  }

  @Test
  default void a_stadium_of_sends_is_numbered_through() {
    String id = inbox().reading(FIRST, "mail").accept("event:1", "unlocked").id();
    Send[] mails = IntStream.rangeClosed(1, 1300).mapToObj(i -> send("mail", "holder:" + i, String.valueOf(i))).toArray(Send[]::new);

    inbox().done(inbox().claimOne(FIRST), mails);

    assertThat(inbox().drained("mail")).hasSize(1300)
        .allMatch(work -> work.deliveryId().equals(id + ".mail" + (content(work).equals("1") ? "" : "." + content(work))));
  }

  @Test
  default void a_send_with_a_key_is_called_by_it() {
    String id = inbox().reading(FIRST, "rest", "mail").accept("ticket:1", "sold").id();

    inbox().done(inbox().claimOne(FIRST), send("mail", "holder", "luis@example.com", "dear luis"),
        send("mail", "holder", "a.b~1-c", "dear ana"), send("rest", "holder", "luis@example.com", "about luis"));

    List<String> mails = drainedIds("mail");
    assertThat(mails).hasSize(2).element(1).isEqualTo(id + ".mail.a.b~1-c");
    assertThat(mails.get(0)).as("an address is told by a digest: ids are in logs and URLs").matches(id + "\\.mail\\.x[0-9a-f]{32}");
    assertThat(drainedIds("rest")).containsExactly(mails.get(0).replace(".mail.", ".rest."));
  }

  @Test
  default void two_equal_keys_to_one_channel_in_one_run_fail_the_settlement_and_nothing_is_sent() {
    inbox().reading(FIRST, "mail").accept("ticket:1", "sold");
    Work work = inbox().claimOne(FIRST);

    CompletableFuture<Void> settled =
        inbox().submitDone(work, List.of(send("mail", "holder", "ana", "dear ana"), send("mail", "another", "ana", "dear ana again")));

    assertThat(InboxDriver.failure(settled)).hasMessageContaining("mail");
    assertThat(inbox().claim("mail")).isEmpty();
    assertThat(inbox().claim(FIRST)).as("it is still claimed").isEmpty();
    inbox().dead(work, "names two mails alike");
    assertThat(letters().count(DEAD_LETTER)).containsEntry(FIRST, 1L);
  }

  @Test
  default void a_key_that_is_the_number_of_another_send_is_never_taken_for_it() {
    inbox().reading(FIRST, "mail").accept("ticket:1", "sold");
    Work work = inbox().claimOne(FIRST);

    CompletableFuture<Void> settled = inbox().submitDone(work,
        List.of(send("mail", "holder", "first"), send("mail", "holder", "second"), send("mail", "holder", "2", "with a key")));

    boolean failed = settled.handle((done, failure) -> failure != null).join();
    List<Work> mails = inbox().drained("mail");
    assertThat(mails).hasSize(failed ? 0 : 3);
    assertThat(mails).extracting(Work::deliveryId).doesNotHaveDuplicates();
  }

  @Test
  default void the_same_run_repeated_after_a_crash_gives_the_same_ids() {
    String id = inbox().reading(FIRST, "mail").accept("ticket:1", "sold").id();
    Send[] sends = {send("mail", "holder", "a"), send("mail", "holder", "ana", "b"), send("mail", "other", "luis", "c")};
    List<String> ids = List.of(id + ".mail", id + ".mail.ana", id + ".mail.luis");
    inbox().done(inbox().claimOne(FIRST), sends);
    inbox().claim("mail").forEach(work -> assertThat(ids).contains(work.deliveryId()));

    reopenAfterCrash().reading(FIRST, "mail");
    inbox().claim(FIRST).forEach(work -> inbox().done(work, sends));

    assertThat(drainedIds("mail")).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  default void a_retry_keeps_the_id_whoever_asked_for_it() {
    inbox().reading(FIRST).accept("ticket:1", "sold");
    Work first = inbox().claimOne(FIRST);
    inbox().retry(first, Duration.ZERO);
    Work second = inbox().claimOne(FIRST);
    inbox().dead(second, "refused");
    letters().retry(DEAD_LETTER, second.deliveryId(), false);

    assertThat(List.of(second, inbox().claimOne(FIRST))).extracting(Work::deliveryId).containsOnly(first.deliveryId());
  }

  @Test
  default void a_replay_is_marked_and_what_its_run_sends_carries_the_mark() {
    String id = inbox().reading(FIRST, "mail").accept("ticket:1", "sold").id();
    inbox().dead(inbox().claimOne(FIRST), "refused");

    Work once = replayed(id + ".notifications");
    assertThat(once.deliveryId()).isEqualTo(id + "~1.notifications");
    assertThat(once.notificationId()).isEqualTo(id);
    inbox().dead(once, "refused again");
    Work twice = replayed(once.deliveryId());
    assertThat(twice.deliveryId()).isEqualTo(id + "~2.notifications");
    inbox().done(twice, send("mail", "holder", "a"), send("mail", "holder", "b"), send("mail", "holder", "ana", "c"));

    List<Work> mails = inbox().drained("mail");
    assertThat(mails).extracting(Work::notificationId).containsOnly(id);
    assertThat(mails).extracting(Work::deliveryId).containsExactly(id + "~2.mail", id + "~2.mail.2", id + "~2.mail.ana");
  }

  @Test
  default void the_mark_of_a_replay_goes_on_after_a_crash() {
    String id = inbox().reading(FIRST).accept("ticket:1", "sold").id();
    inbox().dead(inbox().claimOne(FIRST), "refused");
    inbox().dead(replayed(id + ".notifications"), "refused again");
    inbox().accept("ticket:2", "brings the disk up to date");

    reopenAfterCrash().reading(FIRST);
    inbox().claim(FIRST).stream().filter(work -> work.notificationId().equals(id)).forEach(work -> inbox().dead(work, "and again"));

    assertThat(letters().replay(DEAD_LETTER, id + "~1.notifications", null, false)).isEqualTo(id + "~2.notifications");
  }

  @Test
  default void a_quarantined_arrival_that_is_replayed_is_marked_too() {
    String id = inbox().reading(FIRST).inbox().acceptance().accept(inbox().unusable("{odd}", "no action")).join().id();

    assertThat(letters().replay(QUARANTINE, id, new Letters.Revision("ticket.updated", "ticket:1", Payload.ORIGINAL), false))
        .isEqualTo(id + "~1.notifications");
    assertThat(sentTo(FIRST)).isEqualTo(id + "~1.notifications");
  }

  @Test
  default void a_copy_that_is_delivered_by_hand_is_marked_like_a_replay() {
    String id = inbox().reading(FIRST, "mail").accept("ticket:1", "sold").id();
    inbox().accept("ticket:1", "sold");
    inbox().drain(FIRST);

    assertThat(inbox().inbox().letters().deliverAgain(id, false)).isEqualTo(id + "~1.notifications");
    inbox().done(inbox().claimOne(FIRST), send("mail", "holder", "once more"));
    assertThat(sentTo("mail")).isEqualTo(id + "~1.mail");
    assertThat(inbox().inbox().letters().deliverAgain(id, true)).isEqualTo(id + "~2.notifications");
  }

  @Test
  default void replays_of_several_deliveries_of_one_notification_never_share_an_id() {
    String id = inbox().reading(FIRST, "mail").accept("ticket:1", "sold").id();
    inbox().accept("ticket:1", "sold");
    inbox().done(inbox().claimOne(FIRST), send("mail", "holder", "a"), send("mail", "other", "b"));
    inbox().claim("mail").forEach(work -> inbox().dead(work, "refused"));
    List<String> ids = new ArrayList<>(List.of(id + ".notifications", id + ".mail", id + ".mail.2"));
    ids.add(letters().replay(DEAD_LETTER, id + ".mail", null, false));
    ids.add(letters().replay(DEAD_LETTER, id + ".mail.2", null, false));
    ids.add(inbox().inbox().letters().deliverAgain(id, true));
    inbox().done(inbox().claimOne(FIRST), send("mail", "holder", "a"), send("mail", "other", "b"));

    List<String> handedOut = drainedIds("mail");

    assertThat(handedOut).hasSize(4);
    ids.addAll(handedOut.stream().filter(mail -> !ids.contains(mail)).toList());
    assertThat(ids).hasSize(8).doesNotHaveDuplicates().allMatch(one -> letters().find(one).isPresent());
    assertThat(ids.subList(3, 8)).allMatch(one -> one.startsWith(id + "~"));
  }

  @Test
  default void two_runs_of_one_notification_that_send_to_one_channel_make_two_deliveries() {
    inbox().reading(FIRST, "rest", "audit", "mail").accept("ticket:1", "sold");
    inbox().done(inbox().claimOne(FIRST), send("rest", "ticket:1", "x"), send("audit", "ticket:1", "y"));
    inbox().done(inbox().claimOne("rest"), send("mail", "holder", "booked"));
    inbox().done(inbox().claimOne("audit"), send("mail", "holder", "audited"));

    List<Work> mails = inbox().drained("mail");

    assertThat(mails).extracting(InboxDriver::content).containsExactly("booked", "audited");
    assertThat(mails).extracting(Work::deliveryId).doesNotHaveDuplicates();
  }

  @Test
  default void a_run_that_sends_to_its_own_channel_makes_another_delivery() {
    inbox().reading(FIRST).accept("ticket:1", "sold");
    Work work = inbox().claimOne(FIRST);
    inbox().done(work, send(FIRST, "ticket:1", "once more"));

    Work again = inbox().claimOne(FIRST);

    assertThat(content(again)).isEqualTo("once more");
    assertThat(again.deliveryId()).isNotEqualTo(work.deliveryId());
    inbox().done(again);
    assertThat(letters().find(again.deliveryId())).isPresent();
  }

  @Test
  default void an_id_without_a_channel_is_the_first_delivery_of_its_notification() {
    String retried = inbox().reading(FIRST).accept("ticket:1", "retried").id();
    String discarded = inbox().accept("ticket:2", "discarded").id();
    String replayed = inbox().accept("ticket:3", "replayed").id();
    inbox().claim(FIRST).forEach(work -> inbox().dead(work, "refused"));

    Letters.Letter letter = letters().find(retried).orElseThrow().letter();
    assertThat(letter.deliveryId()).isEqualTo(retried + ".notifications");
    assertThat(letter.notificationId()).isEqualTo(retried);
    letters().retry(DEAD_LETTER, retried, false);
    letters().discard(DEAD_LETTER, discarded, "mended by hand");
    letters().replay(DEAD_LETTER, replayed, null, false);

    assertThat(drainedIds(FIRST)).containsExactlyInAnyOrder(retried + ".notifications", replayed + "~1.notifications");
    assertThat(letters().find(discarded + ".notifications").orElseThrow().letter().state()).isEqualTo("discarded");
  }

  @Test
  default void an_id_of_any_form_is_found_after_a_start_and_one_that_was_never_made_is_not() {
    String id = inbox().reading(FIRST, "mail").accept("ticket:1", "sold").id();
    inbox().done(inbox().claimOne(FIRST), send("mail", "holder", "a"), send("mail", "holder", "b"), send("mail", "holder", "ana", "c"));
    inbox().dead(inbox().claimOne("mail"), "refused");
    letters().replay(DEAD_LETTER, id + ".mail", null, true);

    reopen();

    for (String made : List.of(id, id + ".notifications", id + ".mail", id + ".mail.2", id + ".mail.ana", id + "~1.mail")) {
      assertThat(letters().find(made)).as(made).isPresent();
    }
    for (String never : List.of(id + ".", id + ".mail.", id + ".mail.4", id + ".rest", id + "~", id + "~2.mail",
        id + "~1.notifications", id + ".mail~1", id + ".MAIL", id + ".mail.luis")) {
      assertThat(letters().find(never)).as(never).isEmpty();
      assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> letters().retry(DEAD_LETTER, never, true))
          .withMessage("there is no delivery with this id in this store: list shows those there are");
    }
  }
}
