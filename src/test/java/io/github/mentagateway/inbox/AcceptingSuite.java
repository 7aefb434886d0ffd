package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.inbox.Receipt.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Custody: what is taken, what is a copy, and what is refused. */
interface AcceptingSuite extends InboxSuite {

  @Test
  default void an_arrival_is_accepted_and_handed_out_with_all_it_came_with() {
    Receipt receipt = inbox().reading(FIRST).accept("ticket:1", "sold to ana");

    assertThat(receipt.outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(receipt.reason()).isNull();
    Work work = inbox().claimOne(FIRST);
    assertThat(work.notificationId()).isEqualTo(receipt.id());
    assertThat(work.deliveryId()).isEqualTo(receipt.id() + "." + FIRST);
    assertThat(work.channel()).isEqualTo(FIRST);
    assertThat(work.entity()).isEqualTo("ticket:1");
    assertThat(work.action()).isEqualTo("ticket.updated");
    assertThat(work.attempt()).isEqualTo(1);
    assertThat(work.attemptsSpent()).isEqualTo(1);
    assertThat(work.receivedAt()).isEqualTo(clock().instant());
    assertThat(content(work)).isEqualTo("sold to ana");
    assertThat(work.original().headers()).containsEntry("User-Agent", "menta");
  }

  @Test
  default void an_action_without_end_is_cut_before_it_takes_memory() {
    InboxDriver driver = inbox().reading(FIRST);
    Arrival usual = driver.arrival("ticket:1", "x");
    driver.inbox().acceptance().accept(new Arrival(usual.channel(), usual.original(), "x".repeat(200_000), usual.entity(), usual.comparison(),
        usual.payload(), null)).join();

    assertThat(driver.claimOne(FIRST).action()).hasSize(200).startsWith("xxx");
  }

  @Test
  default void ids_tell_the_store_and_a_number_that_rises() {
    String first = inbox().accept("ticket:1", "a").id();
    String second = inbox().accept("ticket:2", "b").id();

    assertThat(List.of(first, second)).allMatch(id -> id.matches("[a-z0-9]{6}-\\d+"));
    assertThat(first.substring(0, 7)).isEqualTo(second.substring(0, 7));
    assertThat(Long.parseLong(second.substring(7))).isGreaterThan(Long.parseLong(first.substring(7)));
  }

  @Test
  default void a_copy_of_the_newest_one_is_a_duplicate_and_is_not_delivered() {
    Receipt first = inbox().reading(FIRST).accept("ticket:1", "sold to ana");

    assertThat(inbox().accept("ticket:1", "sold to ana")).isEqualTo(new Receipt(first.number(), first.id(), Outcome.DUPLICATE, null, DuplicateRule.NEWEST));
    assertThat(inbox().drain(FIRST)).containsExactly("sold to ana");
    assertThat(inbox().accept("ticket:1", "sold to ana")).isEqualTo(new Receipt(first.number(), first.id(), Outcome.DUPLICATE, null, DuplicateRule.NEWEST));
    assertThat(inbox().drain(FIRST)).isEmpty();
  }

  @Test
  default void ten_copies_at_once_are_one_notification() {
    CountDownLatch start = new CountDownLatch(1);
    List<CompletableFuture<Receipt>> copies = IntStream.range(0, 10).mapToObj(i -> new CompletableFuture<Receipt>()).toList();
    copies.forEach(copy -> new Thread(() -> {
      InboxDriver.awaitCalmly(start);
      copy.complete(inbox().accept("ticket:1", "sold to ana"));
    }).start());
    start.countDown();

    List<Receipt> receipts = copies.stream().map(CompletableFuture::join).toList();

    assertThat(receipts).extracting(Receipt::id).containsOnly(receipts.get(0).id());
    assertThat(receipts).filteredOn(receipt -> receipt.outcome() == Outcome.ACCEPTED).hasSize(1);
    assertThat(inbox().reading(FIRST).drain(FIRST)).hasSize(1);
  }

  @Test
  default void a_copy_that_is_written_together_with_the_first_is_a_duplicate_too() {
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();

    inbox().together(() -> List.of("a", "a", "b", "b", "a").forEach(content -> receipts.add(inbox().submit("ticket:1", content))));

    assertThat(receipts).extracting(receipt -> receipt.join().outcome())
        .containsExactly(Outcome.ACCEPTED, Outcome.DUPLICATE, Outcome.ACCEPTED, Outcome.DUPLICATE, Outcome.DUPLICATE);
    assertThat(receipts.get(4).join()).isEqualTo(
        new Receipt(receipts.get(0).join().number(), receipts.get(0).join().id(), Outcome.DUPLICATE, null, DuplicateRule.UNANSWERED));
  }

  @Test
  default void going_back_to_an_older_content_is_a_genuine_repeat() {
    inbox().reading(FIRST).accept("ticket:1", "to ana");
    inbox().accept("ticket:1", "to luis");

    assertThat(inbox().accept("ticket:1", "to ana").outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(inbox().drain(FIRST)).containsExactly("to ana", "to luis", "to ana");
  }

  @Test
  default void only_what_is_about_the_same_entity_is_compared() {
    inbox().accept("ticket:1", "same");

    assertThat(inbox().accept("ticket:2", "same").outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(inbox().accept(null, "same").outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(inbox().accept(null, "same").outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void what_no_route_can_take_is_quarantined_with_its_reason_and_handed_to_nobody() {
    Receipt receipt = inbox().reading(FIRST).inbox().acceptance().accept(inbox().unusable("%&$", "the body is not JSON")).join();

    assertThat(receipt.outcome()).isEqualTo(Outcome.QUARANTINED);
    assertThat(receipt.reason()).isEqualTo("the body is not JSON");
    assertThat(inbox().claim(FIRST)).isEmpty();
    assertThat(inbox().inbox().letters().find(receipt.id()).orElseThrow().original().body()).asString().isEqualTo("%&$");
  }

  @Test
  default void what_no_row_can_hold_fails_alone() {
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();

    inbox().together(() -> {
      receipts.add(inbox().submit("ticket:1", "before"));
      receipts.add(inbox().submit("ana@example.com".repeat(100), "too long an entity"));
      receipts.add(inbox().submit("ticket:1", "after"));
      receipts.add(inbox().submit("ticket:1", "after"));
    });

    assertThat(receipts.get(0).join().outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(receipts.get(2).join().outcome()).isEqualTo(Outcome.ACCEPTED);
    assertThat(receipts.get(3).join()).isEqualTo(new Receipt(receipts.get(2).join().number(), receipts.get(2).join().id(), Outcome.DUPLICATE, null, DuplicateRule.NEWEST));
    assertThat(receipts.get(1).join().outcome()).as("custody means quarantine").isEqualTo(Outcome.QUARANTINED);
    assertThat(inbox().reading(FIRST).drain(FIRST)).containsExactly("before", "after");
    assertThat(inbox().inbox().acceptance().problem()).isEmpty();
  }

  @Test
  default void whatever_stands_in_a_text_it_is_taken_handed_out_and_given_up() {
    String odd = "x\0\ud83d' -- \ud83d\ude00";
    Comparison comparison = inbox().arrival(null, odd).comparison();
    for (String entity : List.of(odd, "x".repeat(198) + "\ude00\0", "=#'%_\\")) {
      Arrival arrival = new Arrival(FIRST, new Original(new byte[] {0, -1}, Map.of("X-Odd", odd, "X-Long", odd.repeat(10_000)),
          clock().instant()), odd.repeat(10_000), entity, comparison, Payload.ORIGINAL, null);
      Receipt receipt = inbox().inbox().acceptance().accept(arrival).join();
      assertThat(inbox().inbox().acceptance().accept(arrival).join()).extracting(Receipt::outcome, Receipt::id)
          .containsExactly(Outcome.DUPLICATE, receipt.id());

      reopen().reading(FIRST, "rest");
      inbox().retry(inbox().claimOne(FIRST), Duration.ZERO);
      inbox().done(inbox().claimOne(FIRST), InboxDriver.send("rest", entity, odd));
      inbox().dead(inbox().claimOne("rest"), odd + "\ud83d\ude00".repeat(3_000));
      Letters.Letter letter = inbox().inbox().letters().list(Letters.Kind.DEAD_LETTER, Long.MAX_VALUE, 1).get(0);
      inbox().inbox().letters().discard(Letters.Kind.DEAD_LETTER, letter.deliveryId(), odd.repeat(1_000));
      comparison = inbox().arrival(null, odd + entity).comparison();
    }
    Receipt unusable = inbox().inbox().acceptance().accept(inbox().unusable(odd, odd.repeat(1_000))).join();
    assertThat(unusable.outcome()).isEqualTo(Outcome.QUARANTINED);
    assertThat(inbox().inbox().letters().find(unusable.id())).isPresent();
    inbox().inbox().channels().pause(FIRST, odd.repeat(1_000));
    assertThat(inbox().inbox().channels().resume(FIRST)).isTrue();
    assertThat(inbox().inbox().acceptance().problem()).isEmpty();
  }

  @Test
  default void more_than_the_queue_holds_is_refused_and_later_taken() {
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();

    inbox().together(() -> IntStream.rangeClosed(0, QUEUE).forEach(i -> receipts.add(inbox().submit("ticket:" + i, "x" + i))));

    assertThat(InboxDriver.failure(receipts.get(QUEUE))).isInstanceOf(InboxUnavailableException.class)
        .hasMessage("gateway.store.queue: " + QUEUE + " requests wait for a commit already");
    assertThat(receipts.subList(0, QUEUE)).allMatch(receipt -> receipt.join().outcome() == Outcome.ACCEPTED);
    assertThat(inbox().accept("ticket:" + QUEUE, "x" + QUEUE).outcome()).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  default void a_closed_inbox_takes_nothing_and_says_so() {
    inbox().inbox().close();

    assertThat(inbox().inbox().acceptance().problem()).contains("the inbox is closed");
    assertThat(InboxDriver.failure(inbox().submit("ticket:1", "a"))).isInstanceOf(InboxUnavailableException.class)
        .hasMessage("the inbox is closed");
    assertThat(inbox().claim(FIRST)).isEmpty();
  }

  @Test
  default void nothing_is_accepted_any_more_once_the_inbox_is_being_closed() throws InterruptedException {
    Inbox inbox = inbox().inbox();
    Thread closing = new Thread(inbox::close);

    inbox().together(() -> {
      closing.start();
      await().until(() -> inbox.acceptance().problem().isPresent());
      assertThat(InboxDriver.failure(inbox().submit("ticket:1", "too late"))).isInstanceOf(InboxUnavailableException.class)
          .hasMessage("the inbox is closed");
    });
    closing.join();
  }
}
