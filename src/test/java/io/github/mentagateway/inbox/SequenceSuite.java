package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static io.github.mentagateway.inbox.Letters.Kind.DEAD_LETTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of a delivery is what a destination gets as its sequence: it refuses one that is lower than the last it had of an entity. */
interface SequenceSuite extends InboxSuite {

  /** Claims what there is in the channel, notes its numbers and is done with it. */
  private void handOut(String channel, Collection<Long> numbers) {
    for (Work work : inbox().claim(channel)) {
      numbers.add(work.number());
      inbox().done(work);
    }
  }

  private List<Long> numbersOf(String channel) {
    return inbox().drained(channel).stream().map(Work::number).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1_300, 5_000})
  default void it_rises_although_others_send_to_the_entity_while_one_run_sends_it_thousands(int sends) {
    inbox().reading(FIRST, "mail");
    int others = 20;
    IntStream.range(0, others).forEach(i -> inbox().accept("ticket:" + i, "other"));
    inbox().accept("event:1", "many");
    List<Work> works = inbox().claim(FIRST);
    Work many = works.stream().filter(work -> content(work).equals("many")).findFirst().orElseThrow();
    // most of it goes to a channel that nobody reads: it is written all the same, and is not waited for
    List<Send> toMany = IntStream.range(0, sends).mapToObj(i -> send(i % 25 == 0 ? "mail" : "unread", "holder", "many " + i)).toList();
    List<Long> numbers = new ArrayList<>();

    CompletableFuture<Void> done = inbox().submitDone(many, toMany);
    works.stream().filter(work -> work != many).forEach(work -> {
      inbox().done(work, send("mail", "holder", "other"));
      handOut("mail", numbers);
    });
    done.join();
    numbers.addAll(numbersOf("mail"));

    assertThat(numbers).hasSize(others + (sends + 24) / 25).isSorted().doesNotHaveDuplicates();
  }

  @Test
  default void it_rises_in_the_order_in_which_one_run_sends() {
    inbox().reading(FIRST, "mail").accept("event:1", "unlocked");
    Send[] sends = IntStream.range(0, 1_100).mapToObj(i -> send("mail", "holder", "to " + i)).toArray(Send[]::new);
    inbox().done(inbox().claimOne(FIRST), sends);

    List<Work> works = inbox().drained("mail");

    assertThat(works).extracting(InboxDriver::content).isEqualTo(Stream.of(sends).map(send -> new String(send.payload().bytes())).toList());
    assertThat(works).extracting(Work::number).isSorted().doesNotHaveDuplicates();
  }

  @Test
  default void it_rises_over_what_arrives_and_what_runs_send_at_the_same_moment() {
    inbox().reading(FIRST, "mail");
    Map<String, Queue<Long>> lines = new ConcurrentHashMap<>();
    int arrivals = 100;
    AtomicInteger routed = new AtomicInteger();
    Runnable router = () -> {
      while (routed.get() < arrivals) {
        for (Work work : inbox().inbox().work().claim(FIRST, 3)) {
          int many = new Random(content(work).hashCode()).nextInt(6) == 0 ? 60 : 2;
          inbox().done(work, IntStream.range(0, many).mapToObj(i -> send("mail", "holder:" + i % 3, "x")).toArray(Send[]::new));
          routed.incrementAndGet();
        }
      }
    };
    Runnable mailer = () -> {
      while (routed.get() < arrivals) {
        for (Work work : inbox().inbox().work().claim("mail", 3)) {
          // one of a line is out at a time: this is the order in which they are handed out
          lines.computeIfAbsent(work.entity(), any -> new ConcurrentLinkedQueue<>()).add(work.number());
          inbox().done(work);
        }
      }
    };
    List<CompletableFuture<Void>> threads = Stream.of(router, router, mailer, mailer)
        .map(task -> CompletableFuture.runAsync(task, run -> new Thread(run).start())).toList();
    for (int i = 0; i < arrivals; i++) {
      inbox().accept("ticket:" + i, "routed " + i);
      Arrival usual = inbox().arrival("holder:" + i % 3, "direct " + i);
      inbox().inbox().acceptance().accept(
          new Arrival("mail", usual.original(), usual.action(), usual.entity(), usual.comparison(), usual.payload(), null)).join();
    }

    threads.forEach(CompletableFuture::join);
    inbox().drained("mail").forEach(work -> lines.get(work.entity()).add(work.number()));

    assertThat(lines).hasSize(3).allSatisfy((entity, numbers) -> assertThat(List.copyOf(numbers)).isSorted().doesNotHaveDuplicates());
  }

  @Test
  default void it_stays_at_a_retry_and_what_comes_behind_is_higher() {
    inbox().reading(FIRST, "rest");
    List.of("a", "b", "c").forEach(content -> inbox().accept("ticket:1", content));
    List<Long> numbers = new ArrayList<>();

    Work first = inbox().claimOne(FIRST);
    inbox().retry(first, Duration.ofSeconds(5));
    inbox().accept("ticket:1", "d");
    clock().move(Duration.ofSeconds(5));
    Work again = inbox().claimOne(FIRST);
    inbox().dead(again, "refused");
    inbox().inbox().letters().retry(DEAD_LETTER, again.deliveryId(), false);
    numbers.add(first.number());
    numbers.add(again.number());
    numbers.addAll(numbersOf(FIRST));

    assertThat(numbers).hasSize(6).isSorted();
    assertThat(numbers.subList(0, 3)).containsOnly(first.number());
    assertThat(numbers.subList(2, 6)).doesNotHaveDuplicates();
  }

  @Test
  default void it_rises_over_crashes_and_starts() {
    List<Long> numbers = new ArrayList<>();
    List<Long> sent = new ArrayList<>();
    for (int life = 0; life < 4; life++) {
      inbox().reading(FIRST, "mail").accept("ticket:1", "x" + life);
      inbox().accept("ticket:1", "y" + life);
      Work work = inbox().claim(FIRST).stream().filter(one -> one.entity().equals("ticket:1")).findFirst().orElseThrow();
      numbers.add(work.number());
      inbox().done(work, send("mail", "holder", "a"), send("mail", "holder", "b"));
      inbox().accept("ticket:2", "brings the disk up to date " + life);
      sent.addAll(numbersOf("mail"));
      if (life % 2 == 0) {
        reopenAfterCrash();
      } else {
        reopen();
      }
    }
    inbox().reading(FIRST, "mail").drained(FIRST).stream().filter(work -> work.entity().equals("ticket:1"))
        .forEach(work -> numbers.add(work.number()));
    sent.addAll(numbersOf("mail"));

    assertThat(numbers).hasSizeGreaterThanOrEqualTo(8).isSorted();
    assertThat(sent).hasSizeGreaterThanOrEqualTo(8).isSorted();
  }

  @Test
  default void that_of_a_replay_is_higher_than_all_before() {
    inbox().reading(FIRST, "mail");
    inbox().accept("ticket:1", "old");
    Work dead = inbox().claimOne(FIRST);
    inbox().dead(dead, "refused");
    inbox().accept("ticket:1", "new");
    Work newer = inbox().claimOne(FIRST);
    inbox().done(newer, IntStream.range(0, 100).mapToObj(i -> send("mail", "holder", "x" + i)).toArray(Send[]::new));
    long highest = numbersOf("mail").stream().mapToLong(Long::longValue).max().orElseThrow();

    inbox().inbox().letters().replay(DEAD_LETTER, dead.deliveryId(), null, true);
    Work replayed = inbox().claimOne(FIRST);
    inbox().done(replayed, send("mail", "holder", "replayed"));

    assertThat(replayed.number()).isGreaterThan(newer.number()).isGreaterThan(highest);
    assertThat(inbox().claimOne("mail").number()).isGreaterThan(highest);
  }

  @Test
  default void that_of_a_replay_is_higher_than_all_before_after_a_crash_too() {
    inbox().reading(FIRST).accept("ticket:1", "old");
    Work dead = inbox().claimOne(FIRST);
    inbox().dead(dead, "refused");
    inbox().accept("ticket:1", "new");
    Work newer = inbox().claimOne(FIRST);
    inbox().done(newer);
    inbox().accept("ticket:2", "brings the disk up to date");
    inbox().inbox().letters().replay(DEAD_LETTER, dead.deliveryId(), null, true);

    reopenAfterCrash().reading(FIRST);
    inbox().accept("ticket:1", "newest");

    List<Work> works = inbox().drained(FIRST).stream().filter(work -> work.entity().equals("ticket:1"))
        .filter(work -> !work.deliveryId().equals(newer.deliveryId())).toList();
    assertThat(works).extracting(InboxDriver::content).containsExactly("old", "newest");
    assertThat(works).extracting(Work::number).isSorted().first().matches(number -> number > newer.number());
  }
}
