package io.github.mentagateway.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Records how an attempt ended, and makes what its route sent, in one transaction. */
final class Settle implements Change {
  private final Entry entry;
  private final Attempt attempt;
  private final Settlement settlement;
  private final Lanes lanes;
  private final RunningAttempts running;
  private final CompletableFuture<Void> future = new CompletableFuture<>();
  private final List<Entry> writtenBefore;
  private final List<Entry> sent = new ArrayList<>();
  private Entry again;

  Settle(Entry entry, Attempt attempt, Settlement settlement, Lanes lanes, RunningAttempts running) {
    this(entry, attempt, settlement, List.of(), lanes, running);
  }

  /** @param writtenBefore what was sent on and is in the store already; it is there for others from this settlement on */
  Settle(Entry entry, Attempt attempt, Settlement settlement, List<Entry> writtenBefore, Lanes lanes, RunningAttempts running) {
    this.writtenBefore = writtenBefore;
    this.entry = entry;
    this.attempt = attempt;
    this.settlement = settlement;
    this.lanes = lanes;
    this.running = running;
  }

  CompletableFuture<Void> future() {
    return future;
  }

  @Override
  public void write(Transaction transaction) throws SQLException {
    sent.clear();
    sent.addAll(writtenBefore);
    if (!writtenBefore.isEmpty()) {
      UnfinishedSends.end(transaction, entry.number());
    }
    if (settlement instanceof Settlement.Delivered delivered) {
      move(transaction, State.DELIVERED, null);
      for (Send send : delivered.sends()) {
        send(transaction, send);
      }
    } else if (settlement instanceof Settlement.Retry retry) {
      int forgiven = entry.forgiven() + (lanes.forgives(entry, retry) ? 1 : 0);
      DeliveryTable.move(transaction, entry.number(), State.WAITING, State.WAITING, attempt.number(), forgiven, retry.at(), retry.error());
      again = entry.retryAt(retry.at(), forgiven);
    } else if (settlement instanceof Settlement.DeadLetter dead) {
      move(transaction, State.DEAD, dead.error());
    } else if (settlement instanceof Settlement.Quarantine quarantine) {
      move(transaction, State.QUARANTINED, quarantine.reason());
    }
    AttemptTable.insert(transaction, entry.number(), attempt);
    if (!sent.isEmpty()) {
      // their ids are destinations' idempotency keys as soon as they are handed out: they must not be made twice
      transaction.mustSync();
    }
  }

  private void move(Transaction transaction, State to, String reason) throws SQLException {
    DeliveryTable.move(transaction, entry.number(), State.WAITING, to, attempt.number(), entry.forgiven(), null, reason);
  }

  private void send(Transaction transaction, Send send) throws SQLException {
    Entry made = entry.sentOn(transaction.nextNumber(), send);
    DeliveryTable.insert(transaction, made, State.WAITING, null, send.payload().bytes(), null);
    sent.add(made);
  }

  @Override
  public void committed(Collection<String> channelsWithWork) {
    try {
      // before its lane is free: the next attempt of the same delivery may begin at once
      running.end(entry.number());
    } catch (IOException e) {
      throw new UncheckedIOException("the list of running attempts cannot be written", e);
    }
    lanes.settle(entry, again, settlement);
    channelsWithWork.add(entry.channel());
    for (Entry made : sent) {
      lanes.add(made);
      channelsWithWork.add(made.channel());
    }
  }

  @Override
  public void answer() {
    future.complete(null);
  }

  @Override
  public void failed(Throwable cause) {
    future.completeExceptionally(cause);
  }
}
