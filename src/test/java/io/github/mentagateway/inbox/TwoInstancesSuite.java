package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.USUAL;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static io.github.mentagateway.inbox.Letters.Kind.DEAD_LETTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.inbox.Attempt.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two instances at once: any accepts, any delivers, and along each line they do it as one would. */
interface TwoInstancesSuite extends SharedSuite {

  private List<Work> claimedByAny() {
    return Stream.of(other(), one()).flatMap(instance -> instance.claim(FIRST).stream()).toList();
  }

  @Test
  default void what_one_takes_in_the_other_delivers_in_the_order_of_arrival() {
    bothRead(FIRST);
    IntStream.range(0, 20).forEach(i -> (i % 2 == 0 ? one() : other()).accept("ticket:" + i % 3, i % 3 + "/" + String.format("%02d", i)));

    List<String> delivered = new ArrayList<>();
    for (int turn = 0; delivered.size() < 20; turn++) {
      InboxDriver instance = turn % 2 == 0 ? one() : other();
      instance.inbox().work().claim(FIRST, 2).forEach(work -> {
        delivered.add(content(work));
        instance.done(work);
      });
      assertThat(turn).as("delivered so far: %s", delivered).isLessThan(1_000);
    }

    for (String entity : List.of("0/", "1/", "2/")) {
      assertThat(delivered.stream().filter(content -> content.startsWith(entity))).isSorted();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  default void whatever_two_instances_do_at_once_each_line_is_handed_out_in_order_and_each_delivery_is_done_once(long seed) {
    bothRead(FIRST, "rest");
    RandomLoad load = new RandomLoad(seed, List.of(one(), other()));

    load.run();

    load.check();
    assertThat(other().inbox().channels().backlog()).allMatch(backlog -> backlog.waiting() == 0);
  }

  @Test
  default void what_is_under_way_at_one_is_not_handed_out_by_the_other() {
    bothRead(FIRST);
    one().accept("ticket:1", "a");
    Work work = one().claimOne(FIRST);
    other().accept("ticket:1", "b");

    assertThat(other().claim(FIRST)).isEmpty();
    one().done(work);
    assertThat(claimedByAny()).extracting(InboxDriver::content).containsExactly("b");
  }

  @Test
  default void the_numbers_of_a_line_rise_although_one_sends_it_thousands_while_the_other_sends_to_it_too() {
    bothRead(FIRST, "mail");
    int others = 20;
    one().accept("event:1", "many");
    Work many = one().claimOne(FIRST);
    IntStream.range(0, others).forEach(i -> other().accept("ticket:" + i, "other"));
    List<Send> sends = IntStream.range(0, 5_000).mapToObj(i -> send(i % 100 == 0 ? "mail" : "unread", "holder", "many " + i)).toList();
    List<Long> numbers = new ArrayList<>();

    CompletableFuture<Void> done = one().submitDone(many, sends);
    for (Work work : other().claim(FIRST)) {
      other().done(work, send("mail", "holder", "other"));
      other().claim("mail").forEach(mail -> {
        numbers.add(mail.number());
        other().done(mail);
      });
    }
    done.join();
    for (int before = -1; before < numbers.size();) {
      before = numbers.size();
      for (InboxDriver instance : List.of(one(), other())) {
        instance.drained("mail").forEach(mail -> numbers.add(mail.number()));
      }
    }

    assertThat(numbers).hasSize(others + 50).isSorted().doesNotHaveDuplicates();
  }

  @Test
  default void ten_copies_at_the_same_moment_over_two_instances_are_one_delivery() {
    bothRead(FIRST);
    for (int round = 0; round < 10; round++) {
      String entity = round % 2 == 0 ? "ticket:" + round : null;
      String content = "sold " + round;
      List<CompletableFuture<Receipt>> receipts =
          IntStream.range(0, 10).mapToObj(i -> (i % 2 == 0 ? one() : other()).submit(entity, content)).toList();

      assertThat(receipts.stream().map(receipt -> receipt.join().outcome()).filter(Receipt.Outcome.ACCEPTED::equals)).hasSize(1);
      assertThat(receipts.stream().map(receipt -> receipt.join().id()).distinct()).hasSize(1);
    }
    assertThat(claimedByAny()).hasSize(10);
  }

  @Test
  default void what_one_never_answered_is_a_duplicate_at_the_other_and_new_when_that_is_over() {
    one().acceptUnanswered("ticket:1", "a");
    one().accept("ticket:1", "b");

    assertThat(other().acceptUnanswered("ticket:1", "a").rule()).isEqualTo(DuplicateRule.UNANSWERED);
    for (int hour = 0; hour < 240; hour++) {
      clock().move(Duration.ofHours(1));
      (hour % 2 == 0 ? one() : other()).accept("ticket:other", "at " + hour);
    }
    assertThat(other().accept("ticket:1", "a").outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);
  }

  @Test
  default void a_pause_and_its_end_hold_for_both() {
    bothRead(FIRST);
    Stream.of("a", "b").forEach(content -> one().accept("ticket:1", content));
    one().inbox().channels().pause(FIRST, "maintenance");

    other().accept("ticket:1", "c");
    assertThat(one().claim(FIRST)).isEmpty();
    assertThat(other().claim(FIRST)).isEmpty();
    assertThat(other().inbox().channels().resume(FIRST)).isTrue();

    List<String> drained = new ArrayList<>();
    for (int turn = 0; drained.size() < 3; turn++) {
      InboxDriver instance = turn % 2 == 0 ? one() : other();
      instance.claim(FIRST).forEach(work -> {
        drained.add(content(work));
        instance.done(work);
      });
      assertThat(turn).as("drained so far: %s", drained).isLessThan(100);
    }
    assertThat(drained).containsExactly("a", "b", "c");
  }

  @Test
  default void slots_are_given_out_one_after_the_other_to_both() {
    bothRead(FIRST);
    Duration apart = Duration.ofSeconds(2);
    Instant now = clock().instant();

    assertThat(one().inbox().work().reserve(FIRST, 1, apart)).isEqualTo(now);
    assertThat(other().inbox().work().reserve(FIRST, 2, apart)).isEqualTo(now.plusSeconds(2));
    assertThat(one().inbox().work().reserve(FIRST, 1, apart)).isEqualTo(now.plusSeconds(6));
    clock().move(Duration.ofMinutes(5));
    assertThat(other().inbox().work().reserve(FIRST, 1, apart)).as("what nobody took is not saved up").isEqualTo(now.plusSeconds(300));
  }

  @Test
  default void a_slow_rate_is_kept_by_both_together_and_slots_of_a_clock_that_was_wrong_are_not_waited_for() {
    bothRead(FIRST);
    Duration apart = Duration.ofMinutes(20);
    Instant now = clock().instant();

    // who has used a slot takes the next at once, and a reload leaves one unused
    assertThat(Stream.of(one(), one(), other(), other(), one()).map(instance -> instance.inbox().work().reserve(FIRST, 1, apart)))
        .containsExactly(now, now.plus(apart), now.plus(apart.multipliedBy(2)), now.plus(apart.multipliedBy(3)),
            now.plus(apart.multipliedBy(4)));
    assertThat(other().inbox().work().reserve(FIRST, 1, Duration.ofSeconds(1))).as("further ahead than any instances are").isEqualTo(now);
  }

  @Test
  default void what_one_that_rests_would_have_the_other_gets() {
    bothRead(FIRST);
    assertThat(one().claim(FIRST)).isEmpty();
    Stream.of("a", "b").forEach(content -> one().accept("ticket:" + content, content));
    one().inbox().work().rest(FIRST);

    // it gives them back as soon as its writer comes to it
    List<String> got = new ArrayList<>();
    await().until(() -> got.addAll(other().drain(FIRST)) && got.size() >= 2);
    assertThat(got).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  default void while_the_destination_is_down_both_together_probe_once_in_an_interval() {
    bothRead(FIRST);
    IntStream.range(0, 6).forEach(i -> (i % 2 == 0 ? one() : other()).accept("ticket:" + i, "x" + i));
    Map<Work, InboxDriver> claimed = Stream.of(one(), other())
        .flatMap(instance -> instance.claim(FIRST).stream().map(work -> Map.entry(work, instance)))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    claimed.forEach((work, instance) -> instance.fail(work, Duration.ofHours(1)));
    assertThat(other().status(FIRST).downSince()).isNotNull();

    for (int i = 0; i < 3; i++) {
      assertThat(one().claim(FIRST)).isEmpty();
      assertThat(other().claim(FIRST)).isEmpty();
      clock().move(USUAL.probeInterval());
      assertThat(claimedByAny()).hasSize(1).allMatch(Work::probe);
    }
  }

  @Test
  default void a_person_s_retry_at_one_waits_for_what_is_under_way_at_the_other() {
    bothRead(FIRST);
    one().accept("ticket:1", "old");
    Work dead = one().claimOne(FIRST);
    one().dead(dead, "refused");
    other().accept("ticket:1", "new");
    Work newer = claimedByAny().get(0);
    InboxDriver holder = other().inbox().work().holds(newer) ? other() : one();
    InboxDriver asked = holder == one() ? other() : one();

    assertThatExceptionOfType(Letters.RefusedException.class)
        .isThrownBy(() -> asked.inbox().letters().retry(DEAD_LETTER, dead.deliveryId(), false));
    asked.inbox().letters().retry(DEAD_LETTER, dead.deliveryId(), true);
    assertThat(claimedByAny()).isEmpty();
    holder.done(newer);
    assertThat(claimedByAny()).extracting(InboxDriver::content).containsExactly("old");
  }

  @Test
  default void two_people_who_replay_at_the_same_moment_make_two_deliveries_with_ids_of_their_own() {
    bothRead(FIRST, "mail");
    one().accept("ticket:1", "sold");
    one().done(one().claimOne(FIRST), IntStream.range(0, 20).mapToObj(i -> send("mail", "holder:" + i, "to " + i)).toArray(Send[]::new));
    List<String> letters = new ArrayList<>();
    for (InboxDriver instance : List.of(one(), other())) {
      instance.claim("mail").forEach(mail -> {
        instance.dead(mail, "refused");
        letters.add(mail.deliveryId());
      });
    }
    assertThat(letters).hasSize(20);

    List<CompletableFuture<String>> replays = IntStream.range(0, 20).mapToObj(i -> CompletableFuture.supplyAsync(
        () -> (i % 2 == 0 ? one() : other()).inbox().letters().replay(DEAD_LETTER, letters.get(i), null, false),
        task -> new Thread(task).start())).toList();

    List<String> ids = replays.stream().map(CompletableFuture::join).toList();
    assertThat(ids).doesNotHaveDuplicates().doesNotContainAnyElementsOf(letters);
    List<String> handedOut = Stream.of(one(), other()).flatMap(instance -> instance.claim("mail").stream()).map(Work::deliveryId).toList();
    assertThat(handedOut).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  default void what_is_moved_at_one_is_delivered_by_the_other_and_what_is_under_way_there_stays() {
    one().reading(FIRST, "mail");
    other().reading("mail", "post");
    IntStream.range(0, 4).forEach(i -> {
      one().accept("ticket:" + i % 2, "t" + i);
      one().done(one().claimOne(FIRST), send("post", "ticket:" + i % 2, "t" + i));
    });
    Work underWay = other().inbox().work().claim("post", 1).get(0);
    assertThatExceptionOfType(Letters.RefusedException.class).isThrownBy(() -> one().inbox().backlogs().discard(new Backlogs.Discard(DeliveryFilter.ALL.at("post"), "x", false, false), 0))
        .withMessage("something of post is under way at another instance, where a route reads it: end that route there first, and wait for its"
            + " attempts. --while-read discards what is not under way all the same");

    Backlogs.Step moved = one().inbox().backlogs().move(new Backlogs.Move(DeliveryFilter.ALL.at("post"), "mail", false, false, false), 0);

    List<String> delivered = new ArrayList<>(List.of(content(underWay)));
    other().done(underWay);
    delivered.addAll(other().drain("mail"));
    assertThat(delivered).hasSize(1 + moved.done());
    delivered.addAll(other().drain("post"));
    assertThat(delivered).containsExactlyInAnyOrder("t0", "t1", "t2", "t3");
  }
}
