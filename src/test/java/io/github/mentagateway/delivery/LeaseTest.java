package io.github.mentagateway.delivery;

import static io.github.mentagateway.delivery.RunningDispatchers.CHANNEL;
import static io.github.mentagateway.delivery.RunningDispatchers.USUAL;
import static io.github.mentagateway.delivery.RunningDispatchers.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.CapturedLog;
import io.github.mentagateway.inbox.Attempt;
import io.github.mentagateway.inbox.LostLease;
import io.github.mentagateway.inbox.Settlement;
import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.inbox.WorkQueue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claims that end before their attempt does, and attempts that do not end. */
class LeaseTest {
  private static final AttemptResult DONE = new AttemptResult.Done(List.of());

  @TempDir
  Path folder;
  private RunningDispatchers dispatchers;
  private final CapturedLog log = CapturedLog.of("delivery");
  private final BlockingQueue<String> attempts = new LinkedBlockingQueue<>();

  @BeforeEach
  void open() {
    dispatchers = new RunningDispatchers(folder);
  }

  @AfterEach
  void close() {
    dispatchers.close();
    log.close();
  }

  @Test
  void a_claim_that_does_not_stand_any_more_is_given_back_without_an_attempt() {
    AtomicBoolean lost = new AtomicBoolean(true);
    WorkQueue queue = instead("holds", arguments -> !lost.getAndSet(false));
    String id = dispatchers.accept("ticket:1", "x");
    dispatchers.start(CHANNEL, USUAL, work -> {
      attempts.add("attempt " + work.attempt());
      return DONE;
    }, queue);

    await().until(() -> dispatchers.waiting() == 0);
    assertThat(attempts).containsExactly("attempt 1");
    assertThat(dispatchers.find(id).attempts()).hasSize(1);
    assertThat(log.lines().get(0)).isEqualTo(
        "WARN event=lease_lost destination=notifications delivery=" + id + ".notifications next=\"no attempt is made here\"");
    assertThat(dispatchers.meters.get("menta.leases.lost").tag("destination", CHANNEL).counter().count()).isEqualTo(1);
    await().untilAsserted(() -> assertThat(dispatchers.meters.find("menta.deliveries").counters())
        .filteredOn(counter -> counter.count() > 0).hasSize(1));
  }

  @Test
  void the_end_of_an_attempt_counts_no_more_when_its_lease_was_lost_and_is_not_settled_twice() {
    Queue<Settlement> settlements = new ConcurrentLinkedQueue<>();
    WorkQueue queue = instead("settle", arguments -> {
      settlements.add((Settlement) arguments[3]);
      return CompletableFuture.failedFuture(LostLease.of((Work) arguments[0]));
    });
    String id = dispatchers.accept("ticket:1", "x");
    dispatchers.start(CHANNEL, USUAL, work -> DONE, queue);

    await().until(() -> !log.lines().isEmpty());
    assertThat(log.lines()).containsExactly("WARN event=lease_lost destination=notifications delivery=" + id
        + ".notifications next=\"the end of this attempt counts no more, whoever has it now decides\"");
    assertThat(settlements).containsExactly(new Settlement.Delivered(List.of()));
    assertThat(dispatchers.meters.get("menta.leases.lost").counter().count()).isEqualTo(1);
    assertThat(dispatchers.meters.find("menta.deliveries").counters()).isNotEmpty().allMatch(counter -> counter.count() == 0);
    assertThat(dispatchers.waiting()).isEqualTo(1);
  }

  @Test
  void an_attempt_that_does_not_end_is_shown_as_stuck_and_keeps_its_line_until_its_thread_is_back() throws Exception {
    CountDownLatch leave = new CountDownLatch(1);
    String first = dispatchers.accept("ticket:1", "first");
    dispatchers.accept("ticket:1", "second");
    dispatchers.start(USUAL, work -> {
      attempts.add(content(work));
      boolean deaf = content(work).equals("first");
      while (deaf && leave.getCount() > 0) {
        awaitDeafly(leave);
      }
      return DONE;
    });
    assertThat(attempts.take()).isEqualTo("first");
    assertThat(stuck()).isZero();

    dispatchers.timer.move(USUAL.timeout());
    assertThat(stuck()).isEqualTo(1);
    assertThat(attempts).isEmpty();
    leave.countDown();

    assertThat(attempts.take()).isEqualTo("second");
    await().until(() -> dispatchers.waiting() == 0);
    assertThat(stuck()).isZero();
    assertThat(dispatchers.find(first).attempts()).extracting(Attempt::outcome).containsExactly(Attempt.Outcome.DELIVERED);
  }

  @Test
  void what_is_stuck_is_shown_for_each_channel_that_is_read_and_for_no_other() {
    Dispatcher rest = dispatchers.start("rest", USUAL, work -> DONE, dispatchers.inbox.work());
    dispatchers.start("mail", USUAL, work -> DONE, dispatchers.inbox.work());
    assertThat(destinations()).containsExactlyInAnyOrder("rest", "mail");

    rest.stop(USUAL.timeout());

    assertThat(destinations()).containsExactly("mail");
  }

  private double stuck() {
    return dispatchers.meters.get("menta.stuck.attempts").tag("destination", CHANNEL).gauge().value();
  }

  private List<String> destinations() {
    return dispatchers.meters.find("menta.stuck.attempts").gauges().stream().map(gauge -> gauge.getId().getTag("destination")).toList();
  }

  /** Waits as a driver does that swallows interrupts. */
  private static void awaitDeafly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      // the interrupt is swallowed on purpose
    }
  }

  /** The queue as it is, but for one method. */
  private WorkQueue instead(String method, Function<Object[], Object> answer) {
    return (WorkQueue) Proxy.newProxyInstance(WorkQueue.class.getClassLoader(), new Class<?>[] {WorkQueue.class}, (proxy, called, arguments) -> {
      if (called.getName().equals(method)) {
        return answer.apply(arguments);
      }
      try {
        return called.invoke(dispatchers.inbox.work(), arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    });
  }
}
