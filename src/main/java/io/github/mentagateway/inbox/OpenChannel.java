package io.github.mentagateway.inbox;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Begins the reading of a channel. On the writer's thread, so that no dead letter comes or goes between counting and holding. */
final class OpenChannel implements Change {
  private final String channel;
  private final ChannelRules rules;
  private final Runnable onWork;
  private final Lanes lanes;
  private final CompletableFuture<Void> future = new CompletableFuture<>();
  private Map<String, Integer> held = Map.of();

  OpenChannel(String channel, ChannelRules rules, Runnable onWork, Lanes lanes) {
    this.channel = channel;
    this.rules = rules;
    this.onWork = onWork;
    this.lanes = lanes;
  }

  CompletableFuture<Void> future() {
    return future;
  }

  @Override
  public void write(Transaction transaction) throws SQLException {
    if (rules.ordered() && rules.holdBehindDeadLetter()) {
      held = DeliveryTable.deadPerEntity(transaction.connection(), channel);
    }
  }

  @Override
  public void committed(Collection<String> channelsWithWork) {
    try {
      lanes.open(channel, rules, onWork, held);
      channelsWithWork.add(channel);
    } catch (IllegalStateException refused) {
      future.completeExceptionally(refused);
    }
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
