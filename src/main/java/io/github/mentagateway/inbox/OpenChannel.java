package io.github.mentagateway.inbox;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Begins the reading of a channel. On the writer's thread, so that no dead letter comes or goes between counting and holding. */
final class OpenChannel implements Change {
  private final String channel;
  private final ChannelRules rules;
  private final Runnable onWork;
  private final Lanes lanes;
  private final MemoryLaneChanges changes;
  private final CompletableFuture<Void> future = new CompletableFuture<>();

  OpenChannel(String channel, ChannelRules rules, Runnable onWork, Lanes lanes, MemoryLaneChanges changes) {
    this.channel = channel;
    this.rules = rules;
    this.onWork = onWork;
    this.lanes = lanes;
    this.changes = changes;
  }

  CompletableFuture<Void> future() {
    return future;
  }

  @Override
  public void write(Transaction transaction) throws SQLException {
    Map<String, Integer> held = rules.ordered() && rules.holdBehindDeadLetter()
        ? DeliveryTable.deadPerEntity(transaction.connection(), channel) : Map.of();
    changes.stage(channel, () -> {
      try {
        lanes.open(channel, rules, onWork, held);
      } catch (IllegalStateException refused) {
        future.completeExceptionally(refused);
      }
    });
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
