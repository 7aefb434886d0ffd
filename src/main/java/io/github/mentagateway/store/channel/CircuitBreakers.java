package io.github.mentagateway.store.channel;

import io.github.mentagateway.inbox.Texts;
import io.github.mentagateway.store.sql.Bulk;
import io.github.mentagateway.store.sql.Transaction;
import io.github.mentagateway.store.write.Group;
import io.github.mentagateway.store.write.Part;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the ends of attempts tell of destinations. Each failure that speaks for a destination is noted; the third entity with no success
 * between closes the channel but for probes, so that one poisonous entity is no destination that is down. A success forgets them all, and
 * what failed so is due at once.
 */
public final class CircuitBreakers implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(CircuitBreakers.class);
  private static final int ENTITIES = 3;

  private static final Bulk NOTE = new Bulk("channel text, delivery bigint, entity text, tried_at bigint",
      "insert into channel_failure (channel, delivery, entity, tried_at) select channel, delivery, entity, tried_at from e where true"
          + " on conflict (channel, delivery) do update set tried_at = excluded.tried_at");
  private static final String CLOSE = "update channel set down_since = ?, next_probe_at = ? where name = ? and down_since is null"
      + " and (select count(distinct entity) from channel_failure where channel = channel.name) >= " + ENTITIES;
  private static final String ERROR = "update channel set down_error = ? where name = ? and down_since is not null";
  /** The state in a way that no index has: PostgreSQL would read all that waits where it was analyzed when nothing did. */
  static final String LET_GO = "update delivery set next_at = null, due_at = case when due_at is not null then cast(? as bigint) end"
      + " where number in (select delivery from channel_failure where channel = ?) and state || '' = 'waiting' and claim is null";
  private static final String FORGET = "delete from channel_failure where channel = ?";
  private static final String OPEN = "update channel set down_since = null, next_probe_at = null, down_error = null where name = ?";

  private static final Bulk FORGET_ONE = new Bulk("channel text, delivery bigint",
      "delete from channel_failure where (channel, delivery) in (select channel, delivery from e)");
  private static final String OPEN_UNSPOKEN_FOR = "update channel set down_since = null, next_probe_at = null, down_error = null"
      + " where name = ? and down_since is not null and not exists (select 1 from channel_failure f where f.channel = channel.name)";

  private record Failure(long delivery, String entity, String error) {}

  private final KnownChannels channels;
  private final Map<String, List<Failure>> failed = new LinkedHashMap<>();
  private final Set<String> succeeded = new LinkedHashSet<>();
  private final Set<String> back = new LinkedHashSet<>();

  public CircuitBreakers(KnownChannels channels) {
    this.channels = channels;
  }

  @Override
  public void begin() {
    failed.clear();
    succeeded.clear();
    back.clear();
  }

  public void succeeded(String channel) {
    succeeded.add(channel);
  }

  /** In a way that speaks for the destination. @param entity null: it counts for itself */
  public void failed(String channel, long delivery, String entity, String error) {
    failed.computeIfAbsent(channel, any -> new ArrayList<>())
        .add(new Failure(delivery, entity == null ? "#" + delivery : "=" + entity, Texts.reason(error)));
  }

  @Override
  public void write(Group group) throws SQLException {
    for (Map.Entry<String, List<Failure>> entry : failed.entrySet()) {
      // those that ended together with a success say nothing: the destination answers
      if (!succeeded.contains(entry.getKey())) {
        note(group, entry.getKey(), entry.getValue());
      }
    }
    for (String channel : succeeded) {
      if (channels.state(channel).hasFailures()) {
        open(group, channel);
      }
    }
  }

  private void note(Group group, String channel, List<Failure> failures) throws SQLException {
    Transaction transaction = group.transaction();
    long now = group.now();
    transaction.run(NOTE, failures.stream()
        .map(failure -> new Object[] {channel, failure.delivery(), failure.entity(), now}).toList());
    long interval = channels.probeInterval(channel);
    KnownChannels.State before = channels.state(channel);
    boolean closes = transaction.run(CLOSE, now, now + interval, channel) == 1;
    boolean isDown = closes || before.down();
    if (isDown) {
      transaction.run(ERROR, failures.get(failures.size() - 1).error(), channel);
    }
    channels.change(channel, new KnownChannels.State(before.ordered(), before.hold(), before.paused(), isDown,
        closes ? Long.valueOf(now + interval) : before.nextProbeAt(), true));
    if (closes) {
      LOG.warn("event=destination_down destination={} probe_interval_ms={}", channel, interval / 1_000);
    }
  }

  private void open(Group group, String channel) throws SQLException {
    Transaction transaction = group.transaction();
    transaction.run(LET_GO, group.now(), channel);
    transaction.run(FORGET, channel);
    transaction.run(OPEN, channel);
    KnownChannels.State before = channels.state(channel);
    channels.change(channel, before.back());
    back.add(channel);
    if (before.down()) {
      LOG.info("event=destination_back destination={}", channel);
    }
  }

  /** These wait in the channel no more: they say nothing of its destination, and are no probes of it. When nothing else does, it is not down. */
  public void forget(Group group, String channel, Collection<Long> deliveries) throws SQLException {
    if (channels.state(channel).hasFailures() || channels.state(channel).down()) {
      group.transaction().run(FORGET_ONE, deliveries.stream().map(delivery -> new Object[] {channel, delivery}).toList());
      if (group.transaction().run(OPEN_UNSPOKEN_FOR, channel) == 1) {
        back.add(channel);
      }
      channels.changed();
    }
  }

  /** Those whose failures this group forgot: what waited for the destination is due. */
  public Set<String> back() {
    return back;
  }
}
