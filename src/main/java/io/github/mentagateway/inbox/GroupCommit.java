package io.github.mentagateway.inbox;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes all that waits, writes it in one transaction, syncs once, and tells everybody. So the price of
 * an fsync is shared by whoever came while the last one ran, and nobody waits for a timer.
 *
 * <p>When the store fails under it, what was being written fails with {@link InboxUnavailableException}. Then either the connection is made
 * anew, once a second until that works, or, where only a fresh process may look at what a half-done commit left, it writes no more.
 */
final class GroupCommit implements Writer {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final int LARGEST_GROUP = 512;
  /** New rows in one group, about: what a few routes send together must not keep requests waiting. */
  private static final int MOST_NUMBERS = 1500;
  private static final int TRIES = 5;

  private static final Change STOP = new Change() {
    @Override
    public void write(Transaction transaction) {}

    @Override
    public void answer() {}

    @Override
    public void failed(Throwable cause) {}
  };

  /** Makes a connection to write on. */
  interface Opener {
    Transaction open() throws SQLException;
  }

  private final Opener opener;
  private final Consumer<Collection<String>> signal;
  private final Consumer<Throwable> fatal;
  private final LinkedBlockingQueue<Change> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private Transaction transaction;
  /** Set once: from then on nothing is written. */
  private volatile Throwable broken;
  /** While the connection is gone and not made anew. */
  private volatile Throwable down;

  /**
   * @param opener makes the connection anew after a failure; null: a failure is for good, and {@code fatal} is told
   * @param signal gets the channels that have work after a commit
   */
  GroupCommit(String name, Transaction transaction, Opener opener, Consumer<Collection<String>> signal, Consumer<Throwable> fatal) {
    this.thread = new Thread(this::run, name);
    this.transaction = transaction;
    this.opener = opener;
    this.signal = signal;
    this.fatal = fatal;
  }

  void start() {
    thread.start();
  }

  @Override
  public void submit(Change change) {
    queue.add(change);
    // after the add: whoever comes later than the writer's last look finds the reason here
    Throwable cause = broken;
    if (cause != null && queue.remove(change)) {
      change.failed(cause);
    }
  }

  /** Why nothing can be written now. */
  Optional<String> problem() {
    Throwable cause = broken != null ? broken : down;
    return Optional.ofNullable(cause).map(Throwable::getMessage);
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
    closeCalmly();
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
          take(first, group);
          stopping = group.remove(STOP);
        }
        if (down != null) {
          reopen();
        } else if (first == null) {
          lookAfterTheStore();
        }
        if (!group.isEmpty() || down == null && transaction.unanswered().hasMarks()) {
          write(group);
        }
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      breakDown(group, e);
    }
  }

  private void take(Change first, List<Change> group) {
    Preparation size = new Preparation();
    for (Change change = first; change != null; change = room(group, size) ? queue.poll() : null) {
      group.add(change);
      change.prepare(size);
    }
  }

  private static boolean room(List<Change> group, Preparation size) {
    return group.size() < LARGEST_GROUP && size.numbers() < MOST_NUMBERS && group.get(group.size() - 1) != STOP;
  }

  private void write(List<Change> group) {
    for (int left = TRIES; left > 0; left--) {
      if (broken != null || down != null) {
        group.forEach(change -> change.failed(broken != null ? broken : down));
        return;
      }
      try {
        commit(group);
        return;
      } catch (UndecidedException e) {
        fail(group, e.getCause());
        return;
      } catch (SQLException | RuntimeException e) {
        Dialect.Failure failure = transaction.dialect().judge(e);
        if (failure == Dialect.Failure.STORE) {
          fail(group, e);
          return;
        } else if (failure == Dialect.Failure.ONE_BY_ONE || left == 1) {
          apart(group, e, failure == Dialect.Failure.AGAIN);
          return;
        }
      }
    }
  }

  /** One bad row must not fail its neighbours. @param passing it is not to blame itself, and may go through later */
  private void apart(List<Change> group, Exception cause, boolean passing) {
    if (group.isEmpty()) {
      LOG.warn("event=marks_not_written error={} next=with-the-next-group", Sql.explain(cause));
    } else if (group.size() == 1) {
      refused(group.get(0), cause, passing);
    } else {
      LOG.warn("event=group_failed size={} error={} next=one-by-one", group.size(), Sql.explain(cause));
      group.forEach(change -> write(List.of(change)));
    }
  }

  private void commit(List<Change> group) throws SQLException, UndecidedException {
    Preparation preparation = new Preparation();
    group.forEach(change -> change.prepare(preparation));
    try {
      transaction.begin(preparation);
      transaction.unanswered().mark(transaction);
      for (Change change : group) {
        change.write(transaction);
      }
      transaction.finish();
    } catch (SQLException | RuntimeException e) {
      rollback(e);
      throw e;
    }
    try {
      Collection<String> channels = transaction.commit();
      group.forEach(Change::committed);
      group.forEach(Change::answer);
      signal.accept(channels);
      transaction.dialect().afterGroup();
    } catch (SQLException | RuntimeException e) {
      // from the commit on nothing may be written a second time, and what is in memory may not be what is in the store
      throw new UndecidedException(e);
    }
  }

  private void rollback(Exception because) throws UndecidedException {
    try {
      transaction.rollback();
    } catch (SQLException | RuntimeException e) {
      because.addSuppressed(e);
      throw new UndecidedException(because);
    }
  }

  private void refused(Change change, Exception cause, boolean passing) {
    LOG.error("event=change_failed change={} error={}", change.getClass().getSimpleName(), Sql.explain(cause));
    change.failed(new InboxUnavailableException("the store refused it: " + Sql.explain(cause), cause, passing));
  }

  /** What the store holds of the group now is unknown. */
  private void fail(List<Change> group, Throwable cause) {
    if (opener == null) {
      breakDown(group, cause);
      return;
    }
    LOG.error("event=store_down error={} next=connect-anew", Sql.explain(cause));
    // if their commit came through after all, it brought what has to be remembered of them; if not, nothing may be
    transaction.dialect().rolledBack();
    down = new InboxUnavailableException("the store does not answer: " + Sql.explain(cause), cause, true);
    Throwable why = down;
    group.forEach(change -> change.failed(why));
    closeCalmly();
    reopen();
  }

  private void lookAfterTheStore() {
    try {
      transaction.dialect().idle(transaction);
    } catch (SQLException | RuntimeException e) {
      fail(List.of(), e);
    }
  }

  private void reopen() {
    try {
      transaction = opener.open();
      down = null;
      LOG.info("event=store_back");
    } catch (SQLException | RuntimeException e) {
      down = new InboxUnavailableException("the store does not answer: " + Sql.explain(e), e, true);
    }
  }

  private void closeCalmly() {
    try {
      transaction.close();
    } catch (SQLException | RuntimeException e) {
      LOG.debug("closing a connection of the store", e);
    }
  }

  /** Nothing more is written, and the process has to start afresh. */
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
