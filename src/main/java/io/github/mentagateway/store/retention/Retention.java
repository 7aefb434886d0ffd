package io.github.mentagateway.store.retention;

import io.github.mentagateway.inbox.History;
import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.store.sql.Bulk;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.sql.Database;
import io.github.mentagateway.store.sql.Queries;
import io.github.mentagateway.store.sql.Transaction;
import io.github.mentagateway.store.write.Change;
import io.github.mentagateway.store.write.Group;
import io.github.mentagateway.store.write.Part;
import io.github.mentagateway.store.write.Writer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Removes notifications that are done with, in the order of their arrival. A notification goes as a whole, with all its deliveries, their
 * attempts and all that a copy of it would be told by, or stays as a whole.
 */
public final class Retention implements History, Part {
  /** Written within a few milliseconds, so that a request that comes at the same moment hardly notices. */
  private static final int AT_ONCE = 100;

  /** By time, which a clock that was wrong once may have put in another order than the numbers: nobody is in anybody's way then. */
  private static final String OLD = "select number, received_at from notification where received_at < ? and (received_at > ?"
      + " or received_at = ? and number > ?) order by received_at, number limit " + AT_ONCE;
  /** Nothing of it waits for anybody, and no letter needs it to tell that a newer one was delivered. */
  private static final String DONE = "select n.number from e join notification n on n.number = e.number where not exists (select 1 from"
      + " delivery d where d.notification = n.number and (d.state in ('waiting', 'dead', 'quarantined') or d.since >= e.before or"
      + " d.entity is not null and exists (select 1 from delivery l where l.channel = d.channel and l.entity = d.entity"
      + " and l.state in ('dead', 'quarantined'))))";
  private static final List<Bulk> REMOVE = List.of(
      remove("attempt where delivery in (select d.number from delivery d join e on d.notification = e.number)"),
      remove("payload where delivery in (select d.number from delivery d join e on d.notification = e.number)"),
      remove("delivery where notification in (select number from e)"),
      remove("unanswered where notification in (select number from e)"),
      remove("duplicate where notification in (select number from e)"),
      remove("sent_id where notification in (select number from e)"),
      remove("notification where number in (select number from e)"));

  private record Candidate(long number, long receivedAt) {}

  private final Queries queries;
  private final Writer writer;
  private final Database database;
  private final Bulk done;
  /** Of the transaction under way. */
  private final List<Object[]> removing = new ArrayList<>();
  /** Up to here all were looked at in this round. */
  private Candidate looked;

  public Retention(Queries queries, Writer writer, Database database) {
    this.queries = queries;
    this.writer = writer;
    this.database = database;
    this.done = new Bulk("number bigint, before bigint", DONE + (database.isShared() ? " for update of n" : ""));
    beginRound();
  }

  private static Bulk remove(String what) {
    return new Bulk("number bigint", "delete from " + what);
  }

  private void beginRound() {
    looked = new Candidate(Long.MIN_VALUE, Long.MIN_VALUE);
  }

  @Override
  public synchronized CompletableFuture<Boolean> removeDelivered(Instant before) {
    List<Candidate> candidates;
    try {
      candidates = queries.ask(OLD, row -> new Candidate(row.getLong("number"), row.getLong("received_at")), Columns.micros(before),
          looked.receivedAt(), looked.receivedAt(), looked.number());
    } catch (InboxUnavailableException e) {
      beginRound();
      return CompletableFuture.failedFuture(e);
    }
    if (candidates.isEmpty()) {
      beginRound();
      return CompletableFuture.completedFuture(false);
    }
    looked = candidates.get(candidates.size() - 1);
    Removal removal = new Removal(candidates, Columns.micros(before));
    writer.submit(removal);
    return removal.future;
  }

  @Override
  public void begin() {
    removing.clear();
  }

  /** After whatever else is written: a delivery that is made in this group keeps its notification. */
  @Override
  public void write(Group group) throws SQLException {
    Transaction transaction = group.transaction();
    if (database.isShared()) {
      // whoever had one of them before decided to deliver it again, perhaps: known only when nobody can any more
      transaction.ask(done, removing, row -> null);
    }
    List<Object[]> removed = transaction.ask(done, removing, row -> new Object[] {row.getLong(1)});
    for (Bulk remove : REMOVE) {
      transaction.run(remove, removed);
    }
    group.wrote(4L * removed.size());
  }

  private final class Removal implements Change {
    private final List<Object[]> candidates;
    private final CompletableFuture<Boolean> future = new CompletableFuture<>();

    Removal(List<Candidate> candidates, long before) {
      this.candidates = candidates.stream().map(one -> new Object[] {one.number(), before}).toList();
    }

    @Override
    public CompletableFuture<Boolean> future() {
      return future;
    }

    @Override
    public void prepare(Group group) {}

    @Override
    public void apply(Group group) {
      removing.addAll(candidates);
    }

    @Override
    public void answer() {
      future.complete(true);
    }
  }
}
