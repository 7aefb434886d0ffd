package io.github.mentagateway.store.write;

import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.sql.Database;
import io.github.mentagateway.store.sql.Database.Failure;
import io.github.mentagateway.store.sql.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes all that waits, writes it in one transaction, and tells everybody: nobody waits for a timer.
 *
 * <p>When the database cannot write, what was being written fails with {@link InboxUnavailableException}, and a connection is made anew, once
 * a second until that works. When what a file holds is in doubt, nothing more is written, and the process must end.
 */
public final class Writer {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int LARGEST_GROUP = 512;
  /** New rows in one group, about: what a few routes send together must not keep requests waiting. */
  private static final int MOST_NUMBERS = 1_500;
  private static final int TRIES = 5;
  /** What the parts have to write by themselves waits no longer. */
  private static final long TICK_MILLIS = 30;
  /** How often to ask whether the database still answers, and to connect anew when it does not. */
  private static final long BETWEEN_CHECKS_NANOS = 1_000_000_000L;

  private static final Change STOP = new Change() {
    @Override
    public void prepare(Group group) {}

    @Override
    public void apply(Group group) {}

    @Override
    public void answer() {}

    @Override
    public CompletableFuture<?> future() {
      return new CompletableFuture<>();
    }
  };

  private final Database database;
  private final Consumer<Throwable> fatal;
  private final LinkedBlockingQueue<Change> queue = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::run, "store-writer");
  private List<Part> parts = List.of();
  private Transaction transaction;
  /** Set once: from then on nothing is written. */
  private volatile Throwable broken;
  /** While nothing can be written. */
  private volatile Throwable down;
  private volatile boolean ending;
  private long checkedNanos = System.nanoTime();

  /** @param fatal is told when only a new process may open the database */
  public Writer(Database database, Consumer<Throwable> fatal) throws SQLException {
    this.database = database;
    this.fatal = fatal;
    this.transaction = database.openWriter();
  }

  /** @param inOrder in which they ask and write */
  public void start(List<Part> inOrder) {
    parts = inOrder;
    thread.start();
  }

  public void submit(Change change) {
    queue.add(change);
    // after the add: whoever comes later than the writer's last look finds the reason here
    Throwable cause = broken;
    if (cause != null && queue.remove(change)) {
      change.failed(cause);
    }
  }

  /** Waits until it is written, or refused. */
  public <T> T decide(Deciding<T> deciding) {
    Decision<T> decision = new Decision<>(deciding);
    submit(decision);
    try {
      return decision.future().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Why nothing that arrives can be written now. */
  public Optional<String> problem() {
    if (ending) {
      return Optional.of("the inbox is closed");
    }
    Throwable cause = broken != null ? broken : down;
    return Optional.ofNullable(cause).map(Throwable::getMessage);
  }

  /** What cannot be written now is not waited for any more. */
  public void end() {
    ending = true;
  }

  /** Writes what was submitted before, then ends the thread and closes the database. */
  public void close() {
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
    database.close(transaction);
  }

  private void run() {
    List<Change> group = new ArrayList<>(LARGEST_GROUP);
    boolean stopping = false;
    try {
      while (!stopping && broken == null) {
        group.clear();
        Change first = queue.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          take(first, group);
          stopping = group.remove(STOP);
        }
        if (down != null && !ending && isCheckDue()) {
          reopen();
        } else if (first == null && down == null && isCheckDue()) {
          check();
        }
        if (!group.isEmpty() || down == null && parts.stream().anyMatch(Part::isWaiting)) {
          write(group);
        }
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      breakDown(group, e);
    }
  }

  private boolean isCheckDue() {
    long now = System.nanoTime();
    boolean due = now - checkedNanos >= BETWEEN_CHECKS_NANOS;
    checkedNanos = due ? now : checkedNanos;
    return due;
  }

  private void take(Change first, List<Change> group) {
    Group size = new Group();
    for (Change change = first; change != null; change = hasRoom(group, size) ? queue.poll() : null) {
      group.add(change);
      change.prepare(size);
    }
  }

  private boolean hasRoom(List<Change> group, Group size) {
    Change next = queue.peek();
    return group.size() < LARGEST_GROUP && size.numbers() < MOST_NUMBERS && group.get(group.size() - 1) != STOP
        && !group.get(group.size() - 1).isAlone() && next != null && !next.isAlone();
  }

  private void write(List<Change> group) {
    for (int left = TRIES; left > 0; left--) {
      if (broken != null || down != null) {
        Throwable cause = broken != null ? broken : down;
        group.forEach(change -> change.failed(cause));
        return;
      }
      try {
        commit(group);
        return;
      } catch (UndecidedException e) {
        fail(group, e.getCause());
        return;
      } catch (SQLException | RuntimeException e) {
        Failure failure = database.judge(e);
        if (failure == Failure.BROKEN) {
          breakDown(group, e);
          return;
        } else if (failure == Failure.DISCONNECTED || failure == Failure.UNAVAILABLE) {
          fail(group, e);
          return;
        } else if (failure == Failure.ONE_BY_ONE || left == 1) {
          apart(group, e, failure == Failure.AGAIN);
          return;
        }
      }
    }
  }

  /** One bad row must not fail its neighbours. @param passing it is not to blame itself, and may go through later */
  private void apart(List<Change> group, Exception cause, boolean passing) {
    if (group.isEmpty()) {
      LOG.warn("event=group_failed size=0 error={} next=with-the-next-group", Columns.explain(cause));
    } else if (group.size() == 1) {
      refused(group.get(0), cause, passing);
    } else {
      LOG.warn("event=group_failed size={} error={} next=one-by-one", group.size(), Columns.explain(cause));
      group.forEach(change -> write(List.of(change)));
    }
  }

  private void refused(Change change, Exception cause, boolean passing) {
    LOG.error("event=change_failed change={} error={}", change.getClass().getSimpleName(), Columns.explain(cause));
    if (!passing && change.unfit()) {
      write(List.of(change));
      return;
    }
    change.failed(new InboxUnavailableException("the store refused it: " + Columns.explain(cause), cause, passing));
  }

  private void commit(List<Change> changes) throws SQLException, UndecidedException {
    Group group = new Group();
    try {
      parts.forEach(Part::begin);
      changes.forEach(change -> change.prepare(group));
      parts.forEach(part -> part.prepare(group));
      group.begin(database, transaction);
      for (Part part : parts) {
        part.ask(group);
      }
      transaction.send();
      for (Change change : changes) {
        change.apply(group);
      }
      for (Part part : parts) {
        part.write(group);
      }
      transaction.send();
    } catch (SQLException | RuntimeException e) {
      rollback(e);
      throw e;
    }
    try {
      database.commit(transaction);
    } catch (SQLException e) {
      if (database.judge(e) == Failure.UNAVAILABLE) {
        rollback(e);
        throw e;
      }
      throw new UndecidedException(e);
    }
    try {
      parts.forEach(Part::committed);
      changes.forEach(Change::answer);
      parts.forEach(Part::told);
      database.afterCommit(transaction, group.rows());
    } catch (SQLException | RuntimeException e) {
      // nothing of it may be written a second time, and what is in memory may not be what is in the store
      throw new UndecidedException(e);
    }
  }

  private void rollback(Exception because) throws UndecidedException {
    parts.forEach(Part::failed);
    try {
      database.rollback(transaction);
    } catch (SQLException | RuntimeException e) {
      because.addSuppressed(e);
      throw new UndecidedException(because);
    }
  }

  /** What the store holds of the group now may be unknown. */
  private void fail(List<Change> group, Throwable cause) {
    Failure failure = cause instanceof Exception exception ? database.judge(exception) : Failure.BROKEN;
    if (!database.isShared() && failure != Failure.UNAVAILABLE && failure != Failure.AGAIN) {
      breakDown(group, cause);
      return;
    }
    LOG.error("event=store_down error={} next=connect-anew", Columns.explain(cause));
    parts.forEach(Part::failed);
    Throwable why = new InboxUnavailableException("the store does not answer: " + Columns.explain(cause), cause, true);
    down = why;
    group.forEach(change -> change.failed(why));
    if (!ending) {
      reopen();
    }
  }

  private void check() {
    try {
      database.check(transaction);
    } catch (SQLException | RuntimeException e) {
      fail(List.of(), e);
    }
  }

  private void reopen() {
    closeCalmly();
    try {
      transaction = database.openWriter();
      down = null;
      LOG.info("event=store_back");
      parts.forEach(Part::reopened);
    } catch (SQLException | RuntimeException e) {
      down = new InboxUnavailableException("the store does not answer: " + Columns.explain(e), e, true);
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
    boolean first = broken == null;
    if (first) {
      broken = new InboxUnavailableException("the store failed and has to be reopened: " + Columns.explain(cause), cause);
      LOG.error("event=store_failed error={}", Columns.explain(cause));
    }
    group.forEach(change -> change.failed(broken));
    if (first) {
      refuseTheRest(broken);
      fatal.accept(cause);
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

  /** A commit or what follows it failed: how much of it happened nobody knows. */
  private static final class UndecidedException extends Exception {
    UndecidedException(Exception cause) {
      super(cause);
    }
  }
}
