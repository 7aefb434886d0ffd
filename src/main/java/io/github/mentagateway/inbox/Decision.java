package io.github.mentagateway.inbox;

import io.github.mentagateway.inbox.Letters.RefusedException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/** A person's retry or replay of a letter. Answers with the id of the delivery that waits now. */
final class Decision implements Change {
  private final long number;
  private final State expected;
  private final Ids ids;
  private final Lanes lanes;
  private final Letters.Revision revision;
  private final boolean replay;
  private final CompletableFuture<String> future = new CompletableFuture<>();
  private DeliveryTable.Stored stored;
  private RefusedException refusal;
  private Entry waiting;

  /** @param revision null keeps what is stored; {@code replay}: a new delivery instead of the same one */
  Decision(long number, State expected, Ids ids, Lanes lanes, Letters.Revision revision, boolean replay) {
    this.number = number;
    this.expected = expected;
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
    refusal = stored == null ? Refusals.noSuchDelivery() : null;
    if (stored != null && !stored.state().equals(expected.column)) {
      refusal = new Refusals(ids, stored.entry()).stands(stored.state(), expected, "sent again");
    }
    if (refusal != null) {
      return;
    }
    Entry old = stored.entry();
    if (replay) {
      DeliveryTable.move(transaction, old.number(), expected, State.REPLAYED, old.attempts(), old.forgiven(), null,
          stored.reason());
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

  @Override
  public void committed(Collection<String> channelsWithWork) {
    if (waiting != null) {
      if (expected == State.DEAD) {
        lanes.letGo(stored.entry());
      }
      lanes.add(waiting);
      channelsWithWork.add(waiting.channel());
    }
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
    future.completeExceptionally(cause);
  }
}
