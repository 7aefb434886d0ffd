package io.github.mentagateway.inbox;

import io.github.mentagateway.inbox.Letters.RefusedException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A person's retry or replay of a letter. Answers with the id of the delivery that waits now. */
final class Decision implements Change {
  private final DeliveryTable.Stored stored;
  private final State expected;
  private final boolean force;
  private final Ids ids;
  private final Lanes lanes;
  private final Letters.Revision revision;
  private final boolean replay;
  private final CompletableFuture<String> future = new CompletableFuture<>();
  private RefusedException refusal;
  private Entry waiting;

  /** @param revision null keeps what is stored; {@code replay}: a new delivery instead of the same one */
  Decision(DeliveryTable.Stored stored, State expected, boolean force, Ids ids, Lanes lanes, Letters.Revision revision,
      boolean replay) {
    this.stored = stored;
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

  private Entry replayed(long number) {
    Entry old = stored.entry();
    return new Entry(number, old.notification(), old.channel(), revision == null ? old.entity() : revision.entity(),
        revision == null ? old.action() : revision.action(), old.receivedAt(), 0, 0, null,
        revision == null ? old.payloadKind() : revision.payload().kind());
  }

  private RefusedException refusal(Transaction transaction) throws SQLException {
    Entry entry = stored.entry();
    String id = ids.format(entry.number());
    if (!stored.state().equals(expected.column)) {
      return new RefusedException(id + " is " + stored.state() + ", and only one that is " + expected.column + " can be sent again here");
    }
    Optional<Long> newer = force ? Optional.empty() : DeliveryTable.newerDelivered(transaction, entry);
    return newer
        .map(number -> new RefusedException(id + " is older than " + ids.format(number) + ", which was delivered to "
            + entry.channel() + " for " + entry.entity() + " since: sending it again would undo that one. Use force to do it all the same"))
        .orElse(null);
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
