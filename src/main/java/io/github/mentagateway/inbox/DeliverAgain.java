package io.github.mentagateway.inbox;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** A person's decision that a copy was none: the notification is delivered once more, as if it had come now. */
final class DeliverAgain implements Change {
  private final long notification;
  private final Ids ids;
  private final CompletableFuture<String> future = new CompletableFuture<>();
  private Entry made;

  DeliverAgain(long notification, Ids ids) {
    this.notification = notification;
    this.ids = ids;
  }

  CompletableFuture<String> future() {
    return future;
  }

  @Override
  public void prepare(Preparation preparation) {
    preparation.numbers(1);
  }

  @Override
  public void write(Transaction transaction) throws SQLException {
    made = null;
    DeliveryTable.Stored first =
        NotificationTable.keep(transaction, notification) ? DeliveryTable.find(transaction, notification).orElse(null) : null;
    if (first == null) {
      return;
    }
    Entry old = first.entry();
    made = new Entry(transaction.nextNumber(), old.notification(), old.channel(), old.entity(), old.action(), old.receivedAt(), 0, 0,
        null, old.payloadKind());
    DeliveryTable.insert(transaction, made, State.WAITING, null, first.payload(), old.number());
    transaction.lanes().add(made, null);
    transaction.mustSync();
  }

  @Override
  public void answer() {
    if (made == null) {
      future.completeExceptionally(Refusals.noSuchDelivery());
    } else {
      future.complete(ids.format(made.number()));
    }
  }

  @Override
  public void failed(Throwable cause) {
    future.completeExceptionally(cause);
  }
}
