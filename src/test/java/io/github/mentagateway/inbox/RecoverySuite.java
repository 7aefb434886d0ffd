package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.inbox.Attempt.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the next start finds, after an end in order and after none. */
interface RecoverySuite extends InboxSuite {

  @Test
  default void all_that_is_open_is_handed_out_again_in_order() {
    inbox().reading(FIRST, "rest");
    List.of("a", "b", "c").forEach(content -> inbox().accept("ticket:1", content));
    inbox().done(inbox().claimOne(FIRST), send("rest", "ticket:1", "a"), send("rest", "ticket:1", "a2"));
    Work claimed = inbox().claimOne(FIRST);

    reopen().reading(FIRST, "rest");

    Work again = inbox().claimOne(FIRST);
    assertThat(again.deliveryId()).isEqualTo(claimed.deliveryId());
    assertThat(content(again)).isEqualTo("b");
    assertThat(again.original().headers()).containsEntry("User-Agent", "menta");
    inbox().done(again);
    assertThat(inbox().drain(FIRST)).containsExactly("c");
    assertThat(inbox().drain("rest")).containsExactly("a", "a2");
  }

  @Test
  default void of_a_stadium_of_sends_a_crash_leaves_all_or_nothing() {
    inbox().reading(FIRST, "mail").accept("event:1", "unlocked");
    Work work = inbox().claimOne(FIRST);
    List<String> mails = IntStream.range(0, 1300).mapToObj(i -> "to " + i).toList();
    Send[] sends = mails.stream().map(mail -> send("mail", "holder", mail)).toArray(Send[]::new);
    inbox().settle(work, new Settlement.Delivered(List.of(sends)));

    InboxDriver after = reopenAfterCrash().reading(FIRST, "mail");

    for (Work again : after.claim(FIRST)) {
      assertThat(again.deliveryId()).isEqualTo(work.deliveryId());
      assertThat(after.claim("mail")).as("its sender is not done").isEmpty();
      after.done(again, sends);
    }
    assertThat(after.drain("mail")).isEqualTo(mails);
  }

  @Test
  default void what_was_acknowledged_is_there_after_a_crash() {
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    IntStream.range(0, 300).forEach(i -> receipts.add(inbox().submit("ticket:" + i % 7, "x" + i)));
    List<String> ids = receipts.stream().map(receipt -> receipt.join().id()).toList();

    reopenAfterCrash().reading(FIRST);

    List<String> found = new ArrayList<>();
    for (List<Work> works = inbox().claim(FIRST); !works.isEmpty(); works = inbox().claim(FIRST)) {
      works.forEach(work -> {
        found.add(work.deliveryId());
        inbox().done(work);
      });
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(ids.stream().map(id -> id + ".notifications").toList());
  }

  @Test
  default void ids_are_never_handed_out_twice() {
    List<Long> numbers = new ArrayList<>();
    for (int start = 0; start < 3; start++) {
      String id = inbox().accept("ticket:" + start, "x" + start).id();
      numbers.add(Long.parseLong(id.replaceFirst(".*-", "")));
      numbers.add(Long.parseLong(inbox().accept("ticket:" + start, "y" + start).id().replaceFirst(".*-", "")));
      if (start == 0) {
        reopen();
      } else {
        reopenAfterCrash();
      }
    }

    assertThat(numbers).isSorted().doesNotHaveDuplicates();
  }

  @Test
  default void ids_name_the_same_store_after_a_start() {
    String id = inbox().accept("ticket:1", "a").id();

    assertThat(reopen().inbox().letters().find(id)).isPresent();
  }

  @Test
  default void the_time_of_a_retry_is_kept() {
    inbox().reading(FIRST).accept("ticket:1", "a");
    inbox().accept("ticket:1", "b");
    inbox().retry(inbox().claimOne(FIRST), Duration.ofMinutes(8));

    reopen().reading(FIRST);

    assertThat(inbox().claim(FIRST)).isEmpty();
    assertThat(inbox().inbox().work().nextDue(FIRST)).contains(clock().instant().plus(Duration.ofMinutes(8)));
    clock().move(Duration.ofMinutes(8));
    Work work = inbox().claimOne(FIRST);
    assertThat(content(work)).isEqualTo("a");
    assertThat(work.attempt()).isEqualTo(2);
  }

  @Test
  default void a_copy_is_recognised_after_a_start_and_after_a_crash() {
    Receipt first = inbox().accept("ticket:1", "a");
    Receipt copy = new Receipt(first.number(), first.id(), Receipt.Outcome.DUPLICATE, null, DuplicateRule.NEWEST);

    assertThat(reopen().accept("ticket:1", "a")).isEqualTo(copy);
    assertThat(reopenAfterCrash().accept("ticket:1", "a")).isEqualTo(copy);
  }

  @Test
  default void the_newest_of_thousands_of_entities_is_known_after_a_crash() {
    int entities = 2_500;
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    IntStream.range(0, entities).forEach(i -> receipts.add(inbox().submit("ticket:" + i, i + " first")));
    receipts.forEach(receipt -> inbox().inbox().acceptance().answered(receipt.join()));
    List<CompletableFuture<Receipt>> second = new ArrayList<>();
    IntStream.range(0, entities).filter(i -> i % 3 == 0).forEach(i -> second.add(inbox().submit("ticket:" + i, i + " second")));
    second.forEach(receipt -> inbox().inbox().acceptance().answered(receipt.join()));
    inbox().accept("ticket:last", "brings the marks of answers along");

    reopenAfterCrash();

    for (int i = 0; i < entities; i += 7) {
      boolean changed = i % 3 == 0;
      assertThat(inbox().accept("ticket:" + i, i + (changed ? " second" : " first")).outcome()).isEqualTo(Receipt.Outcome.DUPLICATE);
      assertThat(inbox().accept("ticket:" + i, i + (changed ? " first" : " second")).outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);
    }
  }

  @Test
  default void an_attempt_that_a_crash_cut_off_is_on_record_and_counts() {
    inbox().reading(FIRST).accept("ticket:1", "a");
    inbox().retry(inbox().claimOne(FIRST), Duration.ofSeconds(1));
    clock().move(Duration.ofSeconds(1));
    Work cutOff = inbox().claimOne(FIRST);
    inbox().accept("ticket:2", "brings the disk up to date");
    clock().move(Duration.ofSeconds(30));

    reopenAfterCrash().reading(FIRST);

    Work work = inbox().claim(FIRST).stream().filter(one -> one.deliveryId().equals(cutOff.deliveryId())).findFirst().orElseThrow();
    assertThat(work.attempt()).isEqualTo(3);
    assertThat(work.attemptsSpent()).isEqualTo(3);
    assertThat(inbox().inbox().letters().find(work.deliveryId()).orElseThrow().attempts()).hasSize(2).last()
        .isEqualTo(new Attempt(2, clock().instant().minusSeconds(30), Duration.ofSeconds(30), Outcome.INTERRUPTED,
            "the gateway ended during this attempt"));
  }

  @Test
  default void an_attempt_that_was_settled_or_released_before_the_crash_is_not_counted_again() {
    inbox().reading(FIRST);
    inbox().accept("ticket:1", "retried");
    inbox().retry(inbox().claimOne(FIRST), Duration.ofSeconds(1));
    inbox().accept("ticket:2", "released");
    inbox().inbox().work().release(inbox().claimOne(FIRST));

    reopenAfterCrash().reading(FIRST);
    clock().move(Duration.ofSeconds(1));

    assertThat(inbox().claim(FIRST)).extracting(work -> content(work) + " " + work.attempt())
        .containsExactlyInAnyOrder("retried 2", "released 1");
  }

  @Test
  default void crash_after_crash_uses_the_attempts_up() {
    inbox().accept("ticket:1", "poison");
    for (int attempt = 1; attempt <= 4; attempt++) {
      assertThat(inbox().reading(FIRST).claimOne(FIRST).attempt()).isEqualTo(attempt);
      reopenAfterCrash();
    }
  }

  @Test
  default void what_holds_its_entity_holds_it_after_a_start() {
    ChannelRules holding = new ChannelRules(true, true, Duration.ofSeconds(10));
    inbox().inbox().work().open(FIRST, holding, () -> {});
    List.of("a", "b").forEach(content -> inbox().accept("ticket:1", content));
    Work dead = inbox().claimOne(FIRST);
    inbox().dead(dead, "refused for good");

    reopen().inbox().work().open(FIRST, holding, () -> {});

    assertThat(inbox().claim(FIRST)).isEmpty();
    inbox().inbox().letters().retry(Letters.Kind.DEAD_LETTER, dead.deliveryId(), false);
    assertThat(inbox().drain(FIRST)).containsExactly("a", "b");
  }

  @Test
  default void a_replay_and_a_retry_survive_a_crash() {
    inbox().reading(FIRST);
    List.of("a", "b").forEach(content -> {
      inbox().accept("ticket:1", content);
      inbox().dead(inbox().claimOne(FIRST), "refused");
    });
    List<Letters.Letter> letters = inbox().inbox().letters().list(Letters.Kind.DEAD_LETTER, Long.MAX_VALUE, 10);
    inbox().inbox().letters().replay(Letters.Kind.DEAD_LETTER, letters.get(1).deliveryId(), null, false);
    inbox().inbox().letters().retry(Letters.Kind.DEAD_LETTER, letters.get(0).deliveryId(), false);

    reopenAfterCrash().reading(FIRST);

    assertThat(inbox().drain(FIRST)).containsExactly("b", "a");
  }
}
