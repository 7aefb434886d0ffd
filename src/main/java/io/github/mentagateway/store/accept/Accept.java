package io.github.mentagateway.store.accept;

import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.Comparison;
import io.github.mentagateway.inbox.Receipt;
import io.github.mentagateway.inbox.Texts;
import io.github.mentagateway.store.channel.KnownChannels;
import io.github.mentagateway.store.delivery.Deliveries;
import io.github.mentagateway.store.delivery.Delivery;
import io.github.mentagateway.store.delivery.Ids;
import io.github.mentagateway.store.delivery.Instances;
import io.github.mentagateway.store.delivery.State;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.write.Change;
import io.github.mentagateway.store.write.Group;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** Takes one arrival into custody, or finds that it is in custody already. */
final class Accept implements Change {
  /** What it needs of the store. */
  record Parts(Ids ids, Instances instances, KnownChannels channels, NewestNotifications newest, UnansweredNotifications answers,
      Deduplication deduplication, Notifications notifications, Deliveries deliveries) {}

  private final Parts parts;
  private final CompletableFuture<Receipt> future = new CompletableFuture<>();
  private Arrival arrival;
  private Receipt receipt;

  Accept(Arrival arrival, Parts parts) {
    this.arrival = arrival;
    this.parts = parts;
  }

  @Override
  public CompletableFuture<Receipt> future() {
    return future;
  }

  @Override
  public void prepare(Group group) {
    group.mustSync();
    group.wantNumbers(1);
    group.lock(arrival.entity());
    parts.deliveries().about(arrival.channel(), arrival.entity());
    if (canBeCompared()) {
      Comparison comparison = arrival.comparison();
      parts.deduplication().about(arrival);
      // a copy may come under another entity, or under none
      if (arrival.entity() == null || comparison.policy() == Comparison.Policy.SAME_ID) {
        group.lock(comparison.fingerprint());
      }
    }
  }

  @Override
  public void apply(Group group) throws SQLException {
    NewestNotifications.Head newest = canBeCompared() && arrival.entity() != null ? parts.newest().of(arrival.entity()) : null;
    Deduplication.Found first = canBeCompared() ? parts.deduplication().first(group, arrival, newest) : null;
    if (first != null) {
      parts.notifications().count(first.notification(), first.rule());
      String id = parts.ids().notification(first.notification());
      receipt = new Receipt(first.notification(), id, Receipt.Outcome.DUPLICATE, null, first.rule());
    } else {
      take(group, newest);
    }
  }

  private boolean canBeCompared() {
    return arrival.unusable() == null && arrival.comparison() != null;
  }

  private void take(Group group, NewestNotifications.Head newest) throws SQLException {
    long number = group.nextNumber();
    byte[] fingerprint = canBeCompared() ? arrival.comparison().fingerprint() : null;
    byte[] owner = owner(newest);
    long receivedAt = Columns.micros(arrival.original().receivedAt());
    parts.notifications().insert(number, arrival, fingerprint, newest == null ? null : newest.number(), owner,
        parts.instances().number());
    boolean usable = arrival.unusable() == null;
    Delivery delivery = new Delivery(number, number, 0, arrival.channel(), "", false, arrival.entity(),
        arrival.entity() != null && parts.channels().state(arrival.channel()).ordered(), Texts.action(arrival.action()), receivedAt, 0, 0,
        arrival.payload().kind());
    parts.deliveries().insert(delivery, usable ? State.WAITING : State.QUARANTINED, arrival.unusable(), arrival.original(),
        arrival.payload());
    if (fingerprint != null) {
      Long previous = newest == null ? null : Long.valueOf(newest.number());
      remember(group, new NewestNotifications.Head(number, fingerprint, receivedAt, owner, previous));
    }
    receipt = new Receipt(number, parts.ids().notification(number), usable ? Receipt.Outcome.ACCEPTED : Receipt.Outcome.QUARANTINED,
        arrival.unusable(), null);
  }

  /** What a copy of it will be told by. */
  private void remember(Group group, NewestNotifications.Head head) throws SQLException {
    parts.answers().accepted(head.number(), head.fingerprint());
    if (arrival.comparison().policy() == Comparison.Policy.SAME_ID) {
      parts.notifications().insertId(group, head.fingerprint(), head.number());
    }
    if (arrival.entity() != null) {
      parts.newest().accepted(arrival.entity(), head);
    }
  }

  /** What a notification does not say stays as the one before left it. */
  private byte[] owner(NewestNotifications.Head newest) {
    Comparison comparison = arrival.comparison();
    return comparison != null && comparison.handover() != null && comparison.handover().to() != null
        ? comparison.handover().to()
        : newest == null ? null : newest.owner();
  }

  @Override
  public void answer() {
    future.complete(receipt);
  }

  /** Custody means quarantine: with its bytes and headers, and nothing that was read from them. */
  @Override
  public boolean unfit() {
    boolean first = arrival.unusable() == null;
    if (first) {
      arrival = new Arrival(arrival.channel(), arrival.original(), arrival.action(), null, null, arrival.payload(),
          "the store cannot hold what was read from it, such as an entity that is too long");
    }
    return first;
  }
}
