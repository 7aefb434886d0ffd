package io.github.mentagateway.store.write;

import io.github.mentagateway.inbox.Letters.RefusedException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** Writes what somebody decides. */
final class Decision<T> implements Change {
  private final Deciding<T> deciding;
  private final CompletableFuture<T> future = new CompletableFuture<>();
  private T decided;
  private RefusedException refusal;

  Decision(Deciding<T> deciding) {
    this.deciding = deciding;
  }

  @Override
  public CompletableFuture<T> future() {
    return future;
  }

  @Override
  public void prepare(Group group) {
    group.mustSync();
    deciding.about(group);
  }

  @Override
  public void apply(Group group) throws SQLException {
    refusal = null;
    try {
      decided = deciding.decide(group);
    } catch (RefusedException e) {
      refusal = e;
    }
  }

  @Override
  public void answer() {
    if (refusal != null) {
      future.completeExceptionally(refusal);
      return;
    }
    deciding.decided();
    future.complete(decided);
  }
}
