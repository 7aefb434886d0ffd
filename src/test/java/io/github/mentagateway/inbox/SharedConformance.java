package io.github.mentagateway.inbox;

import io.github.mentagateway.MovableClock;
import io.github.mentagateway.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;

/** What several instances on one PostgreSQL promise, as seen through their doors. */
abstract class SharedConformance implements TwoInstancesSuite, TakeoverSuite {
  private final String url = PostgresServer.shared().newDatabase();
  private final String nameOfOne = UUID.randomUUID().toString();
  private final MovableClock clock = new MovableClock();
  private final Instant start = clock.instant();
  private final AtomicBoolean suspended = new AtomicBoolean();
  private final InboxDriver one = open(CutSockets.parameters(nameOfOne), () -> suspended.get() ? start : clock.instant());
  private final InboxDriver other = open("", clock::instant);
  private boolean isCut;

  /**
   * @param clock the time of the machine and of the database
   * @param nanos this process's own time, which stands still while the machine is suspended
   */
  abstract Inbox open(InboxOptions options, Clock clock, LongSupplier nanos);

  private InboxDriver open(String parameters, Supplier<Instant> running) {
    InboxOptions options = Stores.postgres(url + parameters, folder().resolve(UUID.randomUUID().toString()));
    return new InboxDriver(open(options, clock, () -> Duration.between(start, running.get()).toNanos()), clock);
  }

  /** Where the instances keep what is not in the database. */
  private static Path folder() {
    try {
      return Files.createTempDirectory("instances");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() {
    if (isCut) {
      // it waits for its database
      Thread end = new Thread(one.inbox()::close, "end of a killed inbox");
      end.setDaemon(true);
      end.start();
    } else {
      one.inbox().close();
    }
    other.inbox().close();
  }

  @Override
  public InboxDriver one() {
    return one;
  }

  @Override
  public InboxDriver other() {
    return other;
  }

  @Override
  public MovableClock clock() {
    return clock;
  }

  @Override
  public void cutOne() {
    try {
      isCut = true;
      CutSockets.cut(nameOfOne);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void suspendOne() {
    suspended.set(true);
  }
}
