package io.github.mentagateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.mentagateway.MovableClock;
import io.github.mentagateway.store.InboxFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The conformance suite on SQLite, and what is SQLite's own: one file serves one process. */
class SqliteInboxTest extends NewStoreConformance {
  @Override
  Inbox open(Path place, MovableClock clock, LongSupplier free) {
    return InboxFactory.open(Stores.sqlite(place, MIN_FREE, free), clock);
  }

  @Override
  Journal journal(Path place) {
    return InboxFactory.openJournal(Stores.sqlite(place).url(), "", "");
  }

  /** What the files hold at this moment; the inbox itself is left alone, as if it had never come further. */
  @Override
  Path crash(Inbox inbox, Path place, Path next) throws IOException {
    Files.createDirectories(next);
    for (String file : List.of("inbox.db", "inbox.db-wal", "inbox.db.attempts")) {
      Files.copy(place.resolve(file), next.resolve(file));
    }
    return next;
  }

  @Test
  void a_disk_that_is_nearly_full_stops_the_intake_until_there_is_room() {
    freeBytes(MIN_FREE - 1);

    String problem = "the disk has 999 bytes free, and gateway.store.min-free asks for 1000: make room";
    assertThat(inbox().inbox().acceptance().problem()).contains(problem);
    assertThat(InboxDriver.failure(inbox().submit("ticket:1", "a"))).isInstanceOf(InboxUnavailableException.class).hasMessage(problem);

    freeBytes(MIN_FREE);
    clock().move(Duration.ofSeconds(2));
    assertThat(inbox().inbox().acceptance().problem()).isEmpty();
    assertThat(inbox().accept("ticket:1", "a").outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);
  }

  @Test
  void a_second_inbox_on_the_same_file_is_refused_in_the_same_process() {
    InboxOptions options = Stores.sqlite(folder.resolve("1"));

    assertThatExceptionOfType(InboxUnavailableException.class).isThrownBy(() -> InboxFactory.open(options, clock()))
        .withMessage(refusal(options));

    assertThat(inbox().accept("ticket:1", "still alive").outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);
  }

  @Test
  void a_second_process_on_the_same_file_is_refused_by_whatever_way_it_names_it() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("1"));
    InboxOptions options = Stores.sqlite(link);

    Process second = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
        System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")), SecondProcess.class.getName(),
        link.toString()).redirectErrorStream(true).start();
    String output = new String(second.getInputStream().readAllBytes());

    assertThat(second.waitFor()).isEqualTo(1);
    assertThat(output).contains(refusal(options));
  }

  @Test
  void more_bytes_than_may_wait_are_refused_and_later_taken() {
    byte[] body = new byte[200_000];
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    inbox().together(() -> IntStream.range(0, 400).forEach(i -> receipts.add(inbox().inbox().acceptance().accept(new Arrival(InboxDriver.FIRST,
        new Original(body, Map.of(), clock().instant()), null, null, null, Payload.ORIGINAL, null)))));

    assertThat(InboxDriver.failure(receipts.get(399))).isInstanceOf(InboxUnavailableException.class)
        .hasMessage("gateway.store.queue-bytes: requests of 67108864 bytes wait for a commit already");
    assertThat(receipts.get(300).join().outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);
    assertThat(inbox().accept("ticket:1", "a").outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);
  }

  @Test
  void a_notification_that_is_not_there_is_one_dead_letter() throws Exception {
    String lost = inbox().accept("ticket:1", "lost").id();
    inbox().accept("ticket:1", "behind it");
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("1").resolve("inbox.db"));
        Statement statement = other.createStatement()) {
      statement.execute("delete from notification where number = 10000");
    }

    inbox().reading(InboxDriver.FIRST);

    List<String> delivered = new ArrayList<>();
    await().until(() -> delivered.addAll(inbox().drain(InboxDriver.FIRST)));
    assertThat(delivered).containsExactly("behind it");
    assertThat(inbox().inbox().letters().find(lost).orElseThrow().letter())
        .extracting(Letters.Letter::state, Letters.Letter::reason)
        .containsExactly("dead", "its notification is not in the store any more: nothing can be delivered");
  }

  private static String refusal(InboxOptions options) {
    return "gateway.store.url is '" + options.url() + "': another process has this store open already. Stop that one, or run this one"
        + " in a folder of its own: a file of SQLite serves one gateway. To run several, let them share a PostgreSQL:"
        + " gateway.store.url=jdbc:postgresql://HOST/DATABASE";
  }

  /** Another process that wants the same file. */
  static final class SecondProcess {
    public static void main(String[] folder) {
      try {
        InboxFactory.open(Stores.sqlite(Path.of(folder[0])), Clock.systemUTC());
      } catch (InboxUnavailableException e) {
        System.out.println(e.getMessage());
        System.exit(1);
      }
      System.exit(0);
    }
  }
}
