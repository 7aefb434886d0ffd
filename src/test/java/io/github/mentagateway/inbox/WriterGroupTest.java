package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.USUAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.MovableClock;
import io.github.mentagateway.store.InboxFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What meets in one transaction of the store, or while one is under way: nothing of it is lost, stuck or done twice. */
class WriterGroupTest {
  @TempDir
  Path folder;

  private final MovableClock clock = new MovableClock();
  private InboxDriver inbox;

  @BeforeEach
  void open() {
    inbox = new InboxDriver(InboxFactory.open(Stores.sqlite(folder), clock), clock);
  }

  @AfterEach
  void close() {
    inbox.inbox().close();
  }

  /** Runs it on a thread of its own, up to where it waits for the store. */
  private static Thread waiting(Runnable task) {
    Thread thread = new Thread(task);
    thread.start();
    await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> thread.getState() == Thread.State.WAITING);
    return thread;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void an_end_that_is_written_together_with_the_end_of_the_process_is_the_only_end_of_its_attempt() {
    inbox.reading(FIRST);
    inbox.accept("ticket:1", "a");
    inbox.retry(inbox.claimOne(FIRST), Duration.ZERO);
    Work second = inbox.claimOne(FIRST);

    List<Thread> closing = new ArrayList<>();
    inbox.together(() -> {
      inbox.settle(second, new Settlement.Retry(clock.instant(), "no luck", false));
      closing.add(waiting(inbox.inbox()::close));
    });
    closing.forEach(WriterGroupTest::join);

    open();
    inbox.reading(FIRST);
    Work third = inbox.claimOne(FIRST);
    assertThat(third.attempt()).isEqualTo(3);
    inbox.done(third);
    assertThat(inbox.inbox().letters().find(third.deliveryId()).orElseThrow().attempts()).extracting(Attempt::outcome)
        .containsExactly(Attempt.Outcome.RETRY, Attempt.Outcome.RETRY, Attempt.Outcome.DELIVERED);
  }

  @Test
  void what_is_accepted_together_with_the_end_of_the_process_is_unanswered_after_it() {
    inbox.accept("ticket:1", "before");
    List<CompletableFuture<Receipt>> accepted = new ArrayList<>();
    List<Thread> closing = new ArrayList<>();
    inbox.together(() -> {
      accepted.add(inbox.submit("ticket:1", "not answered"));
      accepted.add(inbox.submit("ticket:1", "newer"));
      closing.add(waiting(inbox.inbox()::close));
    });
    closing.forEach(WriterGroupTest::join);
    assertThat(accepted.get(0).join().outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);

    open();
    assertThat(inbox.accept("ticket:1", "not answered").outcome()).isEqualTo(Receipt.Outcome.DUPLICATE);
  }

  @Test
  void a_look_gets_what_has_waited_longest_whatever_arrives_with_it() {
    inbox.reading(FIRST);
    inbox.accept("ticket:1", "old");
    inbox.retry(inbox.claimOne(FIRST), Duration.ofSeconds(5));
    clock.move(Duration.ofSeconds(6));
    List<Work> works = new CopyOnWriteArrayList<>();
    List<Thread> reading = new ArrayList<>();

    inbox.together(() -> {
      inbox.submit("ticket:1", "behind it");
      inbox.submit("ticket:2", "fresh");
      reading.add(waiting(() -> works.addAll(inbox.inbox().work().claim(FIRST, 1))));
    });
    reading.forEach(WriterGroupTest::join);

    assertThat(works).extracting(InboxDriver::content).containsExactly("old");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_dead_letter_that_is_retried_together_with_an_arrival_comes_before_it_and_alone(boolean retriedFirst) {
    inbox.reading(FIRST);
    inbox.accept("ticket:1", "old");
    Work old = inbox.claimOne(FIRST);
    inbox.dead(old, "refused");
    List<Thread> retrying = new ArrayList<>();
    List<CompletableFuture<Receipt>> accepted = new ArrayList<>();
    Runnable retry = () -> retrying.add(waiting(() -> inbox.inbox().letters().retry(Letters.Kind.DEAD_LETTER, old.deliveryId(), false)));

    inbox.together(() -> {
      if (retriedFirst) {
        retry.run();
      }
      accepted.add(inbox.submit("ticket:1", "new"));
      if (!retriedFirst) {
        retry.run();
      }
    });
    retrying.forEach(WriterGroupTest::join);
    accepted.forEach(CompletableFuture::join);

    assertThatOneAfterTheOtherComes("old", "new");
  }

  @Test
  void what_arrives_together_with_the_end_of_the_one_before_it_comes_next() {
    inbox.reading(FIRST);
    inbox.accept("ticket:1", "first");
    Work first = inbox.claimOne(FIRST);
    List<CompletableFuture<?>> written = new ArrayList<>();

    inbox.together(() -> {
      written.add(inbox.submit("ticket:1", "second"));
      written.add(inbox.submitDone(first, List.of()));
      written.add(inbox.submit("ticket:1", "third"));
    });
    written.forEach(CompletableFuture::join);

    assertThatOneAfterTheOtherComes("second", "third");
  }

  private void assertThatOneAfterTheOtherComes(String... contents) {
    for (String content : contents) {
      List<Work> works = inbox.claim(FIRST);
      assertThat(works).extracting(InboxDriver::content).containsExactly(content);
      inbox.done(works.get(0));
    }
    assertThat(inbox.claim(FIRST)).isEmpty();
  }

  @Test
  void two_who_open_a_channel_at_once_do_not_both_get_it() {
    List<String> outcomes = new CopyOnWriteArrayList<>();
    List<Thread> opening = new ArrayList<>();
    Runnable open = () -> {
      try {
        inbox.inbox().work().open(FIRST, USUAL, () -> {});
        outcomes.add("open");
      } catch (IllegalStateException e) {
        outcomes.add("refused");
      }
    };

    inbox.together(() -> {
      opening.add(new Thread(open));
      opening.add(new Thread(open));
      opening.forEach(Thread::start);
      opening.forEach(one -> await().until(() -> one.getState() == Thread.State.WAITING || one.getState() == Thread.State.BLOCKED));
    });
    opening.forEach(WriterGroupTest::join);

    assertThat(outcomes).containsExactlyInAnyOrder("open", "refused");
  }

  @Test
  void the_last_one_of_a_destination_that_is_down_is_a_probe_before_its_own_time() {
    inbox.reading(FIRST);
    List.of("1", "2", "3").forEach(id -> inbox.accept("ticket:" + id, id));
    inbox.claim(FIRST).forEach(work -> inbox.fail(work, Duration.ofHours(1)));
    for (int i = 0; i < 2; i++) {
      clock.move(USUAL.probeInterval());
      inbox.dead(inbox.claimOne(FIRST), "no good");
    }
    clock.move(USUAL.probeInterval());
    inbox.fail(inbox.claimOne(FIRST), Duration.ofHours(1));

    inbox.claim(FIRST);
    assertThat(inbox.inbox().work().nextDue(FIRST)).contains(clock.instant().plus(USUAL.probeInterval()));
    clock.move(USUAL.probeInterval());
    assertThat(inbox.claimOne(FIRST).probe()).isTrue();
  }
}
