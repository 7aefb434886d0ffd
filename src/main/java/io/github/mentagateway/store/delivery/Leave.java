package io.github.mentagateway.store.delivery;

import io.github.mentagateway.store.write.Change;
import io.github.mentagateway.store.write.Group;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** This instance ends, and another one need not wait for the end of its lease. */
final class Leave implements Change {
  private final Instances instances;
  private final CompletableFuture<Void> future = new CompletableFuture<>();

  Leave(Instances instances) {
    this.instances = instances;
  }

  @Override
  public CompletableFuture<Void> future() {
    return future;
  }

  @Override
  public void prepare(Group group) {
    group.mustSync();
  }

  @Override
  public void apply(Group group) throws SQLException {
    instances.leave(group);
  }

  /** An end that is written with it would be of an attempt that counts as interrupted already. */
  @Override
  public boolean isAlone() {
    return true;
  }

  @Override
  public void answer() {
    future.complete(null);
  }
}
