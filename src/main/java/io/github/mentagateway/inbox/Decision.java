package io.github.mentagateway.inbox;

import io.github.mentagateway.inbox.Letters.RefusedException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A person's retry or replay of a letter. Answers with the id of the delivery that waits now. */
final class Decision implements Change {
  private final long number;
  private final State expected;
  private final boolean force;
  private final Ids ids;
  private final Lanes lanes;
  private final Letters.Revision revision;
  private final boolean replay;
  private final CompletableFuture<String> future = new CompletableFuture<>();
  private DeliveryTable.Stored stored;
  private RefusedException refusal;
  private Entry waiting;
  private boolean reserved;

  /** @param revision null keeps what is stored; {@code replay}: a new delivery instead of the same one */
  Decision(long number, State expected, boolean force, Ids ids, Lanes lanes, Letters.Revision revision,
      boolean replay) {
    this.number = number;
    this.expected = expected;
    this.force = force;
    this.ids = ids;
    this.lanes = lanes;
    this.revision = revision;
    this.replay = replay;
  }

  CompletableFuture<String> future() {
    return future;
  }

  @Override
  public void write(Transaction transaction) throws SQLException {
    waiting = null;
    stored = DeliveryTable.find(transaction, number).orElse(null);
    refusal = refusal(transaction);
    if (refusal != null) {
      return;
    }
    Entry old = stored.entry();
    if (replay) {
      DeliveryTable.move(transaction, old.number(), expected, State.REPLAYED, old.attempts(), null, stored.reason());
      waiting = replayed(transaction.nextNumber());
      DeliveryTable.insert(transaction, waiting, State.WAITING, null,
          revision == null ? stored.payload() : revision.payload().bytes(), old.number());
    } else {
      DeliveryTable.retry(transaction, old.number(), expected);
      waiting = new Entry(old.number(), old.notification(), old.channel(), old.entity(), old.action(), old.receivedAt(),
          old.attempts(), old.attempts(), null, old.payloadKind());
    }
    transaction.mustSync();
  }

  private Entry replayed(long newNumber) {
    Entry old = stored.entry();
    return new Entry(newNumber, old.notification(), old.channel(), revision == null ? old.entity() : revision.entity(),
        revision == null ? old.action() : Sql.action(revision.action()), old.receivedAt(), 0, 0, null,
        revision == null ? old.payloadKind() : revision.payload().kind());
  }

  private RefusedException refusal(Transaction transaction) throws SQLException {
    if (stored == null) {
      return noSuchDelivery();
    }
    Entry entry = stored.entry();
    String id = ids.format(entry.number());
    if (!stored.state().equals(expected.column)) {
      return new RefusedException(id + " is " + stored.state() + ", and only one that is " + expected.column + " can be sent again here");
    }
    if (force) {
      return null;
    }
    Optional<Long> delivered = DeliveryTable.newer(transaction, entry, State.DELIVERED);
    if (delivered.isPresent()) {
      return undoes(id, entry, delivered.get(), "was delivered");
    }
    // a retry goes to its old place, before what waits; a replay goes to the end, behind it
    Optional<Long> waitingNow = replay ? DeliveryTable.newer(transaction, entry, State.WAITING) : Optional.empty();
    if (waitingNow.isPresent()) {
      return undoes(id, entry, waitingNow.get(), "waits to be delivered");
    }
    if (!replay && !reserved) {
      reserved = lanes.reserve(entry);
      return reserved ? null : new RefusedException(id + " is older than one that is just being delivered to " + entry.channel()
          + " for " + entry.entity() + ": ask again when that has ended");
    }
    return null;
  }

  private RefusedException undoes(String id, Entry entry, long newer, String how) {
    return new RefusedException(id + " is older than " + ids.format(newer) + ", which " + how + " to " + entry.channel() + " for "
        + entry.entity() + ": sending it again would undo that one. Use force to do it all the same");
  }

  private void release() {
    if (reserved) {
      reserved = false;
      lanes.release(stored.entry());
    }
  }

  static RefusedException noSuchDelivery() {
    return new RefusedException("there is no delivery with this id in this store: list shows those there are");
  }

  @Override
  public void committed(Collection<String> channelsWithWork) {
    if (waiting != null) {
      if (expected == State.DEAD) {
        lanes.letGo(stored.entry());
      }
      lanes.add(waiting);
      channelsWithWork.add(waiting.channel());
    }
    release();
  }

  @Override
  public void answer() {
    if (refusal != null) {
      future.completeExceptionally(refusal);
    } else {
      future.complete(ids.format(waiting.number()));
    }
  }

  @Override
  public void failed(Throwable cause) {
    release();
    future.completeExceptionally(cause);
  }
}
