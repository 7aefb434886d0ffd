package io.github.mentagateway.inbox;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Records how an attempt ended, and makes what its route sent, in one transaction. */
final class Settle implements Change {
  private static final int FEW_SENDS = 50;

  private final Claim claim;
  private final Attempt attempt;
  private final Settlement settlement;
  private final String deliveryId;
  private final CompletableFuture<Void> future = new CompletableFuture<>();
  private final List<Entry> writtenBefore;
  private boolean lost;

  Settle(Claim claim, Attempt attempt, Settlement settlement, Ids ids) {
    this(claim, attempt, settlement, List.of(), ids);
  }

  /** @param writtenBefore what was sent on and is in the store already; it is there for others from this settlement on */
  Settle(Claim claim, Attempt attempt, Settlement settlement, List<Entry> writtenBefore, Ids ids) {
    this.claim = claim;
    this.attempt = attempt;
    this.settlement = settlement;
    this.writtenBefore = writtenBefore;
    this.deliveryId = ids.format(claim.entry().number());
  }

  /**
   * Whether a run sends so much that it must not keep others waiting. A shared store does not lock the entities of each of its sends: a
   * stadium's are more than it can lock. What two runs send to one entity at the same moment then has no certain order.
   */
  static boolean sendsMuch(Settlement settlement) {
    return settlement instanceof Settlement.Delivered delivered && delivered.sends().size() > FEW_SENDS;
  }

  CompletableFuture<Void> future() {
    return future;
  }

  @Override
  public void prepare(Preparation preparation) {
    preparation.claim(claim);
    if (settlement instanceof Settlement.Delivered delivered) {
      preparation.numbers(delivered.sends().size());
      if (!sendsMuch(settlement)) {
        delivered.sends().forEach(send -> preparation.entity(send.entity()));
      }
    }
  }

  @Override
  public void write(Transaction transaction) throws SQLException {
    lost = !transaction.lanes().holds(claim);
    if (lost) {
      // asked once more after a commit in doubt, it may be that very commit which ended the claim
      lost = !AttemptTable.has(transaction, claim.entry().number(), attempt);
      return;
    }
    Entry entry = claim.entry();
    if (!writtenBefore.isEmpty()) {
      UnfinishedSends.end(transaction, entry.number());
      transaction.mustSync();
    }
    Entry after = entry.attempted();
    if (settlement instanceof Settlement.Delivered delivered) {
      DeliveryTable.move(transaction, after, State.WAITING, State.DELIVERED, null);
      transaction.lanes().settle(claim, null, settlement);
      for (Entry made : writtenBefore) {
        transaction.lanes().add(made, null);
      }
      for (Send send : delivered.sends()) {
        send(transaction, send);
      }
    } else if (settlement instanceof Settlement.Retry retry) {
      Entry again = after.waitingUntil(transaction.dialect().storeTime(retry.at()), transaction.lanes().forgives(claim, retry));
      DeliveryTable.move(transaction, again, State.WAITING, State.WAITING, retry.error());
      transaction.lanes().settle(claim, again, settlement);
    } else if (settlement instanceof Settlement.DeadLetter dead) {
      giveUp(transaction, after, State.DEAD, dead.error());
    } else if (settlement instanceof Settlement.Quarantine quarantine) {
      giveUp(transaction, after, State.QUARANTINED, quarantine.reason());
    }
    AttemptTable.insert(transaction, entry.number(), attempt);
  }

  private void giveUp(Transaction transaction, Entry after, State to, String reason) throws SQLException {
    DeliveryTable.move(transaction, after, State.WAITING, to, reason);
    transaction.lanes().settle(claim, null, settlement);
  }

  private void send(Transaction transaction, Send send) throws SQLException {
    Entry made = claim.entry().sentOn(transaction.nextNumber(), send);
    DeliveryTable.insert(transaction, made, State.WAITING, null, send.payload().bytes(), null);
    transaction.lanes().add(made, null);
    // their ids are destinations' idempotency keys as soon as they are handed out: they must not be made twice
    transaction.mustSync();
  }

  @Override
  public void answer() {
    if (lost) {
      future.completeExceptionally(new LeaseLostException(deliveryId));
    } else {
      future.complete(null);
    }
  }

  @Override
  public void failed(Throwable cause) {
    future.completeExceptionally(cause);
  }
}
