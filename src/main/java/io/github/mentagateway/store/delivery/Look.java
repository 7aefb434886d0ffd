package io.github.mentagateway.store.delivery;

import io.github.mentagateway.store.write.Change;
import io.github.mentagateway.store.write.Group;
import java.util.concurrent.CompletableFuture;

/** Looks into the table for one channel, whose reader has room. */
final class Look implements Change {
  private final String channel;
  private final Deliveries deliveries;
  private final Claims claims;
  private volatile boolean begun;
  private final CompletableFuture<Void> future = new CompletableFuture<>();

  Look(String channel, Deliveries deliveries, Claims claims) {
    this.channel = channel;
    this.deliveries = deliveries;
    this.claims = claims;
  }

  /** Whether what falls due from now on may be too late for it. */
  boolean isBegun() {
    return begun;
  }

  @Override
  public CompletableFuture<Void> future() {
    return future;
  }

  @Override
  public void prepare(Group group) {
    deliveries.leaveToLook(channel);
  }

  @Override
  public void apply(Group group) {
    begun = true;
    claims.look(channel);
  }

  @Override
  public void answer() {
    future.complete(null);
  }

  @Override
  public void failed(Throwable cause) {
    begun = true;
    future.completeExceptionally(cause);
  }
}
