package io.github.mentagateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mentagateway.MovableClock;
import io.github.mentagateway.store.InboxFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is noted beside the store of the answers, at moments that no caller can bring about. */
class AnsweredNoteTest {
  private static final int SLOT_BYTES = 24;

  @TempDir
  private Path folder;
  private Path place;
  private final MovableClock clock = new MovableClock();

  @BeforeEach
  void place() throws IOException {
    place = Files.createDirectories(folder.resolve("1"));
  }

  private Receipt repeated(Path where, String entity, String content) {
    InboxDriver after = new InboxDriver(InboxFactory.open(Stores.sqlite(where), clock), clock);
    try {
      after.accept(entity, "something newer");
      return after.acceptUnanswered(entity, content);
    } finally {
      after.inbox().close();
    }
  }

  @Test
  void what_is_answered_while_a_row_says_that_it_is_not_is_answered_when_the_process_is_killed_before_the_row_is_gone() throws Exception {
    WriterMoments moments = new WriterMoments();
    Inbox inbox = InboxFactory.open(Stores.sqlite(place), moments);
    InboxDriver driver = new InboxDriver(inbox, clock);
    Receipt slow = driver.acceptUnanswered("ticket:1", "a");
    CompletableFuture<Path> killed = new CompletableFuture<>();
    moments.whileTheMarkIsMade = () -> inbox.acceptance().answered(slow);
    moments.afterTheCommit = () -> killed.complete(copyOfTheFolder());

    // longer than anything stays in memory
    clock.move(Duration.ofSeconds(1));
    driver.accept("ticket:other", "what brings the writer to it");

    assertThat(repeated(killed.join(), "ticket:1", "a").outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);
    inbox.close();
  }

  @Test
  void copies_that_are_answered_again_and_again_take_one_slot() throws Exception {
    Inbox inbox = InboxFactory.open(Stores.sqlite(place), clock);
    InboxDriver driver = new InboxDriver(inbox, clock);
    driver.accept("ticket:1", "a");
    for (int burst = 0; burst < 20; burst++) {
      List<CompletableFuture<Receipt>> copies = new ArrayList<>();
      driver.together(() -> Stream.generate(() -> driver.submit("ticket:1", "a")).limit(20).forEach(copies::add));
      copies.forEach(copy -> inbox.acceptance().answered(copy.join()));
      driver.accept("ticket:other", "written " + burst);
    }

    assertThat(Files.size(place.resolve("inbox.db.attempts")) / SLOT_BYTES).isLessThan(20);
    inbox.close();
  }

  @Test
  void what_was_answered_is_so_after_an_end_in_order_although_one_before_it_was_not() {
    Inbox inbox = InboxFactory.open(Stores.sqlite(place), clock);
    InboxDriver driver = new InboxDriver(inbox, clock);
    driver.acceptUnanswered("ticket:1", "a");
    inbox.acceptance().answered(driver.acceptUnanswered("ticket:2", "a of another"));

    inbox.close();

    assertThat(repeated(place, "ticket:2", "a of another").outcome()).isEqualTo(Receipt.Outcome.ACCEPTED);
  }

  private Path copyOfTheFolder() {
    try {
      Path copy = Files.createDirectories(folder.resolve("2"));
      for (String file : List.of("inbox.db", "inbox.db-wal", "inbox.db.attempts")) {
        Files.copy(place.resolve(file), copy.resolve(file));
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The store's writer asks for the time while it makes the mark, and once more right after the commit: there the test does something. */
  private final class WriterMoments extends Clock {
    private volatile Runnable whileTheMarkIsMade;
    private volatile Runnable afterTheCommit;
    /** The mark asks for the uptime before it chooses what becomes rows, and afterwards. */
    private int asksUptime;

    @Override
    public Instant instant() {
      if (whileTheMarkIsMade != null && isAsked("mark") && isAsked("now")) {
        asksUptime++;
        if (asksUptime == 2) {
          Runnable now = whileTheMarkIsMade;
          whileTheMarkIsMade = null;
          now.run();
        }
      } else if (whileTheMarkIsMade == null && afterTheCommit != null && isAsked("committed")) {
        Runnable now = afterTheCommit;
        afterTheCommit = null;
        now.run();
      }
      return clock.instant();
    }

    private boolean isAsked(String method) {
      return Stream.of(Thread.currentThread().getStackTrace()).anyMatch(frame -> frame.getMethodName().equals(method)
          && frame.getClassName().startsWith("io.github.mentagateway.store.accept."));
    }

    @Override
    public ZoneId getZone() {
      return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
