package io.github.mentagateway.inbox;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/** Takes one arrival into custody, or finds that it is in custody already. */
final class Accept implements Change {
  private final Arrival arrival;
  private final Ids ids;
  private final Lanes lanes;
  private final RecentContent recent;
  private final CompletableFuture<Receipt> future = new CompletableFuture<>();
  private Entry entry;
  private Receipt receipt;

  Accept(Arrival arrival, Ids ids, Lanes lanes, RecentContent recent) {
    this.arrival = arrival;
    this.ids = ids;
    this.lanes = lanes;
    this.recent = recent;
  }

  CompletableFuture<Receipt> future() {
    return future;
  }

  @Override
  public void write(Transaction transaction) throws SQLException {
    entry = null;
    if (canBeCompared()) {
      EntityHeads.Head newest = transaction.heads().newest(transaction, arrival.entity());
      if (newest != null && Arrays.equals(newest.fingerprint(), arrival.fingerprint())) {
        receipt = new Receipt(ids.format(newest.notification()), Receipt.Outcome.DUPLICATE, null);
        return;
      }
    }
    take(transaction);
  }

  private boolean canBeCompared() {
    return arrival.unusable() == null && arrival.entity() != null && arrival.fingerprint() != null;
  }

  private void take(Transaction transaction) throws SQLException {
    long number = transaction.nextNumber();
    boolean usable = arrival.unusable() == null;
    entry = new Entry(number, number, arrival.channel(), arrival.entity(), Sql.action(arrival.action()),
        arrival.original().receivedAt(), 0, 0, null, arrival.payload().kind());
    NotificationTable.insert(transaction, number, arrival);
    DeliveryTable.insert(transaction, entry, usable ? State.WAITING : State.QUARANTINED, arrival.unusable(),
        arrival.payload().bytes(), null);
    if (canBeCompared()) {
      transaction.heads().stage(arrival.entity(), new EntityHeads.Head(number, arrival.fingerprint()));
    }
    transaction.mustSync();
    receipt = new Receipt(ids.format(number), usable ? Receipt.Outcome.ACCEPTED : Receipt.Outcome.QUARANTINED, arrival.unusable());
  }

  @Override
  public void committed(Collection<String> channelsWithWork) {
    if (entry != null && receipt.outcome() == Receipt.Outcome.ACCEPTED) {
      recent.put(entry.notification(), arrival.original());
      lanes.add(entry);
      channelsWithWork.add(entry.channel());
    }
  }

  @Override
  public void answer() {
    future.complete(receipt);
  }

  @Override
  public void failed(Throwable cause) {
    future.completeExceptionally(cause);
  }
}
