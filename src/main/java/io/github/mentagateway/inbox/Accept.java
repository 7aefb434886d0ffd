package io.github.mentagateway.inbox;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Takes one arrival into custody, or finds that it is in custody already. */
final class Accept implements Change {
  private final Arrival arrival;
  private final Ids ids;
  private final Copies copies;
  private final CompletableFuture<Receipt> future = new CompletableFuture<>();
  private Receipt receipt;

  Accept(Arrival arrival, Ids ids, Copies copies) {
    this.arrival = arrival;
    this.ids = ids;
    this.copies = copies;
  }

  CompletableFuture<Receipt> future() {
    return future;
  }

  @Override
  public void prepare(Preparation preparation) {
    preparation.numbers(1);
    if (canBeCompared()) {
      preparation.comparison(arrival.entity(), arrival.comparison().fingerprint(),
          arrival.comparison().policy() == Comparison.Policy.SAME_ID);
    } else {
      preparation.entity(arrival.entity());
    }
  }

  @Override
  public void write(Transaction transaction) throws SQLException {
    EntityHeads.Head newest = canBeCompared() && arrival.entity() != null
        ? transaction.heads().newest(arrival.entity())
        : null;
    if (canBeCompared()) {
      Optional<Copies.Found> first = copies.first(transaction, arrival, newest);
      if (first.isPresent()) {
        DuplicateTable.count(transaction, first.get().notification(), first.get().rule());
        receipt = new Receipt(ids.format(first.get().notification()), Receipt.Outcome.DUPLICATE, null, first.get().rule());
        return;
      }
    }
    take(transaction, newest);
  }

  private boolean canBeCompared() {
    return arrival.unusable() == null && arrival.comparison() != null;
  }

  private void take(Transaction transaction, EntityHeads.Head newest) throws SQLException {
    long number = transaction.nextNumber();
    boolean usable = arrival.unusable() == null;
    byte[] owner = owner(newest);
    Entry entry = new Entry(number, number, arrival.channel(), arrival.entity(), Sql.action(arrival.action()),
        arrival.original().receivedAt(), 0, 0, null, arrival.payload().kind());
    transaction.heads().appended(number);
    NotificationTable.insert(transaction, number, arrival, newest == null ? null : newest.notification(), owner);
    DeliveryTable.insert(transaction, entry, usable ? State.WAITING : State.QUARANTINED, arrival.unusable(),
        arrival.payload().bytes(), null);
    if (canBeCompared()) {
      copies.taken(transaction, arrival.comparison(), number);
      if (arrival.entity() != null) {
        transaction.heads().stage(arrival.entity(), new EntityHeads.Head(
            number, arrival.comparison().fingerprint(), arrival.original().receivedAt(), owner));
      }
    }
    if (usable) {
      transaction.lanes().add(entry, arrival.original());
    }
    transaction.mustSync();
    receipt = new Receipt(
        ids.format(number), usable ? Receipt.Outcome.ACCEPTED : Receipt.Outcome.QUARANTINED, arrival.unusable(), null);
  }

  /** What a notification does not say stays as the one before left it. */
  private byte[] owner(EntityHeads.Head newest) {
    Comparison comparison = arrival.comparison();
    return comparison != null && comparison.handover() != null && comparison.handover().to() != null
        ? comparison.handover().to()
        : newest == null ? null : newest.owner();
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
