package io.github.mentagateway.inbox;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a transaction does to the lanes that all instances share. The lanes of the claims that end in it are locked at its beginning, so
 * that nobody takes one over until the commit; what becomes of each lane is written once, at its end, in the order of their names.
 */
final class SharedLanes implements LaneChanges {
  private static final String ADD = "insert into lane (channel, name, version, next_at) values (?, ?, 1, ?)"
      + " on conflict (channel, name) do update set version = lane.version + 1";
  private static final String DUE_NOW = "update lane set next_at = ? where channel = ? and name = ? and token is null";
  private static final String HAS_DEAD = "exists (select 1 from delivery d where d.state = 'dead' and d.channel = lane.channel"
      + " and d.entity = substr(lane.name, 2) and left(lane.name, 1) = '=')";
  private static final Transaction.Columns REMOVE = new Transaction.Columns("delete from lane l using unnest(?, ?, ?) as e(channel, name,"
      + " token) where l.channel = e.channel and l.name = e.name and l.token = e.token", "varchar", "varchar", "bigint");
  private static final Transaction.Columns FREE = new Transaction.Columns("update lane l set token = null, claimed_at = null, next_at ="
      + " e.next_at from unnest(?, ?, ?, ?) as e(next_at, channel, name, token) where l.channel = e.channel and l.name = e.name and"
      + " l.token = e.token", "timestamptz", "varchar", "varchar", "bigint");
  /** When dead letters hold an entity up, its lane waits for ever: until the last of them was decided. */
  private static final String FREE_UNLESS_DEAD = "update lane set token = null, claimed_at = null, next_at = case when " + HAS_DEAD
      + " then 'infinity' else ? end where channel = ? and name = ? and token = ?";
  /** What waits before the one that is tried again has its own time, if any. */
  private static final String FREE_TO_HEAD = "update lane set token = null, claimed_at = null, next_at = coalesce((select"
      + " greatest(d.due_at, ?) from delivery d where d.state = 'waiting' and d.channel = lane.channel and d.entity = substr(lane.name, 2)"
      + " order by d.number limit 1), ?) where channel = ? and name = ? and token = ?";
  /** The interval of nothing: not by the index of the times, where it would be looked for among all that are held up. */
  private static final String LET_GO = "update lane set next_at = ? where channel = ? and name = ? and token is null and"
      + " next_at + interval '0' = 'infinity' and not " + HAS_DEAD;
  /** For a channel whose dead letters hold up what is behind them: what stands still with none of them before it goes on. */
  static final String LET_ALL_GO = "update lane set next_at = ? where channel = ? and token is null and next_at = 'infinity' and not "
      + HAS_DEAD;

  private final ChannelBook channels;
  private final Outages outages;
  /** The versions of the lanes whose claims stand. */
  private final Map<Claim, Long> versions = new HashMap<>();
  private final Map<Lane, Event> events = new TreeMap<>();
  private final Set<String> withWork = new LinkedHashSet<>();

  SharedLanes(ChannelBook channels, Outages outages) {
    this.channels = channels;
    this.outages = outages;
  }

  /** What happens to one lane in this transaction. */
  private static final class Event {
    private boolean added;
    private boolean addedAgain;
    private boolean letGo;
    private Claim ended;
    private Entry again;
    private boolean dead;
  }

  private record Lane(String channel, String name) implements Comparable<Lane> {
    @Override
    public int compareTo(Lane other) {
      int byChannel = channel.compareTo(other.channel);
      return byChannel != 0 ? byChannel : name.compareTo(other.name);
    }
  }

  void begin(Transaction transaction, List<Claim> claims) throws SQLException {
    forget();
    outages.begin(transaction, claims.stream().map(claim -> claim.entry().channel()).distinct().toList());
    if (claims.isEmpty()) {
      return;
    }
    // a delivery is in two lanes while instances disagree about the order of its channel: then the first end of it counts. "offset 0":
    // each is looked up, where the planner might read all that waits to compare it with these few
    PreparedStatement select = transaction.prepared("select c.place, l.version from unnest(?, ?, ?, ?) with ordinality"
        + " as c(channel, name, token, number, place) join lane l on l.channel = c.channel and l.name = c.name and l.token = c.token"
        + " where exists (select 1 from delivery d where d.number = c.number and d.state = 'waiting' offset 0)"
        + " order by l.channel, l.name for update of l");
    select.setArray(1, array(select, claims.stream().map(claim -> claim.entry().channel()).toList()));
    select.setArray(2, array(select, claims.stream().map(Claim::lane).toList()));
    select.setArray(3, numbers(select, claims.stream().map(Claim::token)));
    select.setArray(4, numbers(select, claims.stream().map(claim -> claim.entry().number())));
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        versions.put(claims.get(row.getInt(1) - 1), row.getLong(2));
      }
    }
  }

  private static Array array(PreparedStatement statement, Collection<String> texts) throws SQLException {
    return statement.getConnection().createArrayOf("varchar", texts.toArray());
  }

  private static Array numbers(PreparedStatement statement, Stream<Long> numbers) throws SQLException {
    return statement.getConnection().createArrayOf("bigint", numbers.toArray());
  }

  @Override
  public void add(Entry entry, Original original) {
    event(entry).added = true;
    withWork.add(entry.channel());
  }

  @Override
  public void addAgain(Entry entry) {
    event(entry).addedAgain = true;
    add(entry, null);
  }

  @Override
  public boolean holds(Claim claim) {
    return versions.containsKey(claim);
  }

  @Override
  public boolean forgives(Claim claim, Settlement.Retry retry) {
    return retry.destinationDown() && outages.isDown(claim.entry().channel());
  }

  @Override
  public void settle(Claim claim, Entry again, Settlement settlement) {
    Event event = events.computeIfAbsent(new Lane(claim.entry().channel(), claim.lane()), any -> new Event());
    event.ended = claim;
    event.again = again;
    event.dead = settlement instanceof Settlement.DeadLetter;
    outages.settled(claim, settlement);
    withWork.add(claim.entry().channel());
  }

  @Override
  public void letGo(Entry dead) {
    event(dead).letGo = true;
    withWork.add(dead.channel());
  }

  private Event event(Entry entry) {
    return events.computeIfAbsent(new Lane(entry.channel(), channels.laneOf(entry)), any -> new Event());
  }

  void write(Transaction transaction) throws SQLException {
    keepFromBeingOpened(transaction);
    for (Map.Entry<Lane, Event> entry : events.entrySet()) {
      Lane lane = entry.getKey();
      Event event = entry.getValue();
      if (event.ended != null) {
        end(transaction, lane, event);
      } else if (event.added) {
        transaction.batch(ADD, add -> {
          add.setString(1, lane.channel());
          add.setString(2, lane.name());
          Sql.setTime(add, 3, transaction.now());
        });
      }
      if (event.addedAgain && !channels.holds(lane.channel())) {
        set(transaction, DUE_NOW, lane);
      }
      if (event.letGo) {
        set(transaction, LET_GO, lane);
      }
    }
    outages.write(transaction);
  }

  /** Who opens the channel just now has seen the dead letter, and holds its lane up: that is over before it can be let go. */
  private void keepFromBeingOpened(Transaction transaction) throws SQLException {
    for (Map.Entry<Lane, Event> entry : events.entrySet()) {
      if (entry.getValue().letGo) {
        PreparedStatement select = transaction.prepared("select 1 from channel where name = ? for key share");
        select.setString(1, entry.getKey().channel());
        select.executeQuery().close();
      }
    }
  }

  private void end(Transaction transaction, Lane lane, Event event) throws SQLException {
    boolean holding = channels.holds(lane.channel()) && event.ended.entry().entity() != null;
    boolean more = event.added || event.ended.more() || versions.get(event.ended) != event.ended.version();
    if (event.again == null && !more && !(holding && event.dead)) {
      transaction.batchColumns(REMOVE, lane.channel(), lane.name(), event.ended.token());
      return;
    }
    if (event.again != null && more && !holding) {
      transaction.batchOne(FREE_TO_HEAD, free -> {
        Sql.setTime(free, 1, transaction.now());
        Sql.setTime(free, 2, transaction.now());
        free.setString(3, lane.channel());
        free.setString(4, lane.name());
        free.setLong(5, event.ended.token());
      });
      return;
    }
    Instant next = event.again == null ? transaction.now() : event.again.dueAt();
    if (!holding) {
      transaction.batchColumns(FREE, Sql.time(next), lane.channel(), lane.name(), event.ended.token());
      return;
    }
    transaction.batchOne(FREE_UNLESS_DEAD, free -> {
      Sql.setTime(free, 1, next);
      free.setString(2, lane.channel());
      free.setString(3, lane.name());
      free.setLong(4, event.ended.token());
    });
  }

  private static void set(Transaction transaction, String sql, Lane lane) throws SQLException {
    transaction.batch(sql, update -> {
      Sql.setTime(update, 1, transaction.now());
      update.setString(2, lane.channel());
      update.setString(3, lane.name());
    });
  }

  /** @return the channels that have work now */
  Set<String> committed() {
    Set<String> channelsWithWork = Set.copyOf(withWork);
    forget();
    return channelsWithWork;
  }

  void forget() {
    versions.clear();
    events.clear();
    withWork.clear();
    outages.forget();
  }
}
