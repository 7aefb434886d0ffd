package io.github.mentagateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.github.mentagateway.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine that loses its power: of the database's file only what the last checkpoint synced is left, and of the redo log what each
 * group synced. Checkpoints are made by the test, so that it knows what is where.
 */
class RecoveryTest {
  private static final Duration NEVER = Duration.ofDays(1);
  private static final Duration HORIZON = Duration.ofHours(48);
  private static final List<String> REDO = List.of("inbox.redo-1", "inbox.redo-2");
  private static final List<String> CHANNELS = List.of("notifications", "mail", "rest");

  @TempDir
  Path folder;
  private final MovableClock clock = new MovableClock();
  private final List<Inbox> opened = new ArrayList<>();
  private int folders;

  @AfterEach
  void closeAll() {
    opened.forEach(Inbox::close);
  }

  @Test
  void whatever_was_written_is_the_same_after_it_was_run_again() throws Exception {
    for (int seed = 1; seed <= 8; seed++) {
      Path live = newFolder();
      Inbox inbox = open(live);
      Path left = newFolder();
      copy(live, left, List.of("inbox.mv.db"));
      RandomWork work = new RandomWork(inbox, clock, seed);

      for (int round = 0; round < 6; round++) {
        work.run(40);
        assertSame(live, left, "seed " + seed + ", round " + round);
      }
    }
  }

  @Test
  void what_was_acknowledged_before_the_power_failed_is_delivered_after_it_and_told_from_its_copies() throws Exception {
    Path live = newFolder();
    InboxDriver before = new InboxDriver(open(live), clock).reading(CHANNELS.toArray(String[]::new));
    Path left = newFolder();
    copy(live, left, List.of("inbox.mv.db", "inbox.running"));
    before.accept("ticket:1", "delivered");
    before.done(before.claimOne("notifications"), InboxDriver.send("mail", "ticket:1", "a mail"));
    Receipt waiting = before.accept("ticket:2", "waits");
    before.accept("ticket:3", "dead");
    before.dead(before.claim("notifications").stream().filter(work -> InboxDriver.content(work).equals("dead")).findFirst().orElseThrow(),
        "gone");

    copy(live, left, REDO);
    InboxDriver after = new InboxDriver(open(left), clock).reading(CHANNELS.toArray(String[]::new));

    assertThat(after.drain("mail")).containsExactly("a mail");
    assertThat(after.drain("notifications")).containsExactly("waits");
    assertThat(after.inbox().letters().list(Letters.Kind.DEAD_LETTER, Long.MAX_VALUE, 10)).hasSize(1);
    assertThat(after.accept("ticket:2", "waits")).returns(Receipt.Outcome.DUPLICATE, Receipt::outcome).returns(waiting.id(), Receipt::id);
  }

  @Test
  void numbers_are_not_given_out_twice_when_the_database_forgot_that_it_gave_them() throws Exception {
    Path live = newFolder();
    InboxDriver before = new InboxDriver(open(live), clock).reading("notifications");
    Path left = newFolder();
    copy(live, left, List.of("inbox.mv.db"));
    String first = before.accept("ticket:1", "a").id();

    copy(live, left, REDO);
    String second = new InboxDriver(open(left), clock).reading("notifications").accept("ticket:2", "b").id();

    assertThat(number(second)).isGreaterThan(number(first));
  }

  @Test
  void a_crash_during_the_start_after_a_crash_changes_nothing() throws Exception {
    Path live = newFolder();
    InboxDriver before = new InboxDriver(open(live), clock).reading("notifications");
    Path left = newFolder();
    copy(live, left, List.of("inbox.mv.db"));
    before.accept("ticket:1", "a");
    String last = before.accept("ticket:2", "b").id();
    copy(live, left, REDO);
    try (Connection connection = connect(left); Statement statement = connection.createStatement()) {
      assertThat(Recovery.run(connection)).isPositive();
      statement.execute("alter sequence number_block restart with 1"); // as if that had not come to the disk
    }

    try (Connection connection = connect(left)) {
      assertThat(Recovery.run(connection)).as("it is all there, and the files are too").isZero();
    }
    InboxDriver after = new InboxDriver(open(left), clock).reading("notifications");
    assertThat(after.drain("notifications")).containsExactly("a", "b");
    assertThat(number(after.accept("ticket:3", "c").id())).isGreaterThan(number(last));
  }

  @Test
  void a_file_from_another_moment_than_its_redo_log_is_not_opened() throws Exception {
    Path live = newFolder();
    Inbox inbox = open(live);
    InboxDriver before = new InboxDriver(inbox, clock).reading("notifications");
    Path old = newFolder();
    copy(live, old, List.of("inbox.mv.db"));
    before.accept("ticket:1", "a");
    inbox.close();
    InboxDriver again = new InboxDriver(open(live), clock).reading("notifications");
    again.accept("ticket:2", "b");
    copy(live, old, REDO);

    assertThatExceptionOfType(InboxUnavailableException.class).isThrownBy(() -> open(old))
        .withMessageMatching("gateway.store.url is '.*': it cannot be opened: its redo log goes on at group \\d+, and the file ends with"
            + " group \\d+: they are not of the same moment. Put the .redo files back that were beside this file. If they are lost,"
            + " move those that are there away, and keep them: what they hold was acknowledged");

    for (String file : REDO) {
      Files.move(old.resolve(file), folder.resolve(file));
    }
    assertThat(new InboxDriver(open(old), clock).reading("notifications").drain("notifications")).as("as the message says").isEmpty();
  }

  @Test
  void the_redo_log_of_another_store_is_not_run() throws Exception {
    Path one = newFolder();
    open(one).close();
    Path other = newFolder();
    new InboxDriver(open(other), clock).reading("notifications").accept("ticket:1", "a");
    copy(other, one, REDO);

    assertThatExceptionOfType(InboxUnavailableException.class).isThrownBy(() -> open(one))
        .withMessageContaining("inbox.redo-1 is the redo log of another store");

    Path empty = newFolder();
    copy(other, empty, REDO);
    assertThatExceptionOfType(InboxUnavailableException.class).isThrownBy(() -> open(empty))
        .withMessageContaining("beside it is the redo log of another store");
  }

  @Test
  void checkpoints_take_turns_with_the_files_and_lose_nothing() throws Exception {
    Path live = newFolder();
    Inbox inbox = H2Factory.open(options(live), clock, HikariDataSource::new, Duration.ofMillis(1));
    opened.add(inbox);
    RandomWork work = new RandomWork(inbox, clock, 99);

    for (int round = 0; round < 10; round++) {
      work.run(40);
      Path left = newFolder();
      copy(live, left, List.of("inbox.mv.db"));
      copy(live, left, REDO);
      try (Connection connection = connect(left)) {
        Recovery.run(connection);
        assertThat(tables(connection).get("notification")).as("round " + round).hasSize(work.accepted());
      }
    }
  }

  /** The state that is left, brought up to the redo log, equals that of the inbox that is still running. */
  private void assertSame(Path live, Path left, String where) throws Exception {
    Map<String, List<String>> expected;
    Map<String, List<String>> actual;
    do {
      // marks of answers may be written at any moment: both must be of the same one
      try (Connection connection = connect(live)) {
        expected = tables(connection);
      }
      Path copy = newFolder();
      copy(left, copy, List.of("inbox.mv.db"));
      copy(live, copy, REDO);
      try (Connection connection = connect(copy)) {
        Recovery.run(connection);
        actual = tables(connection);
      }
    } while (!actual.get("redo").equals(expected.get("redo")));
    assertThat(actual).as(where).isEqualTo(expected);
  }

  /** Everything in it, at one moment. */
  private static Map<String, List<String>> tables(Connection connection) throws SQLException {
    Map<String, List<String>> tables = new TreeMap<>();
    connection.setTransactionIsolation(6); // H2's snapshot
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (String table : List.of("redo", "notification", "delivery", "attempt", "entity_head", "entity_head_watermark", "unanswered",
          "unanswered_watermark", "answered", "sent_id", "duplicate", "channel_pause", "unfinished_sends")) {
        tables.put(table, rows(statement, table));
      }
    }
    connection.commit();
    return tables;
  }

  private static List<String> rows(Statement statement, String table) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet row = statement.executeQuery("select * from " + table)) {
      while (row.next()) {
        StringBuilder values = new StringBuilder();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
          values.append(row.getString(column)).append('|');
        }
        rows.add(values.toString());
      }
    }
    Collections.sort(rows);
    return rows;
  }

  private static long number(String id) {
    return Long.parseLong(id.substring(id.indexOf('-') + 1));
  }

  private Path newFolder() throws IOException {
    return Files.createDirectories(folder.resolve("place-" + ++folders));
  }

  private static void copy(Path from, Path to, List<String> files) throws IOException {
    for (String file : files) {
      Files.copy(from.resolve(file), to.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Inbox open(Path place) {
    Inbox inbox = H2Factory.open(options(place), clock, HikariDataSource::new, NEVER);
    opened.add(inbox);
    return inbox;
  }

  private static InboxOptions options(Path place) {
    return new InboxOptions("jdbc:h2:file:" + place.resolve("inbox"), "", "", place, 0, () -> Long.MAX_VALUE, 1000, HORIZON,
        Duration.ofSeconds(30));
  }

  private static Connection connect(Path place) throws SQLException {
    return DriverManager.getConnection("jdbc:h2:file:" + place.resolve("inbox"), "sa", "");
  }

  /** All that a gateway does to its store, in an order that a seed draws. */
  private static final class RandomWork {
    private final InboxDriver driver;
    private final MovableClock clock;
    private final Random random;
    private final List<CompletableFuture<Receipt>> submitted = new ArrayList<>();
    private int contents;
    private int accepted;

    RandomWork(Inbox inbox, MovableClock clock, long seed) {
      this.driver = new InboxDriver(inbox, clock).reading(CHANNELS.toArray(String[]::new));
      this.clock = clock;
      this.random = new Random(seed);
    }

    int accepted() {
      return accepted;
    }

    void run(int steps) {
      for (int step = 0; step < steps; step++) {
        step();
      }
      submitted.forEach(CompletableFuture::join);
      submitted.clear();
    }

    private void step() {
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3 -> accept(random.nextBoolean());
        case 4 -> accept(driver.inbox().accept(driver.unusable("nonsense " + ++contents, "no envelope")).join());
        case 5, 6, 7, 8 -> deliver(CHANNELS.get(random.nextInt(CHANNELS.size())));
        case 9 -> pauseOrResume();
        case 10 -> clock.move(Duration.ofSeconds(random.nextInt(100)));
        default -> driver.together(() -> {
          for (int i = 0; i < 5; i++) {
            submit();
          }
        });
      }
    }

    private void submit() {
      accepted++;
      submitted.add(driver.submit("ticket:" + random.nextInt(20), "content " + ++contents));
    }

    private void accept(boolean answered) {
      String entity = "ticket:" + random.nextInt(20);
      String content = "content " + (contents > 0 && random.nextInt(4) == 0 ? random.nextInt(contents) : ++contents);
      accept(answered ? driver.accept(entity, content) : driver.acceptUnanswered(entity, content));
    }

    private void accept(Receipt receipt) {
      accepted += receipt.outcome() == Receipt.Outcome.DUPLICATE ? 0 : 1;
    }

    private void deliver(String channel) {
      for (Work work : driver.claim(channel)) {
        switch (random.nextInt(6)) {
          case 0 -> driver.retry(work, Duration.ofSeconds(random.nextInt(50)));
          case 1 -> driver.dead(work, "gone: ß€😀");
          case 2 -> driver.quarantine(work, "not what it seems");
          case 3 -> driver.done(work);
          default -> driver.done(work, channel.equals("notifications")
              ? new Send[] {InboxDriver.send("mail", "ticket:1", "m"), InboxDriver.send("rest", "ticket:1", "r")}
              : new Send[0]);
        }
      }
    }

    private void pauseOrResume() {
      String channel = CHANNELS.get(random.nextInt(CHANNELS.size()));
      if (random.nextBoolean()) {
        driver.inbox().channels().pause(channel, "for a test");
      } else {
        driver.inbox().channels().resume(channel);
      }
    }
  }
}
