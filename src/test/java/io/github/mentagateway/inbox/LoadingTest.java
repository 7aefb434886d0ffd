package io.github.mentagateway.inbox;

import static io.github.mentagateway.inbox.InboxDriver.FIRST;
import static io.github.mentagateway.inbox.InboxDriver.USUAL;
import static io.github.mentagateway.inbox.InboxDriver.content;
import static io.github.mentagateway.inbox.InboxDriver.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.mentagateway.MovableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start of H2 with more waiting than it reads before it goes on: what may be done while the rest is still unread. */
class LoadingTest {
  private static final int WAITING = 5_000;
  private static final int ENTITIES = 1_000;

  @TempDir
  Path folder;
  private final MovableClock clock = new MovableClock();
  private final Semaphore mayHaveWork = new Semaphore(0);
  private CountDownLatch mayRead;
  private Inbox inbox;
  private InboxDriver driver;

  @AfterEach
  void close() {
    mayRead.countDown();
    inbox.close();
  }

  /** Lets the thread that reads what waits have a connection only when the test says so. */
  private final class HeldUp extends HikariDataSource {
    private final CountDownLatch mayRead;
    private final SQLException failure;

    HeldUp(HikariConfig config, CountDownLatch mayRead, SQLException failure) {
      super(config);
      this.mayRead = mayRead;
      this.failure = failure;
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (Thread.currentThread().getName().equals("inbox-loading")) {
        InboxDriver.awaitCalmly(mayRead);
        if (failure != null) {
          throw failure;
        }
      }
      return super.getConnection();
    }
  }

  private void start(SQLException failure) {
    InboxOptions options = new InboxOptions("jdbc:h2:file:" + folder.resolve("inbox"), "", "", folder, 0, () -> Long.MAX_VALUE,
        WAITING, Duration.ofHours(48), Duration.ofSeconds(30));
    mayRead = new CountDownLatch(1);
    inbox = H2Factory.open(options, clock, config -> new HeldUp(config, mayRead, failure));
    driver = new InboxDriver(inbox, clock);
  }

  private InboxDriver read(String channel) {
    inbox.open(channel, USUAL, mayHaveWork::release);
    return driver;
  }

  /** So many in all, as they come. */
  private List<String> drainAll(String channel, int many, List<String> before) {
    List<String> all = new ArrayList<>(before);
    while (all.size() < many) {
      mayHaveWork.acquireUninterruptibly();
      all.addAll(driver.drain(channel));
    }
    return all;
  }

  /** Entity i has the deliveries i, i + 1000 and so on: of the last ones nothing is known before the reading ends. */
  private void leaveThousandsWaiting() {
    start(null);
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    IntStream.range(0, WAITING).forEach(i -> receipts.add(driver.submit("ticket:" + i % ENTITIES, String.valueOf(i))));
    receipts.forEach(CompletableFuture::join);
    inbox.close();
  }

  private static List<String> expected(int entity) {
    return IntStream.range(0, WAITING / ENTITIES).mapToObj(i -> String.valueOf(i * ENTITIES + entity)).toList();
  }

  @Test
  void intake_is_open_and_the_oldest_are_handed_out_while_the_rest_is_unread() {
    leaveThousandsWaiting();
    start(null);
    read(FIRST);

    assertThat(driver.accept("ticket:new", "new").outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);

    assertThat(driver.claim(FIRST)).extracting(InboxDriver::content).containsExactlyElementsOf(
        IntStream.range(0, 100).mapToObj(String::valueOf).toList());
  }

  @Test
  void a_new_arrival_overtakes_nothing_that_is_still_unread() {
    leaveThousandsWaiting();
    start(null);
    driver.accept("ticket:7", "new 7");
    driver.accept("ticket:other", "new other");
    read(FIRST);

    List<String> before = driver.drain(FIRST);
    assertThat(before).hasSize(2_000).doesNotContain("new 7", "new other");

    mayRead.countDown();
    List<String> after = drainAll(FIRST, WAITING + 2, before);
    for (int entity = 0; entity < ENTITIES; entity += 83) {
      assertThat(after).containsSubsequence(expected(entity));
    }
    List<String> seven = new ArrayList<>(expected(7));
    seven.add("new 7");
    assertThat(after).containsSubsequence(seven).contains("new other").doesNotHaveDuplicates().hasSize(WAITING + 2);
  }

  @Test
  void readers_of_many_channels_get_all_of_theirs_and_are_told() {
    start(null);
    read(FIRST).accept("event:1", "unlocked");
    Send[] sends = IntStream.range(0, 4_500).mapToObj(i -> send("mail-" + i % 90, "to:" + i % 7, String.valueOf(i))).toArray(Send[]::new);
    driver.done(driver.claimOne(FIRST), sends);
    inbox.close();
    start(null);
    CompletableFuture<Void> lastIsThere = new CompletableFuture<>();
    inbox.open("mail-89", USUAL, () -> {
      if (inbox.backlog().stream().anyMatch(one -> one.channel().equals("mail-89") && one.waiting() == 50)) {
        lastIsThere.complete(null);
      }
    });

    mayRead.countDown();
    lastIsThere.join();

    for (int channel = 0; channel < 89; channel += 8) {
      int first = channel;
      read("mail-" + channel);
      List<String> all = drainAll("mail-" + channel, 50, List.of());
      assertThat(all).containsExactlyInAnyOrderElementsOf(
          IntStream.range(0, 50).mapToObj(i -> String.valueOf(i * 90 + first)).toList());
    }
  }

  @Test
  void a_person_s_decision_waits_until_all_is_read_and_is_carried_out_once() {
    leaveThousandsWaiting();
    start(null);
    read(FIRST);
    Work dead = driver.claim(FIRST).stream().filter(work -> content(work).equals("3")).findFirst().orElseThrow();
    driver.dead(dead, "refused");
    mayRead.countDown();
    inbox.close();
    start(null);
    read(FIRST);

    CompletableFuture<Void> decision = CompletableFuture.runAsync(() ->
        inbox.letters().retry(Letters.Kind.DEAD_LETTER, dead.deliveryId(), false), task -> new Thread(task).start());
    List<String> before = driver.drain(FIRST);
    assertThat(before).hasSize(2_000).doesNotContain("3");
    assertThat(inbox.letters().find(dead.deliveryId()).orElseThrow().letter().state()).isEqualTo("dead");
    mayRead.countDown();

    assertThat(InboxDriver.failure(decision)).isInstanceOf(Letters.RefusedException.class).hasMessageContaining("was delivered");
    inbox.letters().retry(Letters.Kind.DEAD_LETTER, dead.deliveryId(), true);
    List<String> after = drainAll(FIRST, WAITING, before);
    assertThat(after).contains("3").doesNotHaveDuplicates().hasSize(WAITING);
  }

  @Test
  void an_end_in_the_middle_of_it_is_calm_and_loses_nothing() {
    leaveThousandsWaiting();
    start(null);
    CompletableFuture<Throwable> fatal = new CompletableFuture<>();
    inbox.onFatal(fatal::complete);
    CompletableFuture<Void> closed = CompletableFuture.runAsync(inbox::close, task -> new Thread(task).start());
    mayRead.countDown();
    closed.join();

    assertThat(fatal).isNotDone();
    start(null);
    mayRead.countDown();
    read(FIRST);
    List<String> all = drainAll(FIRST, WAITING, List.of());
    assertThat(all).doesNotHaveDuplicates().hasSize(WAITING);
  }

  @Test
  void what_cannot_be_read_is_a_failure_of_the_store() {
    leaveThousandsWaiting();
    start(new SQLException("the disk is gone", "58030"));
    CompletableFuture<Throwable> fatal = new CompletableFuture<>();
    inbox.onFatal(fatal::complete);

    mayRead.countDown();

    assertThat(fatal.join()).hasMessage("the disk is gone");
    assertThat(inbox.problem()).contains("the store failed: the disk is gone (SQL state 58030)");
  }
}
