package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.MovableClock;
import io.github.mentagateway.PostgresServer;
import io.github.mentagateway.inbox.Attempt.Outcome;
import io.github.mentagateway.store.InboxFactory;
import io.github.mentagateway.store.delivery.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances on one PostgreSQL, and what may come between the statements of one of them. */
class SharedStoreTest {
  private static final Duration LEASE = Stores.LEASE;

  private final String url = PostgresServer.shared().newDatabase();
  private final String name = UUID.randomUUID().toString();
  private final MovableClock clock = new MovableClock();
  @TempDir
  private Path folder;
  private InboxDriver one;
  private InboxDriver other;

  @BeforeEach
  void open() {
    one = open(CutSockets.parameters(name));
    other = open("");
  }

  private InboxDriver open(String parameters) {
    return new InboxDriver(InboxFactory.open(
        Stores.postgres(url + parameters, folder.resolve(UUID.randomUUID().toString())), clock, PostgresInboxTest.timing(clock, Optional.of(Duration.ofMillis(20)))), clock);
  }

  @AfterEach
  void close() {
    one.inbox().close();
    other.inbox().close();
  }

  @Test
  void what_one_takes_in_the_other_delivers_in_the_order_of_arrival() {
    Stream.of(one, other).forEach(instance -> instance.reading(FIRST));
    IntStream.range(0, 20).forEach(i -> (i % 2 == 0 ? one : other).accept("ticket:" + i % 3, i % 3 + "/" + i / 3));

    List<String> delivered = new ArrayList<>();
    for (int turn = 0; delivered.size() < 20; turn++) {
      InboxDriver instance = turn % 2 == 0 ? one : other;
      instance.inbox().work().claim(FIRST, 2).forEach(work -> {
        delivered.add(content(work));
        instance.done(work);
      });
    }

    for (String entity : List.of("0/", "1/", "2/")) {
      assertThat(delivered.stream().filter(content -> content.startsWith(entity))).isSorted();
    }
  }

  @Test
  void what_is_under_way_at_one_is_not_handed_out_by_the_other() {
    Stream.of(one, other).forEach(instance -> instance.reading(FIRST));
    one.accept("ticket:1", "a");
    Work work = one.claimOne(FIRST);
    other.accept("ticket:1", "b");

    assertThat(other.claim(FIRST)).isEmpty();
    one.done(work);
    assertThat(drainBoth()).containsExactly("b");
  }

  @Test
  void ten_copies_at_the_same_moment_over_two_instances_are_one_delivery() {
    Stream.of(one, other).forEach(instance -> instance.reading(FIRST));
    for (int round = 0; round < 10; round++) {
      String entity = round % 2 == 0 ? "ticket:" + round : null;
      String content = "sold " + round;
      List<CompletableFuture<Receipt>> receipts =
          IntStream.range(0, 10).mapToObj(i -> (i % 2 == 0 ? one : other).submit(entity, content)).toList();

      assertThat(receipts.stream().map(receipt -> receipt.join().outcome()).filter(Receipt.Outcome.ACCEPTED::equals)).hasSize(1);
      assertThat(receipts.stream().map(receipt -> receipt.join().id()).distinct()).hasSize(1);
    }
    assertThat(other.claim(FIRST)).hasSize(10);
  }

  @Test
  void when_a_lease_has_ended_the_other_takes_the_work_over_and_the_attempt_counts() throws IOException {
    Stream.of(one, other).forEach(instance -> instance.reading(FIRST, "rest"));
    one.accept("ticket:1", "a");
    Work stalled = one.claimOne(FIRST);
    // else it may say that it is there before the other looks
    CutSockets.cut(name);
    clock.move(LEASE);

    Work taken = claimAtLast(other, 1).get(0);

    assertThat(taken.deliveryId()).isEqualTo(stalled.deliveryId());
    assertThat(taken.attempt()).isEqualTo(2);
    assertThat(other.inbox().letters().find(taken.deliveryId()).orElseThrow().attempts())
        .extracting(Attempt::outcome).containsExactly(Outcome.INTERRUPTED);
  }

  @Test
  void a_stalled_instance_that_wakes_up_late_begins_nothing_and_changes_nothing() {
    Stream.of(one, other).forEach(instance -> instance.reading(FIRST, "rest"));
    one.accept("ticket:1", "a");
    one.accept("ticket:1", "b");
    one.accept("ticket:2", "c");
    List<Work> stalled = one.claim(FIRST);
    clock.move(LEASE);
    List<Work> taken = claimAtLast(other, 2);

    assertThat(stalled).hasSize(2).noneMatch(one.inbox().work()::holds);
    assertThat(taken).hasSize(2).allMatch(other.inbox().work()::holds);
    assertThat(InboxDriver.failure(one.settle(stalled.get(0), new Settlement.Delivered(List.of(send("rest", "ticket:1", "too late")))))).isInstanceOf(LeaseLostException.class);
    one.inbox().work().release(stalled.get(1));
    assertThat(one.claim(FIRST)).isEmpty();
    assertThat(one.claim("rest")).isEmpty();
    taken.forEach(other::done);
    assertThat(drainBoth()).containsExactly("b");
  }

  @Test
  void what_is_claimed_by_an_instance_that_nobody_knows_any_more_is_taken_over() throws Exception {
    Stream.of(one, other).forEach(instance -> instance.reading(FIRST));
    one.accept("ticket:1", "a");
    one.claimOne(FIRST);
    CutSockets.cut(name);
    run("delete from instance where number = (select claim / 4294967296 from delivery)");
    clock.move(Duration.ofSeconds(2));

    Work taken = claimAtLast(other, 1).get(0);

    assertThat(content(taken)).isEqualTo("a");
    assertThat(taken.attempt()).isEqualTo(2);
  }

  @Test
  void a_folder_that_served_another_database_takes_nothing_away_from_an_instance_of_this_one() throws IOException {
    Path moved = folder.resolve("moved");
    InboxDriver elsewhere = new InboxDriver(InboxFactory.open(Stores.postgres(PostgresServer.shared().newDatabase(), moved), clock,
        PostgresInboxTest.timing(clock, Optional.empty())), clock);
    Path kept = Files.copy(moved.resolve("inbox.attempts"), folder.resolve("kept"));
    elsewhere.inbox().close();
    Files.copy(kept, moved.resolve("inbox.attempts"), StandardCopyOption.REPLACE_EXISTING);
    one.reading(FIRST).accept("ticket:1", "a");
    Work work = one.claimOne(FIRST);

    Inbox third = InboxFactory.open(Stores.postgres(url, moved), clock, PostgresInboxTest.timing(clock, Optional.empty()));
    third.close();

    one.done(work);
    assertThat(one.outcomes(work)).containsExactly(Outcome.DELIVERED);
  }

  @Test
  void a_late_word_about_an_attempt_whose_successor_has_ended_changes_nothing() {
    one.reading(FIRST);
    one.accept("ticket:1", "a");
    Work lost = one.claimOne(FIRST);
    clock.move(LEASE);
    other.reading(FIRST);
    other.done(claimAtLast(other, 1).get(0));

    assertThat(InboxDriver.failure(one.settle(lost, new Settlement.Retry(clock.instant(), "no luck", false))))
        .isInstanceOf(LeaseLostException.class);
    assertThat(one.claim(FIRST)).isEmpty();
  }

  @Test
  void a_copy_of_what_was_never_committed_is_new() throws SQLException {
    one.reading(FIRST);
    run("create function disk_full() returns trigger as $$ begin raise exception 'the disk is full' using errcode = '53100'; end $$"
        + " language plpgsql");
    run("create constraint trigger disk_full after insert on notification deferrable initially deferred for each row execute function disk_full()");
    assertThat(InboxDriver.failure(one.submit("ticket:1", "a"))).isInstanceOf(InboxUnavailableException.class);
    run("drop trigger disk_full on notification");
    await().until(() -> one.inbox().acceptance().problem().isEmpty());
    one.accept("ticket:1", "b");

    assertThat(one.accept("ticket:1", "a").outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);
    assertThat(one.drain(FIRST)).containsExactly("b", "a");
  }

  @Test
  void what_was_answered_stays_so_although_the_commit_of_its_mark_failed() throws SQLException {
    one.reading(FIRST);
    Receipt receipt = one.acceptUnanswered("ticket:1", "a");
    run("create function disk_full() returns trigger as $$ begin raise exception 'the disk is full' using errcode = '53100'; end $$"
        + " language plpgsql");
    run("create constraint trigger disk_full after update on instance deferrable initially deferred for each row execute function disk_full()");
    one.inbox().acceptance().answered(receipt);
    InboxDriver.failure(one.submit("ticket:1", "b"));
    run("drop trigger disk_full on instance");
    await().until(() -> one.inbox().acceptance().problem().isEmpty());
    one.accept("ticket:1", "c");

    assertThat(other.accept("ticket:1", "a").outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);
  }

  @Test
  void a_notification_that_is_being_removed_is_not_delivered_again() throws SQLException {
    one.reading(FIRST);
    String id = one.accept("ticket:1", "a").id();
    one.accept("ticket:1", "a");
    one.drain(FIRST);
    CompletableFuture<String> again;
    try (Connection removing = connect(); Statement remove = removing.createStatement()) {
      removing.setAutoCommit(false);
      remove.execute("select number from notification for update");
      again = CompletableFuture.supplyAsync(() -> one.inbox().letters().deliverAgain(id, false));
      await().until(() -> again.isDone() || somebodyWaits());
      remove.executeUpdate("delete from delivery");
      remove.executeUpdate("delete from notification");
      removing.commit();
    }

    assertThat(InboxDriver.failure(again)).isInstanceOf(Letters.RefusedException.class);
    assertThat(one.claim(FIRST)).isEmpty();
  }

  @Test
  void what_is_being_delivered_again_is_not_removed() throws SQLException {
    one.reading(FIRST);
    String id = one.accept("ticket:1", "a").id();
    one.accept("ticket:1", "a");
    one.drain(FIRST);
    clock.move(Duration.ofDays(2));
    CompletableFuture<Boolean> removed;
    CompletableFuture<String> again;
    try (Connection blocking = connect(); Statement block = blocking.createStatement()) {
      blocking.setAutoCommit(false);
      block.execute("lock table payload in exclusive mode; lock table attempt in share mode; lock table delivery in share mode");
      again = CompletableFuture.supplyAsync(() -> one.inbox().letters().deliverAgain(id, false));
      await().until(() -> waiters() == 1);
      removed = other.inbox().history().removeDelivered(clock.instant());
      await().until(() -> waiters() == 2);
      blocking.commit();
    }
    again.join();
    removed.join();

    assertThat(drainBoth()).containsExactly("a");
  }

  @Test
  void what_arrives_while_another_instance_gives_up_the_order_of_its_channel_is_delivered() throws SQLException {
    one.reading(FIRST);
    one.accept("ticket:1", "a");
    CompletableFuture<Void> opened;
    CompletableFuture<Receipt> arriving;
    try (Connection blocking = connect(); Statement block = blocking.createStatement()) {
      run("create function hold_up() returns trigger as $$ begin perform pg_advisory_xact_lock(1); return null; end $$ language plpgsql");
      run("create trigger hold_up after insert on delivery for each row execute function hold_up()");
      blocking.setAutoCommit(false);
      block.execute("select pg_advisory_xact_lock(1)");
      arriving = one.submit("ticket:1", "b");
      await().until(() -> waiters() == 1);
      opened = CompletableFuture.runAsync(
          () -> other.inbox().work().open(FIRST, new ChannelRules(false, false, Duration.ofSeconds(10)), () -> {}));
      await().until(() -> opened.isDone() || waiters() == 2);
      blocking.commit();
    }
    arriving.join();
    opened.join();

    assertThat(other.drain(FIRST)).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void a_process_that_is_stopped_while_it_says_that_it_is_there_does_not_take_its_lease_for_longer_than_it_is() {
    AtomicBoolean stops = new AtomicBoolean();
    InboxDriver stopped = new InboxDriver(InboxFactory.open(Stores.postgres(url, folder.resolve("stopped")), clock,
        new Timing(() -> {
          Instant now = clock.instant();
          if (stops.getAndSet(false)) {
            clock.move(LEASE.dividedBy(5));
          }
          return now;
        }, () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos(), clock::millis, Optional.empty())), clock);
    stopped.reading(FIRST);
    clock.move(LEASE.dividedBy(2));
    stops.set(true);
    stopped.accept("ticket:1", "a");
    Work work = stopped.claimOne(FIRST);

    clock.move(LEASE.dividedBy(20).multipliedBy(17));

    assertThat(stopped.inbox().work().holds(work)).isFalse();
    stopped.inbox().close();
  }

  @Test
  void who_waits_for_a_settlement_is_told_when_the_inbox_is_closed_before_the_store_is_back() throws IOException {
    one.reading(FIRST);
    one.accept("ticket:1", "a");
    Work work = one.claimOne(FIRST);
    CutSockets.cut(name);
    CompletableFuture<Void> settled = one.settle(work, new Settlement.Delivered(List.of()));
    await().until(() -> one.inbox().acceptance().problem().isPresent());

    one.inbox().close();

    assertThat(settled).isDone();
    assertThat(InboxDriver.failure(settled)).isInstanceOf(InboxUnavailableException.class);
  }

  /** Whichever of both has claimed it. */
  private List<String> drainBoth() {
    List<String> drained = new ArrayList<>();
    await().until(() -> {
      return drained.addAll(one.drain(FIRST)) | drained.addAll(other.drain(FIRST));
    });
    return drained;
  }

  /** An instance notices by and by what others left: it looks now and then. */
  private static List<Work> claimAtLast(InboxDriver instance, int count) {
    List<Work> works = new ArrayList<>();
    await().until(() -> {
      works.addAll(instance.claim(FIRST));
      return works.size() >= count;
    });
    return works;
  }

  private boolean somebodyWaits() {
    return waiters() > 0;
  }

  private int waiters() {
    return Integer.parseInt(PostgresServer.shared().ask(url, "select count(*) from pg_stat_activity where datname = current_database()"
        + " and wait_event_type = 'Lock'"));
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = connect(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url, PostgresServer.USER, PostgresServer.PASSWORD);
  }
}
