package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mentagateway.inbox.Comparison.Handover;
import io.github.mentagateway.inbox.Comparison.Policy;
import io.github.mentagateway.inbox.Receipt.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which copy is delivered, and which is only counted. */
interface DuplicatesSuite extends InboxSuite {

  @Test
  default void a_ticket_that_goes_back_and_forth_is_delivered_each_time() {
    inbox().reading(FIRST);

    assertThat(handOver("ana", "luis").outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(handOver("luis", "ana").outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(handOver("ana", "luis").outcome()).isEqualTo(Outcome.ACCEPTED);

    assertThat(inbox().drain(FIRST)).containsExactly("ana to luis", "luis to ana", "ana to luis");
  }

  @Test
  default void a_handover_that_continues_the_chain_is_new_although_the_answer_to_the_first_was_lost() {
    inbox().inbox().acceptance().accept(handover("ana", "luis")).join();
    inbox().inbox().acceptance().accept(handover("luis", "ana")).join();

    assertThat(handOver("ana", "luis").outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void a_late_copy_that_does_not_continue_the_chain_of_owners_is_a_duplicate() {
    Receipt first = handOver("ana", "luis");
    handOver("luis", "eva");

    assertThat(handOver("ana", "luis")).isEqualTo(duplicate(first, DuplicateRule.CHAIN));
    reopen();
    assertThat(handOver("ana", "luis")).isEqualTo(duplicate(first, DuplicateRule.CHAIN));
  }

  @Test
  default void a_late_copy_that_is_written_together_with_what_came_in_between_is_a_duplicate_too() {
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    inbox().together(() -> {
      for (String[] fromTo : new String[][] {{"ana", "luis"}, {"luis", "eva"}, {"eva", "olga"}}) {
        receipts.add(inbox().inbox().acceptance().accept(handover(fromTo[0], fromTo[1])).whenComplete((receipt, failure) -> inbox().inbox().acceptance().answered(receipt)));
      }
      receipts.add(inbox().inbox().acceptance().accept(handover("ana", "luis")));
      receipts.add(inbox().inbox().acceptance().accept(handover("luis", "eva")));
    });

    assertThat(receipts.get(3).join()).isEqualTo(duplicate(receipts.get(0).join(), DuplicateRule.CHAIN));
    assertThat(receipts.get(4).join()).isEqualTo(duplicate(receipts.get(1).join(), DuplicateRule.CHAIN));
  }

  /** After the key was lost or changed, or from an instance with a key of its own: who has the ticket is not known then. */
  @Test
  default void owners_under_another_key_make_no_repeat_a_copy() {
    handOver("ana", "luis");
    handOver("luis", "ana");
    Arrival repeat = compared(inbox().arrival("ticket:1", "ana to luis"), Policy.NEWEST,
        new Handover(digest("new ", "ana"), digest("new ", "luis")));

    assertThat(inbox().inbox().acceptance().accept(repeat).join().outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void a_handover_that_was_never_seen_is_new_whoever_had_the_ticket() {
    handOver("ana", "luis");

    assertThat(handOver("eva", "olga").outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void a_copy_of_the_newest_is_new_when_that_is_older_than_the_horizon() {
    Receipt first = inbox().accept("ticket:1", "a");
    clock().move(HORIZON.minusSeconds(1));
    assertThat(inbox().accept("ticket:1", "a")).isEqualTo(duplicate(first, DuplicateRule.NEWEST));

    clock().move(Duration.ofSeconds(1));

    assertThat(inbox().accept("ticket:1", "a").outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void a_copy_of_what_was_not_answered_is_a_duplicate_whatever_came_since() {
    Receipt first = inbox().acceptUnanswered("ticket:1", "a");
    inbox().accept("ticket:1", "b");
    clock().move(Duration.ofHours(47));

    assertThat(inbox().acceptUnanswered("ticket:1", "a")).isEqualTo(duplicate(first, DuplicateRule.UNANSWERED));
    reopen();
    assertThat(inbox().acceptUnanswered("ticket:1", "a")).isEqualTo(duplicate(first, DuplicateRule.UNANSWERED));
    reopenAfterCrash();
    assertThat(inbox().acceptUnanswered("ticket:1", "a")).isEqualTo(duplicate(first, DuplicateRule.UNANSWERED));
  }

  @Test
  default void an_answered_copy_answers_the_first_one() {
    inbox().acceptUnanswered("ticket:1", "a");
    inbox().accept("ticket:1", "b");

    assertThat(inbox().accept("ticket:1", "a").outcome()).isEqualTo(Outcome.DUPLICATE);
    assertThat(inbox().accept("ticket:1", "a").outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void what_was_answered_stays_so_after_a_start() {
    inbox().accept("ticket:1", "a");
    inbox().accept("ticket:1", "b");

    reopen();

    assertThat(inbox().accept("ticket:1", "a").outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void one_unanswered_among_thousands_is_remembered_and_the_others_are_not() {
    Receipt first = inbox().acceptUnanswered("ticket:1", "unanswered");
    acceptMany("many:", 0);
    Receipt second = inbox().acceptUnanswered("ticket:2", "unanswered too");
    acceptMany("many:", 1);
    acceptMany("many:", 2);
    inbox().accept("ticket:1", "newer");
    inbox().accept("ticket:2", "newer too");

    reopenAfterCrash();

    assertThat(inbox().acceptUnanswered("ticket:1", "unanswered")).isEqualTo(duplicate(first, DuplicateRule.UNANSWERED));
    assertThat(inbox().accept("ticket:2", "unanswered too")).isEqualTo(duplicate(second, DuplicateRule.UNANSWERED));
    assertThat(inbox().accept("ticket:2", "unanswered too").outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(inbox().accept("many:5", "0/5").outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void what_is_about_nothing_is_written_behind_too() {
    Receipt first = inbox().acceptUnanswered(null, "unanswered");
    for (int round = 0; round < 3; round++) {
      acceptMany(null, round);
    }

    reopenAfterCrash();

    assertThat(inbox().accept(null, "unanswered")).isEqualTo(duplicate(first, DuplicateRule.UNANSWERED));
    assertThat(inbox().accept(null, "0/5").outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  /** More than are kept in memory before they are written behind. */
  private void acceptMany(String entity, int round) {
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    IntStream.range(0, 2_100).forEach(i -> receipts.add(inbox().submit(entity == null ? null : entity + i, round + "/" + i)));
    receipts.forEach(receipt -> inbox().inbox().acceptance().answered(receipt.join()));
  }

  @Test
  default void about_nothing_a_copy_is_a_duplicate_only_of_what_was_not_answered() {
    inbox().accept(null, "answered");
    assertThat(inbox().accept(null, "answered").outcome()).isEqualTo(Outcome.ACCEPTED);

    Receipt lost = inbox().acceptUnanswered(null, "lost");
    assertThat(inbox().accept(null, "lost")).isEqualTo(duplicate(lost, DuplicateRule.UNANSWERED));
  }

  @Test
  default void an_action_whose_payload_nobody_knows_repeats_when_it_was_answered() {
    Receipt first = take(Policy.UNANSWERED, "lst", "a", true);
    Receipt second = take(Policy.UNANSWERED, "lst", "a", false);

    assertThat(List.of(first.outcome(), second.outcome())).containsOnly(Outcome.ACCEPTED);
    assertThat(take(Policy.UNANSWERED, "lst", "a", true)).isEqualTo(duplicate(second, DuplicateRule.UNANSWERED));
  }

  @Test
  default void nothing_is_a_duplicate_when_that_is_off() {
    take(Policy.OFF, "lst", "a", false);

    assertThat(take(Policy.OFF, "lst", "a", false).outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void the_same_id_is_a_duplicate_and_a_new_id_is_none() {
    Receipt first = take(Policy.SAME_ID, "lst", "id 1", true);
    take(Policy.SAME_ID, "lst", "id 2", true);
    clock().move(Duration.ofDays(6));
    reopen();

    assertThat(take(Policy.SAME_ID, "lst", "id 1", true)).isEqualTo(duplicate(first, DuplicateRule.ID));
    assertThat(take(Policy.SAME_ID, "lst", "id 3", true).outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void copies_are_counted_on_the_first_one_by_rule() {
    Receipt first = handOver("ana", "luis");
    handOver("ana", "luis");
    handOver("luis", "eva");
    handOver("ana", "luis");
    handOver("ana", "luis");

    assertThat(inbox().inbox().duplicates().list(Long.MAX_VALUE, 10)).singleElement().satisfies(counted -> {
      assertThat(counted.notificationId()).isEqualTo(first.id());
      assertThat(counted.entity()).isEqualTo("ticket:1");
      assertThat(counted.copies()).isEqualTo(Map.of(DuplicateRule.NEWEST, 1L, DuplicateRule.CHAIN, 2L));
      assertThat(counted.lastAt()).isEqualTo(clock().instant());
    });
  }

  @Test
  default void a_copy_that_was_none_can_be_delivered_by_hand() {
    Receipt first = inbox().reading(FIRST).accept("ticket:1", "a");
    inbox().accept("ticket:1", "a");
    inbox().drain(FIRST);

    String again = inbox().inbox().letters().deliverAgain(first.id(), false);

    Work work = inbox().claimOne(FIRST);
    assertThat(work.deliveryId()).isEqualTo(again);
    assertThat(work.notificationId()).isEqualTo(first.id());
    assertThat(InboxDriver.content(work)).isEqualTo("a");
    inbox().done(work);
  }

  @Test
  default void delivering_a_copy_behind_a_newer_one_needs_force() {
    Receipt first = inbox().reading(FIRST).accept("ticket:1", "a");
    inbox().accept("ticket:1", "a");
    Receipt newer = inbox().accept("ticket:1", "b");
    inbox().drain(FIRST);

    assertThatExceptionOfType(Letters.RefusedException.class)
        .isThrownBy(() -> inbox().inbox().letters().deliverAgain(first.id(), false)).withMessageContaining(newer.id());
    inbox().inbox().letters().deliverAgain(first.id(), true);
    assertThat(inbox().drain(FIRST)).containsExactly("a");
  }

  private Receipt handOver(String from, String to) {
    Receipt receipt = inbox().inbox().acceptance().accept(handover(from, to)).join();
    inbox().inbox().acceptance().answered(receipt);
    return receipt;
  }

  private Arrival handover(String from, String to) {
    return compared(inbox().arrival("ticket:1", from + " to " + to), Policy.NEWEST, new Handover(digest("key ", from), digest("key ", to)));
  }

  private Receipt take(Policy policy, String entity, String content, boolean answered) {
    Receipt receipt = inbox().inbox().acceptance().accept(compared(inbox().arrival(entity, content), policy, null)).join();
    if (answered) {
      inbox().inbox().acceptance().answered(receipt);
    }
    return receipt;
  }

  private static Arrival compared(Arrival usual, Policy policy, Handover handover) {
    return new Arrival(usual.channel(), usual.original(), usual.action(), usual.entity(),
        new Comparison(policy, usual.comparison().fingerprint(), handover), usual.payload(), null);
  }

  /** As long as a real one. */
  private static byte[] digest(String key, String owner) {
    return String.format("%s%-28s", key, owner).getBytes(StandardCharsets.UTF_8);
  }

  private static Receipt duplicate(Receipt first, DuplicateRule rule) {
    return new Receipt(first.number(), first.id(), Outcome.DUPLICATE, null, rule);
  }
}
