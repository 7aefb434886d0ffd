package io.github.mentagateway.inbox;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes all that waits, writes it in one transaction, syncs once, and tells everybody. So the price of
 * an fsync is shared by whoever came while the last one ran, and nobody waits for a timer.
 */
final class GroupCommit {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final int LARGEST_GROUP = 512;

  private static final Change STOP = new Change() {
    @Override
    public void write(Transaction transaction) {}

    @Override
    public void committed(java.util.Collection<String> channelsWithWork) {}

    @Override
    public void answer() {}

    @Override
    public void failed(Throwable cause) {}
  };

  private final Transaction transaction;
  private final Clock clock;
  private final Consumer<List<String>> signal;
  private final Consumer<Throwable> fatal;
  private final LinkedBlockingQueue<Change> queue = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::run, "inbox-writer");
  private volatile Throwable broken;

  GroupCommit(Transaction transaction, Clock clock, Consumer<List<String>> signal, Consumer<Throwable> fatal) {
    this.transaction = transaction;
    this.clock = clock;
    this.signal = signal;
    this.fatal = fatal;
  }

  void start() {
    thread.start();
  }

  void submit(Change change) {
    queue.add(change);
    // after the add: whoever comes later than the writer's last look finds the reason here
    Throwable cause = broken;
    if (cause != null && queue.remove(change)) {
      change.failed(cause);
    }
  }

  /** Writes what was submitted before, then ends the thread. */
  void close() {
    queue.add(STOP);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    refuseTheRest(new InboxUnavailableException("the inbox is closed"));
  }

  private void run() {
    List<Change> group = new ArrayList<>(LARGEST_GROUP);
    boolean stopping = false;
    try {
      while (!stopping && broken == null) {
        group.clear();
        // the marks of answers are in no hurry, and must not wait for ever
        Change first = queue.poll(1, TimeUnit.SECONDS);
        if (first != null) {
          group.add(first);
          queue.drainTo(group, LARGEST_GROUP - 1);
          stopping = group.remove(STOP);
        }
        if (!group.isEmpty() || transaction.unanswered().hasMarks()) {
          write(group);
        }
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      breakDown(group, e);
    }
  }

  private void write(List<Change> group) {
    if (broken != null) {
      group.forEach(change -> change.failed(broken));
      return;
    }
    try {
      commit(group);
    } catch (UndecidedException e) {
      breakDown(group, e.getCause());
    } catch (SQLException | RuntimeException e) {
      if (group.isEmpty()) {
        LOG.warn("event=marks_not_written error={} next=with-the-next-group", Sql.explain(e));
      } else if (group.size() == 1) {
        failed(group.get(0), e);
      } else {
        // one bad row must not fail its neighbours
        LOG.warn("event=group_failed size={} error={} next=one-by-one", group.size(), Sql.explain(e));
        group.forEach(change -> write(List.of(change)));
      }
    }
  }

  private void commit(List<Change> group) throws SQLException, UndecidedException {
    transaction.begin(clock.instant());
    try {
      transaction.unanswered().mark(transaction);
      for (Change change : group) {
        change.write(transaction);
      }
    } catch (SQLException | RuntimeException e) {
      rollback(e);
      throw e;
    }
    try {
      transaction.commit();
      List<String> channels = new ArrayList<>();
      group.forEach(change -> change.committed(channels));
      group.forEach(Change::answer);
      signal.accept(channels);
    } catch (SQLException | RuntimeException e) {
      // from the commit on nothing may be written a second time, and what is in memory may not be what is in the file
      throw new UndecidedException(e);
    }
  }

  private void rollback(Exception because) throws UndecidedException {
    try {
      transaction.rollback();
    } catch (SQLException | RuntimeException e) {
      e.addSuppressed(because);
      throw new UndecidedException(e);
    }
  }

  private void failed(Change change, Exception cause) {
    LOG.error("event=change_failed change={} error={}", change.getClass().getSimpleName(), Sql.explain(cause));
    change.failed(new InboxUnavailableException("the store refused it: " + Sql.explain(cause), cause));
  }

  /** What the file holds now is unknown: nothing more is written, and the process has to start afresh. */
  private void breakDown(List<Change> group, Throwable cause) {
    if (broken == null) {
      broken = new InboxUnavailableException("the store failed and has to be reopened: " + Sql.explain(cause), cause);
      LOG.error("event=store_failed error={}", Sql.explain(cause));
      group.forEach(change -> change.failed(broken));
      refuseTheRest(broken);
      fatal.accept(cause);
    } else {
      group.forEach(change -> change.failed(broken));
    }
  }

  private void refuseTheRest(Throwable cause) {
    if (broken == null) {
      broken = cause;
    }
    for (Change change = queue.poll(); change != null; change = queue.poll()) {
      change.failed(cause);
    }
  }

  /** A commit, a sync or what follows them failed: how much of it happened nobody knows. */
  private static final class UndecidedException extends Exception {
    UndecidedException(Exception cause) {
      super(cause);
    }
  }
}
