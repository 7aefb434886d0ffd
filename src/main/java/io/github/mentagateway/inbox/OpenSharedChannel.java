package io.github.mentagateway.inbox;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Begins the reading of a channel by this instance, and brings its lanes into the shape that its rules ask for. When instances disagree,
 * as during a change of configuration, the one that began last has its way; until all agree, what arrives through an older one is still
 * put into lanes of the older kind.
 */
final class OpenSharedChannel implements Change {
  private static final String UNORDERED_LANES = "insert into lane (channel, name, version, next_at) select channel, '#' || number, 1,"
      + " coalesce(due_at, ?) from delivery where state = 'waiting' and channel = ?";
  private static final String ORDERED_LANES = "insert into lane (channel, name, version, next_at) select distinct on (name) channel, name,"
      + " 1, coalesce(due_at, ?) from (select channel, number, due_at, coalesce('=' || entity, '#' || number) as name from delivery"
      + " where state = 'waiting' and channel = ?) waiting order by name, number on conflict (channel, name) do nothing";
  private static final String HOLD = "insert into lane (channel, name, version, next_at) select distinct channel, '=' || entity, 1,"
      + " cast('infinity' as timestamp with time zone) from delivery where state = 'dead' and channel = ? and entity is not null"
      + " on conflict (channel, name) do update set next_at = 'infinity' where lane.token is null";
  private static final String HOLD_NOTHING = "update lane set next_at = ? where channel = ? and next_at = 'infinity'";

  private final String channel;
  private final ChannelRules rules;
  private final Runnable onWork;
  private final ChannelBook channels;
  private final CompletableFuture<Void> future = new CompletableFuture<>();
  private IllegalStateException refusal;

  OpenSharedChannel(String channel, ChannelRules rules, Runnable onWork, ChannelBook channels) {
    this.channel = channel;
    this.rules = rules;
    this.onWork = onWork;
    this.channels = channels;
  }

  CompletableFuture<Void> future() {
    return future;
  }

  @Override
  public void write(Transaction transaction) throws SQLException {
    refusal = channels.isRead(channel) ? Refusals.readAlready(channel) : null;
    if (refusal != null) {
      return;
    }
    PreparedStatement insert = transaction.prepared("insert into channel (name) values (?) on conflict (name) do nothing");
    insert.setString(1, channel);
    insert.executeUpdate();
    if (isOrdered(transaction) != rules.ordered()) {
      if (hasAttemptsUnderWay(transaction)) {
        refusal = Refusals.orderChangesUnderWay(channel);
        return;
      }
      reorder(transaction);
    }
    if (rules.ordered() && rules.holdBehindDeadLetter()) {
      run(transaction, HOLD, false);
      run(transaction, SharedLanes.LET_ALL_GO, true);
    } else {
      run(transaction, HOLD_NOTHING, true);
    }
  }

  /** Keeps the channel to itself until the commit. */
  private boolean isOrdered(Transaction transaction) throws SQLException {
    PreparedStatement select = transaction.prepared("select ordered from channel where name = ? for update");
    select.setString(1, channel);
    try (ResultSet row = select.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private boolean hasAttemptsUnderWay(Transaction transaction) throws SQLException {
    PreparedStatement select =
        transaction.prepared("select 1 from lane where channel = ? and token is not null and next_at > ? limit 1");
    select.setString(1, channel);
    Sql.setTime(select, 2, transaction.now());
    try (ResultSet row = select.executeQuery()) {
      return row.next();
    }
  }

  private void reorder(Transaction transaction) throws SQLException {
    run(transaction, "delete from lane where channel = ?", false);
    run(transaction, rules.ordered() ? ORDERED_LANES : UNORDERED_LANES, true);
    transaction.batch("update channel set ordered = ? where name = ?", update -> {
      update.setBoolean(1, rules.ordered());
      update.setString(2, channel);
    });
  }

  private void run(Transaction transaction, String sql, boolean withTime) throws SQLException {
    transaction.batch(sql, statement -> {
      if (withTime) {
        Sql.setTime(statement, 1, transaction.now());
      }
      statement.setString(withTime ? 2 : 1, channel);
    });
  }

  @Override
  public void committed() {
    if (refusal == null) {
      channels.open(channel, rules, onWork);
    }
  }

  @Override
  public void answer() {
    if (refusal != null) {
      future.completeExceptionally(refusal);
      return;
    }
    future.complete(null);
    channels.signal(List.of(channel));
  }

  @Override
  public void failed(Throwable cause) {
    future.completeExceptionally(cause);
  }
}
