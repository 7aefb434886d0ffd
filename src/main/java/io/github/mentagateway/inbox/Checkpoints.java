package io.github.mentagateway.inbox;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Lets the database's file follow what was committed, so that the redo log stays short. On a thread of its own: nobody waits for it. */
final class Checkpoints implements AutoCloseable {
  private final Connection database;
  private final RedoLog log;
  private final Consumer<Throwable> fatal;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "inbox-checkpoints"));

  /**
   * @param database one for it alone: readers that keep all others busy must not hold up what ends the process when it fails
   * @param fatal is told when a checkpoint fails: what the file holds then is unknown
   */
  Checkpoints(Connection database, RedoLog log, Consumer<Throwable> fatal) {
    this.database = database;
    this.log = log;
    this.fatal = fatal;
  }

  /** @param pause between the end of one and the beginning of the next */
  void start(Duration pause) {
    thread.scheduleWithFixedDelay(this::run, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void run() {
    try {
      checkpoint();
    } catch (SQLException | IOException | RuntimeException | Error e) {
      fatal.accept(e);
      // ends the schedule: the file that would be written over next is not in the database
      throw new IllegalStateException("the last checkpoint failed", e);
    }
  }

  private void checkpoint() throws SQLException, IOException {
    if (log.turn()) {
      Recovery.sync(database);
    }
  }

  /** Waits for the one under way. */
  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = thread.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
