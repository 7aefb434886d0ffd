package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.mentagateway.MovableClock;
import io.github.mentagateway.inbox.Attempt.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The conformance suite on H2, and what is H2's own: one file serves one process. */
class H2InboxTest extends InboxConformance {

  @Override
  Inbox open(Path place, MovableClock clock, LongSupplier free) {
    return InboxFactory.open(options(place, free), clock);
  }

  /** What the file holds at this moment; the inbox itself is left alone, as if it had never come further. */
  @Override
  Path crash(Inbox inbox, Path place, Path next) throws IOException {
    Files.createDirectories(next);
    for (String file : List.of("inbox.mv.db", "inbox.running")) {
      Files.copy(place.resolve(file), next.resolve(file));
    }
    return next;
  }

  private static InboxOptions options(Path place, LongSupplier free) {
    return new InboxOptions("jdbc:h2:file:" + place.resolve("inbox"), "", "", place, MIN_FREE, free, QUEUE, HORIZON, Duration.ofSeconds(30));
  }

  @Test
  void a_disk_that_is_nearly_full_stops_the_intake_until_there_is_room() {
    freeBytes(MIN_FREE - 1);
    String problem = "the disk has 999 bytes free, and gateway.store.min-free asks for 1000: make room";

    assertThat(inbox().inbox().problem()).contains(problem);
    assertThat(InboxDriver.failure(inbox().submit("ticket:1", "a"))).isInstanceOf(InboxUnavailableException.class).hasMessage(problem);

    freeBytes(MIN_FREE);
    clock().move(Duration.ofSeconds(2));
    assertThat(inbox().inbox().problem()).isEmpty();
    assertThat(inbox().accept("ticket:1", "a").outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);
  }

  /** H2's own thread could save one half of a transaction while the writer goes on, see {@link H2File}. */
  @Test
  void only_the_writer_writes_the_file() {
    assertThat(inbox().accept("ticket:1", "a").outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);

    String file = folder.resolve("1").resolve("inbox").toString();
    assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).noneMatch(name -> name.contains(file));
  }

  /** The first use of each writes to the file, and that must not be while the writer does. */
  @Test
  void all_undo_logs_are_there_before_the_writer_begins() throws Exception {
    List<HikariDataSource> pools = new ArrayList<>();
    Function<HikariConfig, HikariDataSource> pool = config -> {
      pools.add(new HikariDataSource(config));
      return pools.get(0);
    };
    try (Inbox own = H2Factory.open(options(folder.resolve("own"), () -> Long.MAX_VALUE), clock(), pool);
        Connection connection = pools.get(0).getConnection()) {
      assertThat(H2File.store(connection).getMapNames().stream().filter(name -> name.startsWith("undoLog")))
          .hasSizeGreaterThanOrEqualTo(pools.get(0).getMaximumPoolSize());
    }
  }

  @Test
  void a_second_inbox_on_the_same_file_is_refused_in_the_same_process() {
    InboxOptions options = options(folder.resolve("1"), () -> Long.MAX_VALUE);

    assertThatExceptionOfType(InboxUnavailableException.class).isThrownBy(() -> InboxFactory.open(options, clock()))
        .withMessage(refusal(options));
    assertThat(inbox().accept("ticket:1", "still alive").outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);
  }

  @Test
  void a_second_process_on_the_same_file_is_refused_wherever_it_keeps_the_rest() throws Exception {
    InboxOptions options = options(folder.resolve("1"), () -> Long.MAX_VALUE);
    Process second = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
        System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")), SecondProcess.class.getName(),
        options.url(), folder.resolve("elsewhere").toString()).redirectErrorStream(true).start();

    String output = new String(second.getInputStream().readAllBytes());

    assertThat(second.waitFor()).isEqualTo(1);
    assertThat(output).contains(refusal(options));
  }

  @Test
  void a_stadium_of_sends_that_a_crash_cut_off_is_sent_once_by_the_next_run() {
    inbox().reading(FIRST, "mail").accept("event:1", "unlocked");
    Work work = inbox().claimOne(FIRST);
    List<Send> mails = IntStream.range(0, 1300).mapToObj(i -> send("mail", "holder", "to " + i)).toList();
    CountDownLatch someAreWritten = new CountDownLatch(1);
    CountDownLatch crashed = new CountDownLatch(1);
    InboxDriver before = inbox();
    before.together(() -> {
      before.settle(work, Outcome.DELIVERED, null, new Settlement.Delivered(mails));
      before.submit("ticket:2", "makes the group sync, and holds the writer up").thenRun(() -> {
        someAreWritten.countDown();
        InboxDriver.awaitCalmly(crashed);
      });
    });
    InboxDriver.awaitCalmly(someAreWritten);

    InboxDriver after = reopenAfterCrash().reading(FIRST, "mail");
    crashed.countDown();

    assertThat(after.claim("mail")).as("its sender is not done").isEmpty();
    Work again = after.claim(FIRST).stream().filter(claimed -> claimed.deliveryId().equals(work.deliveryId())).findFirst().orElseThrow();
    after.done(again, mails.toArray(Send[]::new));
    assertThat(after.drain("mail")).isEqualTo(IntStream.range(0, 1300).mapToObj(i -> "to " + i).toList());
  }

  @Test
  void a_wrong_password_is_told_by_the_settings_names() {
    inbox().inbox().close();
    InboxOptions usual = options(folder.resolve("1"), () -> Long.MAX_VALUE);
    InboxOptions wrong = new InboxOptions(usual.url(), "", "wrong", usual.folder(), 0, usual.free(), 1, HORIZON, Duration.ofSeconds(30));

    assertThatExceptionOfType(InboxUnavailableException.class).isThrownBy(() -> InboxFactory.open(wrong, clock()))
        .withMessage("gateway.store.user and gateway.store.password do not open '" + usual.url() + "': set those it was made with");
    assertThat(reopen().accept("ticket:1", "the file is free again").outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);
  }

  @Test
  void an_inbox_of_the_first_version_keeps_its_data() throws Exception {
    Path place = Files.createDirectories(folder.resolve("earlier"));
    String url = "jdbc:h2:file:" + place.resolve("inbox");
    Flyway.configure().dataSource(url, "sa", "").locations("classpath:db/h2").target("1").load().migrate();
    try (Connection connection = DriverManager.getConnection(url, "sa", ""); Statement statement = connection.createStatement()) {
      statement.execute("insert into store values ('first1')");
      statement.execute("insert into notification values (7, now(), 'ticket.updated', 'ticket:1', null, '', X'61')");
      statement.execute("insert into delivery values (7, 7, 'notifications', 'ticket:1', 'ticket.updated', now(), 'waiting', now(), null,"
          + " 0, 0, null, 'original', null, null, null)");
    }

    try (Inbox upgraded = open(place, clock(), () -> Long.MAX_VALUE)) {
      InboxDriver driver = new InboxDriver(upgraded, clock()).reading(FIRST);
      Work work = driver.claimOne(FIRST);
      assertThat(work.deliveryId()).isEqualTo("first1-7");
      assertThat(InboxDriver.content(work)).isEqualTo("a");
      driver.done(work);
    }
  }

  @Test
  void what_the_version_before_left_half_sent_is_taken_back_and_what_it_sent_stays() throws Exception {
    Path place = Files.createDirectories(folder.resolve("earlier"));
    String url = "jdbc:h2:file:" + place.resolve("inbox");
    Flyway.configure().dataSource(url, "sa", "").locations("classpath:db/h2").target("3").load().migrate();
    try (Connection connection = DriverManager.getConnection(url, "sa", ""); Statement statement = connection.createStatement()) {
      statement.execute("insert into store values ('third1')");
      for (int sender : List.of(1, 5)) {
        String state = sender == 1 ? "delivered" : "waiting";
        statement.execute("insert into notification (number, received_at, headers, body) values (" + sender + ", now(), '', X'61')");
        statement.execute("insert into delivery values (" + sender + ", " + sender + ", 'notifications', 'ticket:1', null, now(), '" + state
            + "', now(), null, 0, 0, null, 'original', null, null, null)");
        statement.execute("insert into delivery values (" + (sender + 10) + ", " + sender + ", 'mail', 'to:1', null, now(), 'waiting',"
            + " now(), null, 0, 0, null, 'original', null, null, " + sender + ")");
      }
    }

    try (Inbox upgraded = open(place, clock(), () -> Long.MAX_VALUE)) {
      InboxDriver driver = new InboxDriver(upgraded, clock()).reading(InboxDriver.FIRST, "mail");
      assertThat(driver.claimOne("mail").deliveryId()).isEqualTo("third1-11");
      assertThat(driver.claimOne(InboxDriver.FIRST).deliveryId()).isEqualTo("third1-5");
    }
  }

  @Test
  void a_file_that_is_mostly_empty_is_small_after_the_end_and_keeps_the_rest() throws Exception {
    Path file = folder.resolve("1").resolve("inbox.mv.db");
    String body = "x".repeat(1 << 18);
    inbox().reading(FIRST);
    for (int i = 0; i < 400; i++) {
      inbox().accept("ticket:1", i + body);
      inbox().done(inbox().claimOne(FIRST));
    }
    clock().move(Duration.ofDays(31));
    String kept = inbox().accept("ticket:2", "kept").id();
    boolean goesOn = true;
    while (goesOn) {
      goesOn = inbox().inbox().removeDelivered(clock().instant().minus(Duration.ofDays(30))).join();
    }
    assertThat(file).satisfies(path -> assertThat(Files.size(path)).isGreaterThan(100L << 20));

    reopen();

    assertThat(Files.size(file)).isLessThan(10L << 20);
    assertThat(inbox().reading(FIRST).claimOne(FIRST).deliveryId()).isEqualTo(kept);
  }

  @Test
  void a_quarantine_that_is_flooded_is_not_read_again_at_each_start() throws Exception {
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    inbox().accept("ticket:1", "a");
    for (int i = 0; i < 2 * QUEUE; i++) {
      receipts.add(inbox().inbox().accept(inbox().unusable("x" + i, "no envelope")));
      if (receipts.size() == QUEUE) {
        receipts.forEach(CompletableFuture::join);
        receipts.clear();
      }
    }
    Receipt last = inbox().accept("ticket:2", "b");
    inbox().inbox().close();

    try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("1").resolve("inbox"), "sa", "");
        Statement statement = connection.createStatement()) {
      for (String watermark : List.of("entity_head_watermark", "unanswered_watermark")) {
        try (ResultSet row = statement.executeQuery(
            "select count(*) from notification where number > (select max(notification) from " + watermark + ")")) {
          row.next();
          assertThat(row.getInt(1)).as(watermark).isLessThan(5_000);
        }
      }
    }
    assertThat(reopen().accept("ticket:2", "b")).isEqualTo(new Receipt(last.id(), Receipt.Outcome.DUPLICATE, null, DuplicateRule.NEWEST));
    assertThat(inbox().accept("ticket:1", "a").outcome()).isEqualTo(Receipt.Outcome.DUPLICATE);
  }

  @ParameterizedTest
  @CsvSource({"150, 10, true", "150, 90, false", "60, 0, false", "5000, 1000, true", "5000, 1100, false"})
  void a_file_is_compacted_when_that_wins_much_and_takes_little(long fileMegabytes, long liveMegabytes, boolean pays) {
    assertThat(new Compaction(fileMegabytes << 20, liveMegabytes << 20).pays()).isEqualTo(pays);
  }

  private static String refusal(InboxOptions options) {
    return "gateway.store.url is '" + options.url() + "': another process has this store open already. Stop that one, or run this one"
        + " in a folder of its own: an H2 file serves one gateway. To run several, let them share a PostgreSQL:"
        + " gateway.store.url=jdbc:postgresql://HOST/DATABASE";
  }

  /** Another process that wants the same file. */
  static final class SecondProcess {
    public static void main(String[] urlAndFolder) {
      try {
        InboxFactory.open(new InboxOptions(urlAndFolder[0], "", "", Path.of(urlAndFolder[1]), 0, () -> 1, 1, HORIZON, Duration.ofSeconds(30)), Clock.systemUTC());
      } catch (InboxUnavailableException e) {
        System.out.println(e.getMessage());
        System.exit(1);
      }
      System.exit(0);
    }
  }
}
