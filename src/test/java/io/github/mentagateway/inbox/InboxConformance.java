package io.github.mentagateway.inbox;

import io.github.mentagateway.MovableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What an inbox promises, whatever the database: each store runs the same suite. */
abstract class InboxConformance implements AcceptingSuite, OrderSuite, SettlingSuite, LettersSuite, DiscardSuite, RecoverySuite,
    RetentionSuite, DuplicatesSuite, NotificationsSuite, BreakerSuite, PauseSuite, BacklogsSuite, RenamedSuite,
    JournalSuite, ActsSuite {
  @TempDir
  Path folder;

  private final MovableClock clock = new MovableClock();
  private final AtomicLong free = new AtomicLong(Long.MAX_VALUE);
  private final List<Inbox> opened = new ArrayList<>();
  private InboxDriver current;
  private Path place;

  abstract Journal journal(Path place);

  /** @param free how many bytes the disk has */
  abstract Inbox open(Path place, MovableClock clock, LongSupplier free);

  /**
   * Ends the inbox as {@code kill -9} would.
   *
   * @param next a folder that no inbox has used yet
   * @return where the one after it finds what is left
   */
  abstract Path crash(Inbox inbox, Path place, Path next) throws IOException;

  @BeforeEach
  void openOne() {
    begin(folder.resolve("1"));
  }

  @AfterEach
  void closeAll() {
    opened.forEach(Inbox::close);
  }

  private InboxDriver begin(Path at) {
    place = at;
    Inbox inbox = open(at, clock, free::get);
    opened.add(inbox);
    current = new InboxDriver(inbox, clock);
    return current;
  }

  @Override
  public InboxDriver inbox() {
    return current;
  }

  @Override
  public Journal journal() {
    return journal(place);
  }

  @Override
  public MovableClock clock() {
    return clock;
  }

  @Override
  public void freeBytes(long bytes) {
    free.set(bytes);
  }

  @Override
  public InboxDriver reopen() {
    current.inbox().close();
    return begin(place);
  }

  @Override
  public InboxDriver reopenAfterCrash() {
    try {
      return begin(crash(current.inbox(), place, folder.resolve(String.valueOf(opened.size() + 1))));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
