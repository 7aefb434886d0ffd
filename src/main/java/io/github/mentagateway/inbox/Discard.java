package io.github.mentagateway.inbox;

import io.github.mentagateway.inbox.Letters.RefusedException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/** A person's decision that a letter is not sent any more, with the reason. */
final class Discard implements Change {
  private final long number;
  private final State expected;
  private final String reason;
  private final Ids ids;
  private final Lanes lanes;
  private final CompletableFuture<Void> future = new CompletableFuture<>();
  private Entry discarded;
  private RefusedException refusal;

  Discard(long number, State expected, String reason, Ids ids, Lanes lanes) {
    this.number = number;
    this.expected = expected;
    this.reason = reason;
    this.ids = ids;
    this.lanes = lanes;
  }

  CompletableFuture<Void> future() {
    return future;
  }

  @Override
  public void write(Transaction transaction) throws SQLException {
    discarded = null;
    DeliveryTable.Stored stored = DeliveryTable.find(transaction, number).orElse(null);
    refusal = stored == null ? Refusals.noSuchDelivery() : null;
    if (stored != null && !stored.state().equals(expected.column)) {
      refusal = new Refusals(ids, stored.entry()).stands(stored.state(), expected, "discarded");
    }
    if (refusal != null) {
      return;
    }
    String kept = "discarded: " + reason + (stored.reason() == null ? "" : " (was: " + stored.reason() + ")");
    DeliveryTable.move(transaction, number, expected, State.DISCARDED, stored.entry().attempts(), stored.entry().forgiven(),
        null, kept);
    discarded = stored.entry();
    transaction.mustSync();
  }

  @Override
  public void committed(Collection<String> channelsWithWork) {
    if (discarded != null && expected == State.DEAD) {
      lanes.letGo(discarded);
      channelsWithWork.add(discarded.channel());
    }
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
