package io.github.mentagateway.store.delivery;

import io.github.mentagateway.store.channel.CircuitBreakers;
import io.github.mentagateway.store.channel.KnownChannels;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.sql.Database;
import io.github.mentagateway.store.sql.Transaction;
import io.github.mentagateway.store.write.Group;
import io.github.mentagateway.store.write.Part;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks into the table for what is due and nobody has: retries, what waited while nobody here had room, what another instance left. While a
 * destination is down, one delivery per interval is claimed as a probe: one of an entity that was not tried since, else the one tried
 * longest ago, before its own time.
 */
final class Claims implements Part {
  private static final String FREE = "channel = ? and state = 'waiting' and due_at is not null and claim is null";
  private static final String ORDER = " order by channel, due_at, number limit ";
  private static final String NEXT_DUE = "select due_at from delivery where " + FREE + ORDER + "1";
  private static final String NEXT_DUE_AFTER = "select due_at from delivery where " + FREE + " and due_at > ?" + ORDER + "1";
  /** Asked one by one: a young PostgreSQL would rather read all that is due for each. */
  static final String TRIED = "select number from delivery where number = (select f.delivery from channel_failure f where f.channel = ? and"
      + " (select d.number from delivery d where d.number = f.delivery and d.state = 'waiting' and d.due_at is not null and d.claim is null)"
      + " is not null order by f.tried_at, f.delivery limit 1) and claim is null";
  private static final String MAY_PROBE = "update channel set next_probe_at = ? where name = ? and down_since is not null"
      + " and (next_probe_at <= ? or next_probe_at > ?)";
  /** A clock that was set back further than this was wrong before. */
  private static final long CLOCK_STEP = Duration.ofMinutes(1).toNanos() / 1_000;
  /** What is due at once is due now; what waits for another attempt waits as long as it was to wait from the one before. */
  private static final String SET_BACK = "update delivery set next_at = case when next_at is null then null else ? + next_at - last_at end,"
      + " due_at = case when next_at is null then cast(? as bigint) else ? + next_at - last_at end where state = 'waiting'"
      + " and due_at is not null and claim is null and due_at > ? and (next_at is null or last_at > ?)";
  private static final String CLAIM_ONE = "update delivery set claim = ?, claimed_at = ? where number = ? and claim is null" + Content.RETURNING;

  private final Database database;
  private final Ids ids;
  private final KnownChannels channels;
  private final CircuitBreakers breakers;
  private final Instances instances;
  private final ReadyDeliveries ready;
  private final Consumer<Claimed> unclaim;
  private final Consumer<Content.Row> unreadable;
  private final String claimDue;
  private final String untried;

  /** The time of the latest transaction. At first none was: what an earlier process left may be from the future. */
  private long latest = Long.MAX_VALUE;
  private final Set<String> looking = new LinkedHashSet<>();
  private final Map<String, Integer> reserved = new HashMap<>();
  private final List<Content.Row> found = new ArrayList<>();
  private final Map<String, Look> looks = new HashMap<>();

  /** @param next when there is something again; null: not before something happens */
  private record Look(boolean more, Long next) {}

  /** @param unclaim gets what was claimed and is not handed out; {@code unreadable} is told of what was claimed and cannot be handed out */
  Claims(Database database, Ids ids, KnownChannels channels, CircuitBreakers breakers, Instances instances, ReadyDeliveries ready,
      Consumer<Claimed> unclaim, Consumer<Content.Row> unreadable) {
    this.database = database;
    this.ids = ids;
    this.channels = channels;
    this.breakers = breakers;
    this.instances = instances;
    this.ready = ready;
    this.unclaim = unclaim;
    this.unreadable = unreadable;
    this.claimDue = claimDue(database.skippingLocked());
    this.untried = "select number from delivery where " + FREE + " and due_at <= ? and not exists (select 1 from channel_failure f"
        + " where f.channel = delivery.channel and f.entity = case when delivery.entity is null then '#' || delivery.number"
        + " else '=' || delivery.entity end)" + ORDER + "1" + database.skippingLocked();
  }

  static String claimDue(String skippingLocked) {
    return "update delivery set claim = ?, claimed_at = ? where number in (select number from delivery where " + FREE + " and due_at <= ?"
        + ORDER + "?" + skippingLocked + ")" + Content.RETURNING;
  }

  @Override
  public void begin() {
    looking.clear();
    reserved.clear();
    found.clear();
    looks.clear();
  }

  /** Whoever reads the channel has room, and nothing is ready. */
  void look(String channel) {
    looking.add(channel);
  }

  @Override
  public void ask(Group group) throws SQLException {
    if (database.isShared()) {
      ready.storeIs(group.now());
    }
    if (group.now() < latest - CLOCK_STEP) {
      group.transaction().run(SET_BACK, group.now(), group.now(), group.now(), group.now(), group.now());
      ready.moreEverywhere();
    }
    latest = group.now();
  }

  @Override
  public void write(Group group) throws SQLException {
    for (String channel : looking) {
      KnownChannels.State state = channels.state(channel);
      if (state.paused()) {
        looks.put(channel, new Look(false, null));
      } else if (state.down()) {
        probe(group, channel, state);
      } else {
        claim(group, channel);
      }
    }
    group.wrote(found.size());
  }

  private void claim(Group group, String channel) throws SQLException {
    int most = reserveAll(channel);
    List<Content.Row> rows = most == 0 ? List.of() : group.transaction().ask(claimDue, row -> Content.row(row, ids, false),
        instances.newClaim(), group.now(), channel, group.now(), most);
    rows.stream().sorted(Comparator.comparing(Content.Row::dueAt).thenComparing(row -> row.delivery().number())).forEach(found::add);
    boolean all = most > 0 && rows.size() < most;
    looks.put(channel, all
        ? new Look(false, group.transaction().askOne(NEXT_DUE_AFTER, row -> row.getLong(1), channel, group.now()))
        : new Look(true, null));
  }

  private void probe(Group group, String channel, KnownChannels.State state) throws SQLException {
    Transaction transaction = group.transaction();
    long now = group.now();
    long interval = channels.probeInterval(channel);
    // a clock that was set back must not keep the next probe away
    boolean may = state.nextProbeAt() <= now || state.nextProbeAt() > now + interval;
    Long number = may ? candidate(transaction, channel, now) : null;
    Long nextProbe = state.nextProbeAt();
    if (number != null && ready.reserve(channel)) {
      reserved.merge(channel, 1, Integer::sum);
      nextProbe = now + interval;
      // one in all instances, and at most one in an interval: whoever changes the row first
      if (transaction.run(MAY_PROBE, nextProbe, channel, now, now + interval) == 1) {
        found.addAll(transaction.ask(CLAIM_ONE, row -> Content.row(row, ids, true), instances.newClaim(), now, number));
        channels.changed();
      }
    }
    looks.put(channel, new Look(false, next(transaction, channel, nextProbe)));
  }

  private Long candidate(Transaction transaction, String channel, long now) throws SQLException {
    Long never = transaction.askOne(untried, row -> row.getLong(1), channel, now);
    return never != null ? never : tried(transaction, channel);
  }

  private Long tried(Transaction transaction, String channel) throws SQLException {
    return transaction.askOne(TRIED + database.skippingLocked(), row -> row.getLong(1), channel);
  }

  /** Not before the next probe, and not before there is something to probe with. */
  private Long next(Transaction transaction, String channel, long nextProbe) throws SQLException {
    if (tried(transaction, channel) != null) {
      return nextProbe;
    }
    Long due = transaction.askOne(NEXT_DUE, row -> row.getLong(1), channel);
    return due == null ? null : Long.valueOf(Math.max(due, nextProbe));
  }

  private int reserveAll(String channel) {
    int count = 0;
    while (ready.reserve(channel)) {
      count++;
    }
    reserved.merge(channel, count, Integer::sum);
    return count;
  }

  @Override
  public void committed() {
    for (Content.Row row : found) {
      reserved.merge(row.delivery().channel(), -1, Integer::sum);
      Claimed claimed = new Claimed(row.delivery(), row.claim(), row.work());
      if (row.work() != null && !ready.ready(claimed)) {
        unclaim.accept(claimed);
      }
    }
    reserved.forEach(ready::giveUp);
    breakers.back().forEach(ready::more);
    for (String channel : ready.channels()) {
      KnownChannels.State state = channels.state(channel);
      if (!state.isFlowing()) {
        ready.takeBack(channel, state.paused()).forEach(unclaim);
        // whoever looks finds when the next probe is
        ready.more(channel);
      }
      if (state.paused()) {
        ready.looked(channel, false, null);
      }
    }
    looks.forEach((channel, look) -> ready.looked(channel, look.more(), look.next()));
  }

  @Override
  public void reopened() {
    ready.moreEverywhere();
    ready.signalAll();
  }

  @Override
  public void told() {
    ready.signal(List.copyOf(breakers.back()));
    List<Content.Row> lost = found.stream().filter(row -> row.work() == null).toList();
    lost.forEach(unreadable);
  }

  @Override
  public void failed() {
    reserved.forEach(ready::giveUp);
    reserved.clear();
    // whoever looked looks again
    looking.forEach(ready::more);
  }
}
