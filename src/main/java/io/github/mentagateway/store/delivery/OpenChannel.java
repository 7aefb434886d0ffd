package io.github.mentagateway.store.delivery;

import io.github.mentagateway.inbox.ChannelRules;
import io.github.mentagateway.store.channel.KnownChannels;
import io.github.mentagateway.store.sql.Transaction;
import io.github.mentagateway.store.write.Deciding;
import io.github.mentagateway.store.write.Group;
import java.sql.SQLException;

/**
 * Begins the reading of a channel, and brings what waits in it into the shape that its rules ask for. When instances disagree, as during a
 * change of configuration, the one that began last has its way. Decides why not, or null.
 */
final class OpenChannel implements Deciding<IllegalStateException> {
  private static final String KNOW =
      "insert into channel (name, ordered, hold) values (?, 1, 0) on conflict (name) do nothing";
  private static final String LOCK = "select ordered, hold from channel where name = ?";
  /** So that nobody claims one meanwhile. */
  private static final String KEEP = "select count(*) from (select number from delivery where channel = ? and state = 'waiting'"
      + " and due_at is not null";
  private static final String UNDER_WAY = "select number from delivery where channel = ? and state = 'waiting' and claim is not null limit 1";
  private static final String READ_AS = "update channel set ordered = ?, hold = ? where name = ?";
  private static final String WHEN_DUE = "case when next_at > ? then next_at else cast(? as bigint) end";
  private static final String NO_ORDER = "update delivery set ordered = 0, due_at = coalesce(due_at, " + WHEN_DUE + ")"
      + " where channel = ? and state = 'waiting' and ordered = 1";
  private static final String ORDER =
      "update delivery set ordered = 1, due_at = null where channel = ? and state = 'waiting' and ordered = 0 and entity is not null";
  private static final String FIRST_ONES = "update delivery set due_at = " + WHEN_DUE + " where number in (select min(number) from delivery"
      + " where channel = ? and state = 'waiting' and ordered = 1 group by entity)";
  private static final String HOLD = "update delivery set due_at = null where channel = ? and state = 'waiting' and ordered = 1"
      + " and claim is null and due_at is not null and exists (select 1 from delivery x where x.channel = delivery.channel"
      + " and x.entity = delivery.entity and x.state = 'dead' and x." + State.LETTER + ")";
  private static final String HELD = "select distinct entity from delivery where channel = ? and state = 'dead' and " + State.LETTER
      + " and entity is not null";

  private final String channel;
  private final ChannelRules rules;
  private final Runnable onWork;
  private final KnownChannels channels;
  private final Deliveries deliveries;
  private final ReadyDeliveries ready;
  private final NewerElsewhere elsewhere;
  private final String locking;
  private IllegalStateException refusal;
  private NewerElsewhere.Opening opening;

  OpenChannel(String channel, ChannelRules rules, Runnable onWork, KnownChannels channels, Deliveries deliveries, ReadyDeliveries ready,
      NewerElsewhere elsewhere, String locking) {
    this.channel = channel;
    this.rules = rules;
    this.onWork = onWork;
    this.channels = channels;
    this.deliveries = deliveries;
    this.ready = ready;
    this.elsewhere = elsewhere;
    this.locking = locking;
  }

  /** Whoever accepts or settles meanwhile would do so by the rules of before. */
  @Override
  public void about(Group group) {
    group.lockAll();
  }

  @Override
  public IllegalStateException decide(Group group) throws SQLException {
    refusal = null;
    if (channels.isRead(channel)) {
      refusal =
          new IllegalStateException("channel '" + channel + "' is read by a route already: one route reads a durable channel");
      return refusal;
    }
    Transaction transaction = group.transaction();
    transaction.run(KNOW, channel);
    boolean[] before = transaction.askOne(LOCK + locking, row -> new boolean[] {row.getInt(1) == 1, row.getInt(2) == 1}, channel);
    boolean holds = rules.ordered() && rules.holdBehindDeadLetter();
    if (before[0] != rules.ordered()) {
      transaction.askOne(KEEP + locking + ") due", row -> row.getLong(1), channel);
      if (transaction.askOne(UNDER_WAY, row -> row.getLong(1), channel) != null) {
        refusal = new IllegalStateException("channel '" + channel + "' still has attempts under way from before its order changed: start it"
            + " again when they have ended");
        return refusal;
      }
      reorder(transaction, group.now());
    }
    if (before[0] != rules.ordered() || before[1] != holds) {
      transaction.run(READ_AS, rules.ordered() ? 1 : 0, holds ? 1 : 0, channel);
    }
    channels.change(channel, channels.state(channel).readAs(rules.ordered(), holds));
    if (holds && !before[1]) {
      transaction.run(HOLD, channel);
    } else if (before[1] && !holds) {
      transaction.ask(HELD, row -> row.getString(1), channel).forEach(entity -> deliveries.findNext(channel, entity));
    }
    deliveries.more(channel);
    opening = NewerElsewhere.opening(transaction, group.now());
    return null;
  }

  private void reorder(Transaction transaction, long now) throws SQLException {
    if (rules.ordered()) {
      transaction.run(ORDER, channel);
      transaction.run(FIRST_ONES, now, now, channel);
    } else {
      transaction.run(NO_ORDER, now, now, channel);
    }
  }

  @Override
  public void decided() {
    if (refusal == null) {
      elsewhere.opened(channel, opening);
      channels.read(channel, rules);
      ready.open(channel, onWork);
    }
  }
}
