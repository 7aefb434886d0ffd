package io.github.mentagateway.delivery;

import static io.github.mentagateway.delivery.RunningDispatchers.CHANNEL;
import static io.github.mentagateway.delivery.RunningDispatchers.USUAL;
import static io.github.mentagateway.delivery.RunningDispatchers.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.inbox.Attempt;
import io.github.mentagateway.inbox.Backlogs;
import io.github.mentagateway.inbox.Channels;
import io.github.mentagateway.inbox.DeliveryFilter;
import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.inbox.Letters;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.inbox.Send;
import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.inbox.WorkQueue;
import io.github.mentagateway.settings.Rate;
import io.github.mentagateway.settings.Window;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatcherTest {
  private static final AttemptResult DONE = new AttemptResult.Done(List.of());

  @TempDir
  Path folder;
  private RunningDispatchers dispatchers;
  private final BlockingQueue<String> attempts = new LinkedBlockingQueue<>();

  @BeforeEach
  void open() {
    dispatchers = new RunningDispatchers(folder);
  }

  @AfterEach
  void close() {
    dispatchers.close();
  }

  @Test
  void no_more_attempts_run_at_once_than_the_channel_allows() throws Exception {
    CountDownLatch leave = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    IntStream.range(0, 20).forEach(i -> dispatchers.accept("ticket:" + i, "x"));

    dispatchers.start(with(3, 50), work -> {
      most.accumulateAndGet(running.incrementAndGet(), Math::max);
      attempts.add(content(work));
      awaitCalmly(leave);
      running.decrementAndGet();
      return DONE;
    });
    for (int i = 0; i < 3; i++) {
      attempts.take();
    }
    leave.countDown();

    await().until(() -> dispatchers.waiting() == 0);
    assertThat(most).hasValue(3);
  }

  @Test
  void a_destination_that_comes_back_gets_one_at_a_time_first_and_one_more_after_each_round() {
    AtomicBoolean down = new AtomicBoolean(true);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    List<String> tooMany = new CopyOnWriteArrayList<>();
    ChannelOptions adaptive = new ChannelOptions(4, 50, USUAL.initialDelay(), USUAL.maxDelay(), 2, 0, USUAL.timeout(), USUAL.rules(),
        Window.ALWAYS, Rate.UNLIMITED, true);
    IntStream.range(0, 80).forEach(i -> dispatchers.accept("ticket:" + i, "x"));

    dispatchers.start(adaptive, work -> {
      if (down.get()) {
        return new AttemptResult.Failed("no connection", null, true);
      }
      int now = running.incrementAndGet();
      int done = ended.get();
      // a round of 1, of 2, and of 3 that went well
      if (now > (done < 1 ? 1 : done < 3 ? 2 : done < 6 ? 3 : 4)) {
        tooMany.add(now + " at once after " + done);
      }
      Thread.yield();
      running.decrementAndGet();
      ended.incrementAndGet();
      return DONE;
    });
    // one at a time is left after two failures, and the third one takes it down
    await("down").until(() -> dispatchers.allowed() == 1 && dispatchers.inbox.channels().list().stream().anyMatch(one -> one.downSince() != null));
    down.set(false);
    dispatchers.timer.move(Duration.ofSeconds(11));
    await("the probe").until(() -> ended.get() > 0);
    await("all that waited").until(() -> dispatchers.waiting() == 0);

    assertThat(tooMany).isEmpty();
    assertThat(dispatchers.allowed()).isEqualTo(4);
  }

  @Test
  void the_order_of_each_entity_is_kept_under_failures_and_many_threads() {
    int entities = 12;
    int each = 25;
    Map<String, List<Integer>> done = new ConcurrentHashMap<>();
    Random random = new Random(7);
    AtomicBoolean overlap = new AtomicBoolean();
    Map<String, Boolean> underWay = new ConcurrentHashMap<>();
    for (int i = 0; i < each; i++) {
      for (int entity = 0; entity < entities; entity++) {
        dispatchers.accept("ticket:" + entity, String.valueOf(i));
      }
    }

    ChannelOptions hasty = new ChannelOptions(8, 1000, Duration.ZERO, Duration.ZERO, 2, 0, Duration.ofSeconds(60), USUAL.rules());
    dispatchers.start(hasty, work -> {
      if (underWay.put(work.entity(), true) != null) {
        overlap.set(true);
      }
      boolean fails;
      synchronized (random) {
        fails = random.nextInt(3) == 0;
      }
      if (!fails) {
        done.computeIfAbsent(work.entity(), key -> new ArrayList<>()).add(Integer.parseInt(content(work)));
      }
      underWay.remove(work.entity());
      return fails ? new AttemptResult.Failed("bad luck", null, false) : DONE;
    });

    await().until(() -> dispatchers.waiting() == 0);
    assertThat(overlap).isFalse();
    assertThat(done).hasSize(entities)
        .allSatisfy((entity, contents) -> assertThat(contents).containsExactlyElementsOf(IntStream.range(0, each).boxed().toList()));
  }

  @Test
  void a_failure_is_tried_again_when_its_time_has_come_and_recorded_with_its_error() throws Exception {
    String id = dispatchers.accept("ticket:1", "x");
    dispatchers.start(USUAL, work -> {
      attempts.add("attempt " + work.attempt());
      return work.attempt() == 3 ? DONE : new AttemptResult.Failed("a secret failed", null, false);
    });

    assertThat(attempts.take()).isEqualTo("attempt 1");
    untilDue(5);
    dispatchers.timer.move(Duration.ofSeconds(6));
    assertThat(attempts.take()).isEqualTo("attempt 2");
    untilDue(10);
    dispatchers.timer.move(Duration.ofSeconds(11));
    assertThat(attempts.take()).isEqualTo("attempt 3");

    await().until(() -> dispatchers.waiting() == 0);
    assertThat(dispatchers.find(id).attempts()).extracting(Attempt::outcome)
        .containsExactly(Attempt.Outcome.RETRY, Attempt.Outcome.RETRY, Attempt.Outcome.DELIVERED);
    assertThat(dispatchers.find(id).attempts().get(0).error()).isEqualTo("a *** failed");
  }

  @Test
  void what_the_destination_asked_for_is_waited_for() throws Exception {
    dispatchers.accept("ticket:1", "x");
    dispatchers.start(USUAL, work -> {
      attempts.add("attempt " + work.attempt());
      return new AttemptResult.Failed("busy", Duration.ofMinutes(3), false);
    });

    attempts.take();

    untilDue(180);
  }

  @Test
  void after_the_last_attempt_it_is_a_dead_letter_with_the_last_error() throws Exception {
    String id = dispatchers.accept("ticket:1", "x");
    dispatchers.accept("ticket:1", "next");
    dispatchers.start(with(4, 2), work -> {
      attempts.add(content(work) + " " + work.attempt());
      return content(work).equals("next") ? DONE : new AttemptResult.Failed("no luck " + work.attempt(), null, false);
    });

    assertThat(attempts.take()).isEqualTo("x 1");
    untilDue(5);
    dispatchers.timer.move(Duration.ofSeconds(6));
    assertThat(attempts.take()).isEqualTo("x 2");
    assertThat(attempts.take()).isEqualTo("next 1");

    assertThat(dispatchers.find(id).letter().state()).isEqualTo("dead");
    assertThat(dispatchers.find(id).letter().reason()).isEqualTo("no luck 2 (given up after attempt 2 of 2)");
  }

  @Test
  void what_a_route_gives_up_or_cannot_place_is_not_tried_again() {
    String dead = dispatchers.accept("ticket:1", "dead");
    String odd = dispatchers.accept("ticket:2", "odd");
    dispatchers.start(USUAL, work -> content(work).equals("dead")
        ? new AttemptResult.GivenUp("no such ticket") : new AttemptResult.Unroutable("unknown"));

    await().until(() -> dispatchers.waiting() == 0);
    assertThat(dispatchers.find(dead).letter()).satisfies(letter -> {
      assertThat(letter.state()).isEqualTo("dead");
      assertThat(letter.reason()).isEqualTo("no such ticket");
    });
    assertThat(dispatchers.find(odd).letter().state()).isEqualTo("quarantined");
    await().untilAsserted(() -> assertThat(
        dispatchers.meters.counter("menta.deliveries", "destination", CHANNEL, "outcome", "dead_letter").count())
        .isEqualTo(1));
  }

  @Test
  void what_takes_too_long_is_interrupted_and_told() throws Exception {
    String id = dispatchers.accept("ticket:1", "x");
    CountDownLatch never = new CountDownLatch(1);
    dispatchers.start(USUAL, work -> {
      attempts.add("began");
      try {
        never.await();
        return DONE;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AttemptResult.Failed("interrupted", null, false);
      }
    });

    attempts.take();
    dispatchers.timer.move(Duration.ofSeconds(60));

    await().until(() -> dispatchers.find(id).attempts().size() == 1);
    assertThat(dispatchers.find(id).attempts().get(0).error()).isEqualTo("took longer than its timeout of 60000 ms: interrupted");
    assertThat(dispatchers.accept("ticket:2", "the store is well")).isNotNull();
  }

  @Test
  void whatever_a_reader_throws_is_a_failed_attempt_and_the_channel_goes_on() {
    List<Throwable> thrown = List.of(new StackOverflowError("deep"), new OutOfMemoryError("much"), new IOException("smuggled"),
        new IllegalStateException("odd"), new NoClassDefFoundError("gone"));
    IntStream.range(0, thrown.size()).forEach(i -> dispatchers.accept("ticket:" + i, String.valueOf(i)));
    String silent = dispatchers.accept("ticket:none", "null");
    dispatchers.start(with(2, 1), work -> content(work).equals("null") ? null : smuggle(thrown.get(Integer.parseInt(content(work)))));

    await().until(() -> dispatchers.waiting() == 0);
    assertThat(dispatchers.inbox.letters().list(Letters.Kind.DEAD_LETTER, Long.MAX_VALUE, 10))
        .extracting(Letters.Letter::reason)
        .contains("java.lang.StackOverflowError: deep (given up after attempt 1 of 1)", "java.io.IOException: smuggled (given up after attempt 1 of 1)")
        .hasSize(6);
    assertThat(dispatchers.find(silent).letter().reason())
        .isEqualTo("java.lang.NullPointerException: the reader told no outcome (given up after attempt 1 of 1)");
  }

  @Test
  void what_cannot_be_stored_is_a_failed_attempt_and_ends_as_a_dead_letter() {
    String id = dispatchers.accept("ticket:1", "x");
    dispatchers.start(with(2, 1), work -> new AttemptResult.Done(List.of(new Send("rest", "x".repeat(1000), null, Payload.ORIGINAL))));

    await().until(() -> dispatchers.waiting() == 0);
    assertThat(dispatchers.find(id).letter().reason()).isEqualTo("its end could not be stored: the store refused it:"
        + " a value does not fit the store (given up after attempt 1 of 1)");
    assertThat(dispatchers.find(id).attempts()).hasSize(1);
  }

  @Test
  void two_sends_with_one_key_are_a_dead_letter_at_once() {
    String id = dispatchers.accept("ticket:1", "x");
    Send send = new Send("mail", null, "ana", Payload.ORIGINAL);
    dispatchers.start(USUAL, work -> new AttemptResult.Done(List.of(send, send)));

    await().until(() -> !dispatchers.find(id).attempts().isEmpty());
    assertThat(dispatchers.find(id).letter()).extracting(Letters.Letter::state, Letters.Letter::reason).containsExactly("dead",
        "two sends of one run to durable:mail have the key 'ana': a key names one delivery, so give each its own");
    assertThat(dispatchers.find(id).attempts()).hasSize(1);
  }

  @Test
  void attempts_that_crashes_used_up_are_not_made_again() {
    String id = dispatchers.accept("ticket:1", "poison");
    dispatchers.inbox.work().open(CHANNEL, USUAL.rules(), () -> {});
    Work work = dispatchers.inbox.work().claim(CHANNEL, 1).get(0);
    dispatchers.inbox.work().close(CHANNEL);
    dispatchers.inbox.work().release(work);
    WorkQueue usedUp =
        through(dispatchers.inbox.work(), "claim", works -> ((List<?>) works).stream().map(one -> spent((Work) one, 51)).toList());

    dispatchers.start(CHANNEL, USUAL, one -> smuggle(new AssertionError("it was attempted")), usedUp);

    await().until(() -> dispatchers.waiting() == 0);
    assertThat(dispatchers.find(id).letter().reason())
        .isEqualTo("all 50 attempts are used up, those that the end of the gateway interrupted included");
  }

  @Test
  void a_look_that_fails_is_not_the_last_one() {
    AtomicInteger looks = new AtomicInteger();
    WorkQueue flaky = through(dispatchers.inbox.work(), "claim", works -> {
      if (looks.incrementAndGet() == 1) {
        throw new IllegalStateException("the first look fails");
      }
      return works;
    });
    dispatchers.start(CHANNEL, USUAL, work -> DONE, flaky);
    await().until(() -> looks.get() > 0);

    dispatchers.accept("ticket:1", "x");

    await().until(() -> dispatchers.waiting() == 0);
  }

  @Test
  void a_look_that_fails_is_made_again_after_a_second_although_nothing_happens_meanwhile() {
    AtomicBoolean fails = new AtomicBoolean();
    AtomicInteger failed = new AtomicInteger();
    WorkQueue flaky = through(dispatchers.inbox.work(), "claim", works -> {
      if (fails.get()) {
        failed.incrementAndGet();
        throw new InboxUnavailableException("the store refused it: locked", null, true);
      }
      return works;
    });
    String id = dispatchers.accept("ticket:1", "x");
    dispatchers.start(CHANNEL, with(1, 50), work -> {
      fails.set(work.attempt() == 1);
      return work.attempt() == 1 ? new AttemptResult.Failed("bad luck", null, false) : DONE;
    }, flaky);
    await().until(() -> failed.get() > 0 && dispatchers.inbox.work().nextDue(CHANNEL).isPresent());
    dispatchers.clock.move(Duration.ofMinutes(1));
    fails.set(false);

    dispatchers.timer.move(Duration.ofSeconds(1));

    await().until(() -> dispatchers.find(id).letter().state().equals("delivered"));
  }

  @Test
  void a_look_that_ends_with_an_error_of_the_machine_is_not_the_last_one() {
    AtomicInteger looks = new AtomicInteger();
    WorkQueue flaky = through(dispatchers.inbox.work(), "claim", works -> {
      if (looks.incrementAndGet() == 1) {
        throw new StackOverflowError("deep");
      }
      return works;
    });
    dispatchers.start(CHANNEL, USUAL, work -> DONE, flaky);
    await().until(() -> looks.get() > 0);

    dispatchers.accept("ticket:1", "x");

    await().until(() -> dispatchers.waiting() == 0);
  }

  @Test
  void an_end_that_the_store_refuses_at_once_gives_its_place_back() {
    AtomicInteger ends = new AtomicInteger();
    WorkQueue rude = through(dispatchers.inbox.work(), "settle", future -> {
      if (ends.incrementAndGet() == 1) {
        throw new IllegalStateException("not claimed");
      }
      return future;
    });
    dispatchers.accept("ticket:1", "x");
    String next = dispatchers.accept("ticket:2", "y");
    Dispatcher dispatcher = dispatchers.start(CHANNEL, with(1, 50), work -> new AttemptResult.GivenUp("no such ticket"), rude);

    await().until(() -> dispatchers.find(next).letter().state().equals("dead"));
    dispatcher.stop(Duration.ofMinutes(10));
    assertThat(dispatchers.meters.counter("menta.deliveries", "destination", CHANNEL, "outcome", "dead_letter").count()).isEqualTo(1);
  }

  @Test
  void an_attempt_that_cannot_even_begin_gives_its_place_back() {
    AtomicInteger asked = new AtomicInteger();
    WorkQueue rude = through(dispatchers.inbox.work(), "holds", stands -> {
      if (asked.incrementAndGet() == 1) {
        throw new IllegalStateException("nobody knows");
      }
      return stands;
    });
    dispatchers.start(CHANNEL, with(1, 50), work -> DONE, rude);
    dispatchers.accept("ticket:1", "x");
    await().until(() -> asked.get() == 1);

    String next = dispatchers.accept("ticket:2", "y");

    await().until(() -> dispatchers.find(next).letter().state().equals("delivered"));
  }

  @Test
  void a_second_reader_is_refused_and_the_first_reads_on() {
    dispatchers.start(USUAL, work -> DONE);

    assertThatIllegalStateException().isThrownBy(() -> dispatchers.start(USUAL, work -> DONE))
        .withMessage("channel 'notifications' is read by a route already: one route reads a durable channel");
    dispatchers.accept("ticket:1", "x");
    await().until(() -> dispatchers.waiting() == 0);
  }

  @Test
  void stopping_waits_for_what_is_under_way_and_begins_nothing_new() throws Exception {
    CountDownLatch leave = new CountDownLatch(1);
    String first = dispatchers.accept("ticket:1", "first");
    dispatchers.accept("ticket:1", "second");
    Dispatcher dispatcher = dispatchers.start(USUAL, work -> {
      attempts.add(content(work));
      awaitCalmly(leave);
      return DONE;
    });
    attempts.take();

    CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> dispatcher.stop(Duration.ofMinutes(1)), task ->
        new Thread(task).start());
    await().until(() -> dispatchers.inbox.channels().backlog().stream().noneMatch(Channels.Backlog::read));
    leave.countDown();
    stopped.join();

    assertThat(dispatchers.find(first).letter().state()).isEqualTo("delivered");
    assertThat(attempts).isEmpty();
    dispatchers.start(USUAL, work -> DONE);
    await().until(() -> dispatchers.waiting() == 0);
  }

  @Test
  void stopping_interrupts_what_has_no_end_and_leaves_the_store_well() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    String id = dispatchers.accept("ticket:1", "x");
    Dispatcher dispatcher = dispatchers.start(USUAL, work -> {
      attempts.add(content(work));
      awaitCalmly(never);
      return DONE;
    });
    attempts.take();

    dispatcher.stop(Duration.ofMillis(1));

    assertThat(dispatchers.find(id).attempts()).singleElement().satisfies(attempt -> {
      assertThat(attempt.outcome()).isEqualTo(Attempt.Outcome.RETRY);
      assertThat(attempt.error()).startsWith("java.lang.IllegalStateException");
    });
    assertThat(dispatchers.inbox.acceptance().problem()).isEmpty();
    dispatchers.start(USUAL, work -> DONE);
    dispatchers.timer.move(Duration.ofSeconds(6));
    await().until(() -> dispatchers.waiting() == 0);
  }

  @Test
  void the_end_of_what_stopping_interrupted_is_told_also_when_the_store_is_slow() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    dispatchers.accept("ticket:1", "x");
    Executor slow = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);
    WorkQueue late = through(dispatchers.inbox.work(), "settle", future -> ((CompletableFuture<?>) future).thenRunAsync(() -> {}, slow));
    Dispatcher dispatcher = dispatchers.start(CHANNEL, USUAL, work -> {
      attempts.add(content(work));
      awaitCalmly(never);
      return DONE;
    }, late);
    attempts.take();

    dispatcher.stop(Duration.ofMillis(1));

    assertThat(dispatchers.meters.counter("menta.deliveries", "destination", CHANNEL, "outcome", "retry").count()).isEqualTo(1);
  }

  private static final Window HALF_PAST = Window.parse("12:30-14:00 UTC");

  private static ChannelOptions in(Window window) {
    return new ChannelOptions(USUAL.concurrency(), USUAL.maxAttempts(), USUAL.initialDelay(), USUAL.maxDelay(), USUAL.multiplier(),
        USUAL.jitter(), USUAL.timeout(), USUAL.rules(), window, Rate.UNLIMITED, false);
  }

  private AttemptResult noted(Work work) {
    attempts.add(content(work) + " " + work.attempt() + " at " + dispatchers.clock.instant().toString().substring(11, 16));
    return DONE;
  }

  @Test
  void outside_of_its_window_nothing_is_attempted_and_all_goes_on_in_order_when_it_opens() throws Exception {
    List.of("a", "b").forEach(content -> dispatchers.accept("ticket:1", content));
    AtomicInteger looks = new AtomicInteger();
    WorkQueue counted = through(dispatchers.inbox.work(), "claim", works -> {
      looks.incrementAndGet();
      return works;
    });
    dispatchers.start(CHANNEL, in(HALF_PAST), this::noted, counted);
    dispatchers.accept("ticket:1", "c");

    for (int minute = 0; minute < 29; minute++) {
      dispatchers.timer.move(Duration.ofMinutes(1));
    }
    assertThat(looks).as("how often the store was asked").hasValue(0);
    assertThat(attempts).isEmpty();
    assertThat(dispatchers.waiting()).isEqualTo(3);
    dispatchers.timer.move(Duration.ofMinutes(2));

    await().until(() -> dispatchers.waiting() == 0);
    assertThat(attempts).containsExactly("a 1 at 12:31", "b 1 at 12:31", "c 1 at 12:31");
  }

  @Test
  void what_is_under_way_when_the_window_ends_is_finished_and_its_retry_waits_for_the_next_opening() throws Exception {
    CountDownLatch leave = new CountDownLatch(1);
    String id = dispatchers.accept("ticket:1", "x");
    dispatchers.accept("ticket:2", "y");
    Window untilOne = Window.parse("11:00-13:00 UTC");
    dispatchers.start(in(untilOne), work -> {
      noted(work);
      if (work.attempt() == 1) {
        awaitCalmly(leave);
      }
      return work.attempt() == 1 && content(work).equals("x") ? new AttemptResult.Failed("busy", null, false) : DONE;
    });
    assertThat(List.of(attempts.take(), attempts.take())).containsExactlyInAnyOrder("x 1 at 12:00", "y 1 at 12:00");

    dispatchers.clock.move(Duration.ofHours(1));
    leave.countDown();
    await().until(() -> dispatchers.waiting() == 1 && !dispatchers.find(id).attempts().isEmpty());
    dispatchers.timer.move(Duration.ofHours(10));
    assertThat(attempts).isEmpty();
    dispatchers.timer.move(Duration.ofHours(12));

    assertThat(attempts.take()).isEqualTo("x 2 at 11:00");
    await().until(() -> dispatchers.waiting() == 0);
  }

  @Test
  void a_person_s_pause_and_the_window_must_both_allow() throws Exception {
    dispatchers.accept("ticket:1", "x");
    dispatchers.inbox.channels().pause(CHANNEL, "maintenance");
    dispatchers.start(in(HALF_PAST), this::noted);

    dispatchers.inbox.channels().resume(CHANNEL);
    dispatchers.inbox.channels().pause(CHANNEL, "maintenance, once more");
    dispatchers.timer.move(Duration.ofMinutes(31));
    dispatchers.accept("ticket:1", "y");
    assertThat(attempts).isEmpty();
    dispatchers.inbox.channels().resume(CHANNEL);

    await().until(() -> dispatchers.waiting() == 0);
    assertThat(attempts).containsExactly("x 1 at 12:31", "y 1 at 12:31");
  }

  @Test
  void what_was_claimed_before_the_window_ended_is_given_back() throws Exception {
    Dispatcher dispatcher = dispatchers.start(in(Window.parse("11:00-13:00 UTC")), this::noted);
    dispatchers.accept("ticket:1", "in time");
    attempts.take();
    await().until(() -> dispatchers.waiting() == 0);

    dispatchers.clock.move(Duration.ofHours(1));
    dispatchers.accept("ticket:1", "too late");
    await().until(() -> dispatchers.inbox.work().nextDue(CHANNEL).isEmpty() && !isClaimed());
    assertThat(attempts).isEmpty();
    dispatcher.stop(Duration.ofSeconds(5));
    dispatchers.start(USUAL, this::noted);

    assertThat(attempts.take()).isEqualTo("too late 1 at 13:00");
  }

  /** Only what is not claimed can be moved. */
  private boolean isClaimed() {
    dispatchers.inbox.work().open("other", USUAL.rules(), () -> {});
    try {
      return dispatchers.inbox.backlogs().move(new Backlogs.Move(DeliveryFilter.ALL.at(CHANNEL), "other", false, true, true), 0).done() == 0;
    } finally {
      dispatchers.inbox.work().close("other");
    }
  }

  @Test
  void how_the_channels_are_read_is_known() {
    DeliveryServices services =
        new DeliveryServices(dispatchers.inbox.work(), dispatchers.clock, dispatchers.timer, () -> 0.5, dispatchers.meters, text -> text);
    Dispatcher closed = new Dispatcher(CHANNEL, in(HALF_PAST), work -> DONE, services);
    Dispatcher always = new Dispatcher("other", USUAL, work -> DONE, services);
    closed.start();
    always.start();

    assertThat(services.reading()).containsOnly(Map.entry("other", new Reading(Window.ALWAYS, Rate.UNLIMITED, 4, 4)),
        Map.entry(CHANNEL, new Reading(HALF_PAST, Rate.UNLIMITED, 4, 4)));
    closed.stop(Duration.ofSeconds(5));
    always.stop(Duration.ofSeconds(5));
    assertThat(services.reading()).isEmpty();
  }

  private static ChannelOptions at(String rate) {
    return new ChannelOptions(USUAL.concurrency(), USUAL.maxAttempts(), USUAL.initialDelay(), USUAL.maxDelay(), USUAL.multiplier(),
        USUAL.jitter(), USUAL.timeout(), USUAL.rules(), Window.ALWAYS, Rate.parse(rate), false);
  }

  @Test
  void no_more_begin_in_a_time_than_the_rate_allows_evenly_spread() throws Exception {
    IntStream.range(0, 5).forEach(i -> dispatchers.accept("ticket:" + i, "x"));
    List<Instant> times = new CopyOnWriteArrayList<>();
    dispatchers.start(at("2/m"), work -> {
      times.add(dispatchers.clock.instant());
      return DONE;
    });

    for (int begun = 1; begun <= 5; begun++) {
      int expected = begun;
      await().until(() -> times.size() == expected && dispatchers.waiting() == 5 - expected);
      if (begun < 5) {
        dispatchers.timer.move(Duration.ofMillis(30_002));
      }
    }
    for (int i = 1; i < 5; i++) {
      assertThat(Duration.between(times.get(i - 1), times.get(i))).isBetween(Duration.ofSeconds(30), Duration.ofMillis(30_010));
    }
  }

  @Test
  void slots_that_nobody_used_are_not_saved_up() throws Exception {
    dispatchers.start(at("1/s"), this::noted);
    dispatchers.clock.move(Duration.ofMinutes(10));
    List.of("a", "b", "c").forEach(content -> dispatchers.accept("ticket:" + content, content));

    await().until(() -> dispatchers.waiting() == 2);
    dispatchers.timer.move(Duration.ofMillis(1_005));
    await().until(() -> dispatchers.waiting() == 1);
    dispatchers.timer.move(Duration.ofMillis(1_005));
    await().until(() -> dispatchers.waiting() == 0);
    assertThat(attempts).hasSize(3);
  }

  private void untilDue(long seconds) {
    await().until(() -> dispatchers.inbox.work().nextDue(CHANNEL).isPresent());
    assertThat(dispatchers.inbox.work().nextDue(CHANNEL)).contains(dispatchers.clock.instant().plusSeconds(seconds));
  }

  private static ChannelOptions with(int concurrency, int maxAttempts) {
    return new ChannelOptions(concurrency, maxAttempts, USUAL.initialDelay(), USUAL.maxDelay(), USUAL.multiplier(), USUAL.jitter(),
        USUAL.timeout(), USUAL.rules());
  }

  private static Work spent(Work work, int attempts) {
    return new Work(work.number(), work.deliveryId(), work.notificationId(), work.channel(), work.entity(), work.action(),
        work.attempt(), attempts, work.probe(), work.receivedAt(), work.payload(), work.original());
  }

  /** The queue as it is, but for what one method returns. */
  private static WorkQueue through(WorkQueue queue, String method, UnaryOperator<Object> change) {
    return (WorkQueue) Proxy.newProxyInstance(WorkQueue.class.getClassLoader(), new Class<?>[] {WorkQueue.class}, (proxy, called, arguments) -> {
      try {
        Object result = called.invoke(queue, arguments);
        return called.getName().equals(method) ? change.apply(result) : result;
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    });
  }

  private static void awaitCalmly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> AttemptResult smuggle(Throwable throwable) throws T {
    throw (T) throwable;
  }
}
