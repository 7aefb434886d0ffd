package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.mentagateway.inbox.Attempt.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How attempts end: with what they sent, with another time, or in the hands of a person. */
interface SettlingSuite extends InboxSuite {

  @Test
  default void what_a_run_sent_exists_with_its_completion() {
    Receipt receipt = inbox().reading(FIRST, "rest", "mail").accept("ticket:1", "sold");
    Work work = inbox().claimOne(FIRST);

    inbox().done(work, new Send("rest", "ticket:1", null, Payload.ORIGINAL), send("mail", "to:ana", "dear ana"), send("mail", null, "dear luis"));

    Work rest = inbox().claimOne("rest");
    List<Work> mails = inbox().claim("mail");
    assertThat(content(rest)).isEqualTo("sold");
    assertThat(mails).extracting(InboxDriver::content).containsExactlyInAnyOrder("dear ana", "dear luis");
    assertThat(mails).extracting(Work::entity).containsExactlyInAnyOrder("to:ana", null);
    assertThat(Stream.concat(Stream.of(rest), mails.stream()))
        .allMatch(sent -> sent.notificationId().equals(receipt.id()) && sent.action().equals("ticket.updated"))
        .allMatch(sent -> sent.receivedAt().equals(work.receivedAt()) && sent.number() > work.number())
        .extracting(Work::deliveryId).doesNotHaveDuplicates().doesNotContain(receipt.id());
  }

  @Test
  default void a_stadium_of_sends_exists_with_its_completion_in_the_order_it_was_sent() {
    inbox().reading(FIRST, "mail").accept("event:1", "unlocked");
    Send[] mails = IntStream.range(0, 1300).mapToObj(i -> send("mail", "holder", "to " + i)).toArray(Send[]::new);

    inbox().done(inbox().claimOne(FIRST), mails);

    assertThat(inbox().drain("mail")).isEqualTo(IntStream.range(0, 1300).mapToObj(i -> "to " + i).toList());
    assertThat(inbox().drain(FIRST)).isEmpty();
  }

  @Test
  default void of_a_stadium_of_sends_nothing_is_left_when_one_cannot_be_stored() {
    inbox().reading(FIRST, "mail").accept("event:1", "unlocked");
    Work work = inbox().claimOne(FIRST);
    List<Send> mails = new ArrayList<>(IntStream.range(0, 1200).mapToObj(i -> send("mail", "holder", "to " + i)).toList());
    mails.add(send("mail", "ana@example.com".repeat(100), "bad"));

    CompletableFuture<Void> settled = inbox().settle(work, new Settlement.Delivered(mails));

    assertThat(InboxDriver.failure(settled)).isInstanceOf(InboxUnavailableException.class);
    assertThat(inbox().claim("mail")).isEmpty();
    inbox().retry(work, Duration.ZERO);
    inbox().done(inbox().claimOne(FIRST), send("mail", "holder", "the only one"));
    assertThat(reopen().reading("mail").drain("mail")).containsExactly("the only one");
  }

  @Test
  default void what_cannot_be_stored_is_sent_by_none_and_the_work_can_be_settled_in_another_way() {
    inbox().reading(FIRST, "rest").accept("ticket:1", "sold");
    Work work = inbox().claimOne(FIRST);

    CompletableFuture<Void> settled = inbox().settle(work, new Settlement.Delivered(
        List.of(send("rest", "ticket:1", "good"), send("rest", "ana@example.com".repeat(100), "bad"))));

    assertThat(InboxDriver.failure(settled)).isInstanceOf(InboxUnavailableException.class)
        .hasMessage("the store refused it: a value does not fit the store");
    assertThat(inbox().claim("rest")).isEmpty();
    assertThat(inbox().claim(FIRST)).isEmpty();
    inbox().dead(work, "cannot be stored");
    assertThat(inbox().inbox().letters().find(work.deliveryId()).orElseThrow().attempts()).extracting(Attempt::outcome)
        .containsExactly(Outcome.DEAD_LETTER);
  }

  @Test
  default void one_settlement_that_fails_does_not_fail_those_written_with_it() {
    inbox().reading(FIRST, "rest");
    List.of("1", "2", "3").forEach(id -> inbox().accept("ticket:" + id, id));
    List<Work> works = inbox().claim(FIRST);
    List<CompletableFuture<Void>> settled = new ArrayList<>();

    inbox().together(() -> works.forEach(work -> settled.add(inbox().settle(work, new Settlement.Delivered(
        List.of(send("rest", content(work).equals("2") ? "x".repeat(1000) : "ticket:" + content(work), content(work))))))));

    assertThat(InboxDriver.failure(settled.get(1))).isInstanceOf(InboxUnavailableException.class);
    settled.get(0).join();
    settled.get(2).join();
    assertThat(inbox().drain("rest")).containsExactlyInAnyOrder("1", "3");
  }

  @Test
  default void an_attempt_is_settled_once() {
    inbox().reading(FIRST).accept("ticket:1", "a");
    Work work = inbox().claimOne(FIRST);
    inbox().done(work);

    assertThatIllegalStateException().isThrownBy(() -> inbox().done(work))
        .withMessage("delivery " + work.deliveryId() + " is not claimed: it was settled or released already");
  }

  @Test
  default void a_dead_letter_lets_the_later_ones_pass() {
    inbox().reading(FIRST);
    List.of("a", "b").forEach(content -> inbox().accept("ticket:1", content));

    inbox().dead(inbox().claimOne(FIRST), "refused for good");

    assertThat(inbox().drain(FIRST)).containsExactly("b");
  }

  @Test
  default void a_dead_letter_holds_the_later_ones_where_the_channel_asks_for_it_until_a_person_decides() {
    inbox().inbox().work().open(FIRST, new ChannelRules(true, true, Duration.ofSeconds(10)), () -> {});
    List.of("a", "b").forEach(content -> inbox().accept("ticket:1", content));
    inbox().accept("ticket:2", "other");
    Work dead = inbox().claim(FIRST).stream().filter(work -> content(work).equals("a")).findFirst().orElseThrow();

    inbox().dead(dead, "refused for good");
    assertThat(inbox().claim(FIRST)).isEmpty();

    inbox().inbox().letters().retry(Letters.Kind.DEAD_LETTER, dead.deliveryId(), false);
    assertThat(inbox().drain(FIRST)).containsExactly("a", "b");
  }

  @Test
  default void a_route_that_stops_and_starts_holds_as_much_as_before_and_lets_go_again() {
    inbox().inbox().work().open(FIRST, new ChannelRules(true, true, Duration.ofSeconds(10)), () -> {});
    List.of("a", "b").forEach(content -> inbox().accept("ticket:1", content));
    Work dead = inbox().claimOne(FIRST);
    inbox().dead(dead, "refused for good");
    for (int i = 0; i < 3; i++) {
      inbox().inbox().work().close(FIRST);
      inbox().inbox().work().open(FIRST, new ChannelRules(true, true, Duration.ofSeconds(10)), () -> {});
      assertThat(inbox().claim(FIRST)).isEmpty();
    }

    inbox().inbox().letters().replay(Letters.Kind.DEAD_LETTER, dead.deliveryId(), null, true);

    assertThat(inbox().drain(FIRST)).containsExactly("b", "a");
  }

  @Test
  default void a_channel_that_no_longer_holds_lets_the_waiting_ones_pass() {
    inbox().inbox().work().open(FIRST, new ChannelRules(true, true, Duration.ofSeconds(10)), () -> {});
    List.of("a", "b").forEach(content -> inbox().accept("ticket:1", content));
    inbox().dead(inbox().claimOne(FIRST), "refused for good");
    inbox().inbox().work().close(FIRST);

    assertThat(inbox().reading(FIRST).drain(FIRST)).containsExactly("b");
  }

  @Test
  default void a_channel_that_begins_to_hold_counts_the_dead_letters_it_has() {
    inbox().reading(FIRST);
    List.of("a", "b").forEach(content -> inbox().accept("ticket:1", content));
    inbox().dead(inbox().claimOne(FIRST), "refused for good");
    inbox().inbox().work().close(FIRST);

    inbox().inbox().work().open(FIRST, new ChannelRules(true, true, Duration.ofSeconds(10)), () -> {});

    assertThat(inbox().claim(FIRST)).isEmpty();
  }

  @Test
  default void retries_that_are_due_at_once_lose_no_claim_under_many_hands() {
    int deliveries = 40;
    int retries = 10;
    inbox().reading(FIRST);
    Set<String> done = ConcurrentHashMap.newKeySet();
    IntStream.range(0, deliveries).forEach(i -> inbox().accept("ticket:" + i, "x" + i));
    Runnable worker = () -> {
      while (done.size() < deliveries) {
        for (Work work : inbox().inbox().work().claim(FIRST, 3)) {
          if (work.attempt() <= retries) {
            inbox().retry(work, Duration.ofMillis(-1));
          } else {
            inbox().done(work);
            done.add(work.deliveryId());
          }
        }
      }
    };
    List<CompletableFuture<Void>> workers = IntStream.range(0, 4).mapToObj(i -> CompletableFuture.runAsync(worker, task ->
        new Thread(task).start())).toList();

    workers.forEach(CompletableFuture::join);

    assertThat(done).hasSize(deliveries).allSatisfy(id ->
        assertThat(inbox().inbox().letters().find(id).orElseThrow().attempts()).hasSize(retries + 1));
    assertThat(inbox().inbox().channels().backlog()).containsExactly(new Channels.Backlog(FIRST, true, 0, null));
  }
}
