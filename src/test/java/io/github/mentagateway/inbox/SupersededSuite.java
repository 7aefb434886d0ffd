package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static io.github.mentagateway.inbox.Letters.Kind.DEAD_LETTER;
import static io.github.mentagateway.inbox.Letters.Kind.QUARANTINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.mentagateway.inbox.Letters.RefusedException;
import io.github.mentagateway.inbox.Letters.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * What a person is kept from sending again, because a system has something newer already. The first channel is read by a router, which
 * sends on to the channels of destinations; a destination's run sends nothing.
 */
interface SupersededSuite extends InboxSuite {
  String UPDATED = "ticket.updated";
  String CANCELLED = "ticket.cancelled";
  String PRODUCT = "product.updated";

  private Letters letters() {
    return inbox().inbox().letters();
  }

  /** Names what is newer and where that was delivered, and leaves it to the person what to do. */
  private static void refused(ThrowingCallable decision, Work newer) {
    assertThatExceptionOfType(RefusedException.class).isThrownBy(decision).satisfies(refusal -> assertThat(refusal.getMessage())
        .contains(newer.deliveryId(), newer.channel()).doesNotContainIgnoringCase("discard").doesNotContainIgnoringCase("missing"));
  }

  private String quarantined(String action, String entity, String content) {
    inbox().accept(action, entity, content);
    Work work = inbox().claimOne(FIRST);
    inbox().quarantine(work, "no route takes it");
    return work.deliveryId();
  }

  /** The router hands it on to these channels, to the same entity. */
  private void handedOn(String action, String entity, String content, String... channels) {
    inbox().accept(action, entity, content);
    handOn(entity, content, channels);
  }

  /** What waits in the first channel. */
  private void handOn(String entity, String content, String... channels) {
    inbox().done(inbox().claimOne(FIRST), Stream.of(channels).map(channel -> send(channel, entity, content)).toArray(Send[]::new));
  }

  private Work delivered(String channel) {
    Work work = inbox().claimOne(channel);
    inbox().done(work);
    return work;
  }

  private Work dead(String channel) {
    Work work = inbox().claimOne(channel);
    inbox().dead(work, "refused for good");
    return work;
  }

  @Test
  default void an_update_that_was_delivered_does_not_supersede_a_cancellation_that_no_system_ever_had() {
    inbox().reading(FIRST, "rest");
    String cancellation = quarantined(CANCELLED, "ticket:1", "cancelled");
    String another = quarantined(CANCELLED, "ticket:1", "cancelled by another");
    handedOn(UPDATED, "ticket:1", "updated", "rest");
    delivered("rest");

    letters().retry(QUARANTINE, cancellation, false);
    assertThat(inbox().drain(FIRST)).containsExactly("cancelled");
    letters().replay(QUARANTINE, another, null, false);
    assertThat(inbox().drain(FIRST)).containsExactly("cancelled by another");
  }

  private String unreadable(String content) {
    String id = inbox().inbox().acceptance().accept(inbox().unusable(content, "the JSON is cut off")).join().id();
    return letters().find(id).orElseThrow().letter().deliveryId();
  }

  private static Revision edited(String action, String entity) {
    return new Revision(action, entity, Payload.envelope("{}".getBytes()));
  }

  @Test
  default void an_edited_body_is_refused_when_anything_newer_of_its_entity_was_delivered_anywhere() {
    inbox().reading(FIRST, "rest");
    String broken = unreadable("{\"action\":");
    handedOn(CANCELLED, "ticket:1", "cancelled", "rest");
    Work newer = delivered("rest");

    refused(() -> letters().tryReplay(QUARANTINE, broken, edited(UPDATED, "ticket:1"), false), newer);
    refused(() -> letters().replay(QUARANTINE, broken, edited(UPDATED, "ticket:1"), false), newer);
    assertThat(letters().find(broken).orElseThrow().letter().state()).isEqualTo("quarantined");

    String sent = letters().replay(QUARANTINE, broken, edited(UPDATED, "ticket:1"), true);
    assertThat(inbox().claimOne(FIRST)).extracting(Work::deliveryId, Work::action, Work::entity).containsExactly(sent, UPDATED, "ticket:1");
    assertThat(letters().find(sent).orElseThrow().original().body()).asString().isEqualTo("{\"action\":");
  }

  @Test
  default void an_edited_body_is_refused_when_anything_newer_of_its_entity_waits_also_at_a_destination() {
    inbox().reading(FIRST, "rest");
    String broken = unreadable("{");
    handedOn(CANCELLED, "ticket:1", "cancelled", "rest");

    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> letters().replay(QUARANTINE, broken, edited(UPDATED, "ticket:1"), false))
        .withMessageMatching(broken + " is older than .*\\.rest, which waits to be delivered to rest for ticket:1: sent now, it would come after"
            + " that one and could undo it. --force sends it all the same");

    letters().replay(QUARANTINE, broken, edited(UPDATED, "ticket:2"), false);
    assertThat(letters().find(broken).orElseThrow().letter().state()).isEqualTo("replayed");
  }

  @Test
  default void of_two_edited_bodies_of_one_ticket_the_older_is_refused_behind_the_newer() {
    inbox().reading(FIRST, "rest");
    String older = unreadable("{ older");
    String newer = unreadable("{ newer");
    letters().replay(QUARANTINE, newer, edited(UPDATED, "ticket:1"), false);
    handOn("ticket:1", "newer, mended", "rest");
    Work delivered = delivered("rest");

    refused(() -> letters().replay(QUARANTINE, older, edited(UPDATED, "ticket:1"), false), delivered);
  }

  @Test
  default void what_the_router_handed_on_supersedes_nothing_before_a_destination_has_it() {
    inbox().reading(FIRST, "rest");
    List<String> letters = Stream.of("a", "b", "c", "d").map(content -> quarantined(UPDATED, "ticket:1", content)).toList();
    handedOn(UPDATED, "ticket:1", "newer", "rest");

    letters().retry(QUARANTINE, letters.get(0), false);
    assertThat(inbox().drain(FIRST)).containsExactly("a");
    Work underWay = inbox().claimOne("rest");
    letters().retry(QUARANTINE, letters.get(1), false);
    assertThat(inbox().drain(FIRST)).containsExactly("b");
    inbox().dead(underWay, "refused for good");
    letters().retry(QUARANTINE, letters.get(2), false);
    assertThat(inbox().drain(FIRST)).containsExactly("c");
    letters().replay(QUARANTINE, letters.get(3), null, false);
    assertThat(inbox().drain(FIRST)).containsExactly("d");
  }

  @Test
  default void a_letter_of_the_router_is_superseded_by_a_newer_one_of_its_entity_and_action_that_a_destination_has() {
    inbox().reading(FIRST, "rest", "mail");
    String quarantined = quarantined(UPDATED, "ticket:1", "old");
    inbox().accept(UPDATED, "ticket:1", "old too");
    String dead = dead(FIRST).deliveryId();
    handedOn(UPDATED, "ticket:1", "newer", "rest", "mail");
    Work newer = delivered("rest");

    refused(() -> letters().retry(QUARANTINE, quarantined, false), newer);
    refused(() -> letters().replay(QUARANTINE, quarantined, null, false), newer);
    refused(() -> letters().retry(DEAD_LETTER, dead, false), newer);
    refused(() -> letters().replay(DEAD_LETTER, dead, null, false), newer);

    letters().retry(QUARANTINE, quarantined, true);
    letters().replay(DEAD_LETTER, dead, null, true);
    assertThat(inbox().drain(FIRST)).containsExactly("old", "old too");
  }

  @Test
  default void it_does_not_matter_what_the_router_called_the_entity_when_it_sent_it_on() {
    inbox().reading(FIRST, "mail");
    String letter = quarantined(UPDATED, "ticket:1", "old");
    inbox().accept(UPDATED, "ticket:1", "newer");
    inbox().done(inbox().claimOne(FIRST), send("mail", "to:ana", "dear ana"));
    Work newer = delivered("mail");

    refused(() -> letters().retry(QUARANTINE, letter, false), newer);
  }

  @Test
  default void another_entity_and_what_has_none_supersede_nothing() {
    inbox().reading(FIRST, "rest");
    String letter = quarantined(UPDATED, "ticket:1", "old");
    String unordered = quarantined(UPDATED, null, "unordered");
    handedOn(UPDATED, "ticket:2", "of another", "rest");
    handedOn(UPDATED, null, "of none", "rest");
    inbox().drain("rest");

    letters().retry(QUARANTINE, letter, false);
    letters().retry(QUARANTINE, unordered, false);
    assertThat(inbox().drain(FIRST)).containsExactlyInAnyOrder("old", "unordered");
  }

  @Test
  default void an_older_one_supersedes_nothing_however_late_it_was_delivered() {
    inbox().reading(FIRST, "rest");
    handedOn(UPDATED, "ticket:1", "older", "rest");
    Work older = inbox().claimOne("rest");
    String letter = quarantined(UPDATED, "ticket:1", "newer");
    clock().move(Duration.ofHours(1));
    inbox().done(older);

    letters().retry(QUARANTINE, letter, false);
    assertThat(inbox().drain(FIRST)).containsExactly("newer");
  }

  @Test
  default void each_destination_is_judged_for_itself() {
    inbox().reading(FIRST, "rest", "mail");
    handedOn(UPDATED, "ticket:1", "old", "rest", "mail");
    Work rest = dead("rest");
    Work mail = dead("mail");
    handedOn(UPDATED, "ticket:1", "newer", "rest", "mail");
    Work newer = delivered("mail");

    letters().retry(DEAD_LETTER, rest.deliveryId(), false);
    assertThat(inbox().drain("rest")).containsExactly("old", "newer");
    refused(() -> letters().retry(DEAD_LETTER, mail.deliveryId(), false), newer);
  }

  @Test
  default void a_letter_of_a_destination_is_superseded_by_whatever_newer_one_of_its_entity_was_delivered_there() {
    inbox().reading(FIRST, "rest");
    handedOn(CANCELLED, "ticket:1", "cancelled", "rest");
    Work letter = dead("rest");
    handedOn(UPDATED, "ticket:1", "updated", "rest");
    Work newer = delivered("rest");

    refused(() -> letters().retry(DEAD_LETTER, letter.deliveryId(), false), newer);
    refused(() -> letters().replay(DEAD_LETTER, letter.deliveryId(), null, false), newer);
    letters().retry(DEAD_LETTER, letter.deliveryId(), true);
    assertThat(inbox().drain("rest")).containsExactly("cancelled");
  }

  @Test
  default void in_the_channel_of_a_destination_it_is_the_entity_there_that_counts() {
    inbox().reading(FIRST, "mail");
    inbox().accept(UPDATED, "ticket:1", "old");
    inbox().done(inbox().claimOne(FIRST), send("mail", "to:ana", "dear ana"), send("mail", "to:luis", "dear luis"));
    List<Work> mails = inbox().claim("mail");
    mails.forEach(mail -> inbox().dead(mail, "refused for good"));
    inbox().accept(UPDATED, "ticket:2", "newer");
    inbox().done(inbox().claimOne(FIRST), send("mail", "to:ana", "dear ana again"));
    Work newer = delivered("mail");

    for (Work mail : mails) {
      if (content(mail).equals("dear ana")) {
        refused(() -> letters().retry(DEAD_LETTER, mail.deliveryId(), false), newer);
      } else {
        letters().retry(DEAD_LETTER, mail.deliveryId(), false);
      }
    }
    assertThat(inbox().drain("mail")).containsExactly("dear luis");
  }

  @Test
  default void what_another_router_behind_the_first_one_handed_on_supersedes_nothing_either() {
    inbox().reading(FIRST, "rest", "mail");
    handedOn(UPDATED, "ticket:1", "old", "rest");
    Work letter = dead("rest");
    handedOn(UPDATED, "ticket:1", "newer", "rest");
    inbox().done(inbox().claimOne("rest"), send("mail", "ticket:1", "newer"));

    letters().retry(DEAD_LETTER, letter.deliveryId(), false);
    assertThat(inbox().drain("rest")).containsExactly("old");
  }

  @Test
  default void an_arrival_that_turned_out_to_be_of_an_entity_is_judged_by_that() {
    inbox().reading(FIRST, "rest");
    String letter = inbox().inbox().acceptance().accept(inbox().unusable("{odd}", "no action")).join().id();
    handedOn(UPDATED, "ticket:1", "newer", "rest");
    Work newer = delivered("rest");

    refused(() -> letters().replay(QUARANTINE, letter, new Revision(UPDATED, "ticket:1", Payload.ORIGINAL), false), newer);
    assertThat(inbox().claim(FIRST)).isEmpty();
    letters().replay(QUARANTINE, letter, new Revision(UPDATED, "ticket:1", Payload.ORIGINAL), true);
    assertThat(inbox().drain(FIRST)).containsExactly("{odd}");
  }

  @Test
  default void an_arrival_that_turned_out_to_be_of_an_entity_is_judged_by_that_where_no_router_is_in_between_too() {
    inbox().reading(FIRST);
    String letter = inbox().inbox().acceptance().accept(inbox().unusable("{odd}", "no action")).join().id();
    inbox().accept(UPDATED, "ticket:1", "newer");
    Work newer = delivered(FIRST);

    refused(() -> letters().replay(QUARANTINE, letter, new Revision(UPDATED, "ticket:1", Payload.ORIGINAL), false), newer);
  }

  @Test
  default void an_arrival_that_turned_out_to_be_of_another_entity_or_action_is_replayed() {
    inbox().reading(FIRST, "rest");
    String other = inbox().inbox().acceptance().accept(inbox().unusable("{other}", "no action")).join().id();
    String cancelled = inbox().inbox().acceptance().accept(inbox().unusable("{cancelled}", "no action")).join().id();
    String corrected = quarantined(UPDATED, "ticket:1", "{corrected}");
    handedOn(UPDATED, "ticket:1", "newer", "rest");
    delivered("rest");

    letters().replay(QUARANTINE, other, new Revision(UPDATED, "ticket:2", Payload.ORIGINAL), false);
    letters().replay(QUARANTINE, cancelled, new Revision(CANCELLED, "ticket:1", Payload.ORIGINAL), false);
    letters().replay(QUARANTINE, corrected, new Revision(UPDATED, "ticket:3", Payload.ORIGINAL), false);

    assertThat(inbox().drain(FIRST)).containsExactlyInAnyOrder("{other}", "{cancelled}", "{corrected}");
  }

  @Test
  default void of_two_products_that_are_replayed_newest_first_the_older_one_is_refused_because_the_newer_was_delivered() {
    inbox().reading(FIRST, "rest");
    String older = quarantined(PRODUCT, "product:*", "older");
    String newer = quarantined(PRODUCT, "product:*", "newer");

    letters().replay(QUARANTINE, newer, null, false);
    handOn("product:*", "newer", "rest");
    Work delivered = delivered("rest");

    refused(() -> letters().replay(QUARANTINE, older, null, false), delivered);
    refused(() -> letters().retry(QUARANTINE, older, false), delivered);
    letters().replay(QUARANTINE, older, null, true);
    assertThat(inbox().drain(FIRST)).containsExactly("older");
  }

  @Test
  default void of_two_products_that_are_replayed_newest_first_the_older_one_goes_while_no_destination_has_the_newer() {
    inbox().reading(FIRST, "rest");
    String older = inbox().inbox().acceptance().accept(inbox().unusable("{older}", "no action")).join().id();
    String newer = inbox().inbox().acceptance().accept(inbox().unusable("{newer}", "no action")).join().id();
    Revision revision = new Revision(PRODUCT, "product:*", Payload.ORIGINAL);

    letters().replay(QUARANTINE, newer, revision, false);
    handOn("product:*", "newer", "rest");
    dead("rest");
    letters().replay(QUARANTINE, older, revision, false);

    assertThat(inbox().drain(FIRST)).containsExactly("{older}");
  }

  @Test
  default void of_two_letters_that_are_replayed_oldest_first_the_newer_one_is_not_older_than_the_replay() {
    inbox().reading(FIRST, "rest");
    String older = quarantined(PRODUCT, "product:*", "older");
    String newer = quarantined(PRODUCT, "product:*", "newer");

    letters().replay(QUARANTINE, older, null, false);
    handOn("product:*", "older", "rest");
    delivered("rest");
    letters().replay(QUARANTINE, newer, null, false);

    assertThat(inbox().drain(FIRST)).containsExactly("newer");
  }

  @Test
  default void of_two_letters_of_a_destination_that_are_replayed_oldest_first_the_newer_one_is_not_older_than_the_replay() {
    inbox().reading(FIRST, "rest");
    handedOn(UPDATED, "ticket:1", "older", "rest");
    Work older = dead("rest");
    handedOn(UPDATED, "ticket:1", "newer", "rest");
    Work newer = dead("rest");

    letters().replay(DEAD_LETTER, older.deliveryId(), null, false);
    assertThat(inbox().drain("rest")).containsExactly("older");
    letters().replay(DEAD_LETTER, newer.deliveryId(), null, false);

    assertThat(inbox().drain("rest")).containsExactly("newer");
  }

  @Test
  default void a_replay_of_the_newer_one_supersedes_the_older_one_as_the_newer_one_would_have() {
    inbox().reading(FIRST, "rest");
    handedOn(UPDATED, "ticket:1", "older", "rest");
    Work older = dead("rest");
    handedOn(UPDATED, "ticket:1", "newer", "rest");
    letters().replay(DEAD_LETTER, dead("rest").deliveryId(), null, false);
    Work newer = delivered("rest");

    refused(() -> letters().retry(DEAD_LETTER, older.deliveryId(), false), newer);
  }

  @Test
  default void a_copy_that_was_none_is_delivered_by_hand_unless_a_destination_has_a_newer_one_of_its_action() {
    inbox().reading(FIRST, "rest");
    String first = inbox().accept(UPDATED, "ticket:1", "a").id();
    inbox().accept(UPDATED, "ticket:1", "a");
    handOn("ticket:1", "a", "rest");
    delivered("rest");
    handedOn(CANCELLED, "ticket:1", "cancelled", "rest");
    delivered("rest");
    handedOn(UPDATED, "ticket:1", "b", "rest");

    inbox().inbox().letters().deliverAgain(first, false);
    assertThat(inbox().drain(FIRST)).containsExactly("a");
    Work newer = delivered("rest");
    refused(() -> inbox().inbox().letters().deliverAgain(first, false), newer);
  }

  @Test
  default void a_letter_of_the_router_is_still_refused_behind_what_a_destination_got_long_ago() {
    inbox().reading(FIRST, "rest");
    String letter = quarantined(UPDATED, "ticket:1", "old");
    handedOn(UPDATED, "ticket:1", "newer", "rest");
    Work newer = delivered("rest");
    clock().move(Duration.ofDays(31));
    Instant before = clock().instant().minus(Duration.ofDays(30));

    for (boolean goesOn = true; goesOn;) {
      goesOn = inbox().inbox().history().removeDelivered(before).join();
    }

    refused(() -> letters().retry(QUARANTINE, letter, false), newer);
  }

  @Test
  default void of_letters_that_are_replayed_oldest_first_the_newer_one_goes_behind_the_replay_that_still_waits() {
    inbox().reading(FIRST, "rest");
    String older = quarantined(PRODUCT, "product:*", "older");
    String newer = quarantined(PRODUCT, "product:*", "newer");
    String odd = inbox().inbox().acceptance().accept(inbox().unusable("{odd}", "no action")).join().id();

    letters().replay(QUARANTINE, older, null, false);
    letters().replay(QUARANTINE, newer, null, false);
    letters().replay(QUARANTINE, odd, new Revision(PRODUCT, "product:*", Payload.ORIGINAL), false);

    assertThat(inbox().drain(FIRST)).containsExactly("older", "newer", "{odd}");
  }

  @Test
  default void of_letters_that_are_replayed_oldest_first_the_newer_one_goes_behind_the_replay_that_is_under_way() {
    inbox().reading(FIRST, "rest");
    String older = quarantined(PRODUCT, "product:*", "older");
    String newer = quarantined(PRODUCT, "product:*", "newer");
    letters().replay(QUARANTINE, older, null, false);
    Work underWay = inbox().claimOne(FIRST);

    letters().replay(QUARANTINE, newer, null, false);

    assertThat(inbox().claim(FIRST)).isEmpty();
    inbox().done(underWay);
    assertThat(inbox().drain(FIRST)).containsExactly("newer");
  }

  @Test
  default void a_letter_is_still_refused_behind_the_replay_of_a_newer_one_that_waits() {
    inbox().reading(FIRST, "rest");
    String older = quarantined(PRODUCT, "product:*", "older");
    String newer = quarantined(PRODUCT, "product:*", "newer");

    String waiting = letters().replay(QUARANTINE, newer, null, false);

    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> letters().replay(QUARANTINE, older, null, false))
        .withMessageContaining(older + " is older than " + waiting + ", which waits to be delivered");
  }

  @Test
  default void a_retry_is_tried_out_without_any_trace() {
    inbox().reading(FIRST);
    String older = inbox().accept("ticket:1", "older").id();
    inbox().dead(inbox().claimOne(FIRST), "refused");
    String newer = inbox().accept("ticket:1", "newer").id();
    inbox().drain(FIRST);
    inbox().accept("ticket:2", "alone");
    Work alone = inbox().claimOne(FIRST);
    inbox().dead(alone, "refused");

    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> letters().tryRetry(DEAD_LETTER, older)).withMessageContaining(newer);
    letters().tryRetry(DEAD_LETTER, alone.deliveryId());

    assertThat(inbox().claim(FIRST)).isEmpty();
    assertThat(letters().count(DEAD_LETTER)).containsEntry(FIRST, 2L);
  }

  @Test
  default void a_replay_is_tried_out_without_any_trace() {
    inbox().reading(FIRST, "rest");
    String older = quarantined(PRODUCT, "product:*", "older");
    String alone = quarantined(PRODUCT, "product:2", "alone");
    handedOn(PRODUCT, "product:*", "newer", "rest");
    Work newer = delivered("rest");

    refused(() -> letters().tryReplay(QUARANTINE, older, null, false), newer);
    letters().tryReplay(QUARANTINE, alone, null, false);

    assertThat(inbox().claim(FIRST)).isEmpty();
    assertThat(letters().count(QUARANTINE)).containsEntry(FIRST, 2L);
  }

  @Test
  default void letters_come_by_the_age_of_their_notifications_and_are_counted_by_action() {
    inbox().reading(FIRST, "rest");
    String first = quarantined(PRODUCT, "product:1", "first");
    String second = quarantined(CANCELLED, "ticket:2", "second");
    String odd = inbox().inbox().acceptance().accept(inbox().unusable("{odd}", "no action")).join().id() + "." + FIRST;
    letters().replay(QUARANTINE, first, null, false);
    Work again = inbox().claimOne(FIRST);
    inbox().quarantine(again, "still no route takes it");

    Letters.Page page = letters().oldest(QUARANTINE, DeliveryFilter.ALL, 0, 2);
    assertThat(page.letters()).extracting(Letters.Letter::deliveryId).containsExactly(again.deliveryId());
    assertThat(letters().oldest(QUARANTINE, DeliveryFilter.ALL, page.next(), 10)).satisfies(rest -> {
      assertThat(rest.letters()).extracting(Letters.Letter::deliveryId).containsExactly(second, odd);
      assertThat(rest.next()).isNull();
    });
    assertThat(letters().oldest(QUARANTINE, new DeliveryFilter(null, null, CANCELLED, null, null, null, null), 0, 10).letters()).extracting(Letters.Letter::deliveryId).containsExactly(second);
    assertThat(letters().countByAction(QUARANTINE)).isEqualTo(Map.of(PRODUCT, 1L, CANCELLED, 1L, "", 1L));
    assertThat(letters().countByAction(DEAD_LETTER)).isEmpty();
    assertThat(letters().shares(QUARANTINE)).extracting(Letters.Share::action, Letters.Share::count)
        .containsExactlyInAnyOrder(tuple(PRODUCT, 1L), tuple(CANCELLED, 1L), tuple(null, 1L));
    assertThat(letters().shares(DEAD_LETTER)).isEmpty();
  }
}
