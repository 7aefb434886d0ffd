package io.github.mentagateway.store.delivery;

import io.github.mentagateway.store.write.Change;
import io.github.mentagateway.store.write.Group;
import java.util.concurrent.CompletableFuture;

/** No attempt is made of what was claimed. */
final class GiveBack implements Change {
  private final Claimed claimed;
  private final FencingTokens tokens;
  private final Deliveries deliveries;
  private final CompletableFuture<Void> future = new CompletableFuture<>();

  GiveBack(Claimed claimed, FencingTokens tokens, Deliveries deliveries) {
    this.claimed = claimed;
    this.tokens = tokens;
    this.deliveries = deliveries;
  }

  @Override
  public CompletableFuture<Void> future() {
    return future;
  }

  @Override
  public void prepare(Group group) {
    tokens.about(claimed);
    group.lock(claimed.delivery().entity());
  }

  @Override
  public void apply(Group group) {
    if (tokens.stands(claimed)) {
      deliveries.giveBack(group, claimed);
    }
  }

  @Override
  public void answer() {
    future.complete(null);
  }
}
