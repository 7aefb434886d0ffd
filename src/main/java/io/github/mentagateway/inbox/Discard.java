package io.github.mentagateway.inbox;

import io.github.mentagateway.inbox.Letters.RefusedException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** A person's decision that a letter is not sent any more, with the reason. */
final class Discard implements Change {
  private final long number;
  private final String entity;
  private final State expected;
  private final String reason;
  private final Ids ids;
  private final CompletableFuture<Void> future = new CompletableFuture<>();
  private RefusedException refusal;

  /** @param entity of the letter */
  Discard(long number, String entity, State expected, String reason, Ids ids) {
    this.number = number;
    this.entity = entity;
    this.expected = expected;
    this.reason = reason;
    this.ids = ids;
  }

  CompletableFuture<Void> future() {
    return future;
  }

  @Override
  public void prepare(Preparation preparation) {
    preparation.entity(entity);
  }

  @Override
  public void write(Transaction transaction) throws SQLException {
    DeliveryTable.Stored stored = DeliveryTable.find(transaction, number).orElse(null);
    refusal = stored == null ? Refusals.noSuchDelivery() : null;
    if (stored != null && !stored.state().equals(expected.column)) {
      refusal = new Refusals(ids, stored.entry()).stands(stored.state(), expected, "discarded");
    }
    if (refusal != null) {
      return;
    }
    String kept = "discarded: " + reason + (stored.reason() == null ? "" : " (was: " + stored.reason() + ")");
    DeliveryTable.move(transaction, stored.entry(), expected, State.DISCARDED, kept);
    if (expected == State.DEAD) {
      transaction.lanes().letGo(stored.entry());
    }
    transaction.mustSync();
  }

  @Override
  public void answer() {
    if (refusal != null) {
      future.completeExceptionally(refusal);
    } else {
      future.complete(null);
    }
  }

  @Override
  public void failed(Throwable cause) {
    future.completeExceptionally(cause);
  }
}
