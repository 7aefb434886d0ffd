package io.github.mentagateway.store.delivery;

import io.github.mentagateway.inbox.LeaseLostException;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Send;
import io.github.mentagateway.inbox.Settlement;
import io.github.mentagateway.store.channel.CircuitBreakers;
import io.github.mentagateway.store.channel.KnownChannels;
import io.github.mentagateway.store.write.Change;
import io.github.mentagateway.store.write.Group;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Records how an attempt ended, and makes what its run sent, in one transaction. */
final class Settle implements Change {
  /** What it needs of the store. */
  record Parts(Ids ids, KnownChannels channels, CircuitBreakers breakers, FencingTokens tokens, Deliveries deliveries,
      ReadyDeliveries ready) {}

  private final End end;
  private final Parts parts;
  private final CompletableFuture<Void> future = new CompletableFuture<>();
  private RuntimeException refusal;

  Settle(End end, Parts parts) {
    this.end = end;
    this.parts = parts;
  }

  @Override
  public CompletableFuture<Void> future() {
    return future;
  }

  @Override
  public void prepare(Group group) {
    parts.tokens().about(end.claimed());
    group.lock(end.delivery().entity());
    for (Send send : sends()) {
      group.lock(send.entity());
      parts.deliveries().about(send.channel(), send.entity());
    }
    group.wantNumbers(sends().size());
  }

  private List<Send> sends() {
    return end.settlement() instanceof Settlement.Delivered delivered ? delivered.sends() : List.of();
  }

  @Override
  public void apply(Group group) throws SQLException {
    refusal = null;
    Delivery delivery = end.delivery();
    if (!parts.tokens().stands(end.claimed())) {
      refusal = parts.tokens().isOnRecord(group, end) ? null : new LeaseLostException(parts.ids().delivery(delivery));
    } else if (end.settlement() instanceof Settlement.Delivered) {
      deliver(group);
    } else if (end.settlement() instanceof Settlement.Retry retry) {
      retry(group, retry);
    } else {
      State to = end.settlement() instanceof Settlement.DeadLetter ? State.DEAD : State.QUARANTINED;
      parts.deliveries().end(group, end, to, false, null, 0);
    }
  }

  private void deliver(Group group) {
    Map<String, Integer> perChannel = new HashMap<>();
    Set<String> keys = new HashSet<>();
    for (Send send : sends()) {
      if (send.key() != null && !keys.add(send.channel() + " " + send.key())) {
        refusal = new IllegalArgumentException("two sends of one run to durable:" + send.channel() + " have the key '" + send.key()
            + "': a key names one delivery, so give each its own");
        return;
      }
    }
    parts.deliveries().end(group, end, State.DELIVERED, false, null, sends().size());
    parts.breakers().succeeded(end.delivery().channel());
    Original original = end.claimed().work().original();
    for (Send send : sends()) {
      int count = perChannel.merge(send.channel(), 1, Integer::sum);
      String part = parts.ids().part(end.delivery(), send, count);
      parts.deliveries().insert(end.delivery().sentOn(group.nextNumber(), send, part,
          parts.channels().state(send.channel()).ordered()), State.WAITING, null, original, send.payload());
    }
  }

  private void retry(Group group, Settlement.Retry retry) {
    Delivery delivery = end.delivery();
    // a failure that was known before costs no attempt
    boolean forgiven = retry.destinationDown() && parts.channels().state(delivery.channel()).down();
    parts.deliveries().end(group, end, State.WAITING, forgiven, parts.ready().storeTime(retry.at()), 0);
    if (retry.destinationDown()) {
      parts.breakers().failed(delivery.channel(), delivery.number(), delivery.entity(), retry.error());
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
}
