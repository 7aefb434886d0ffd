package io.github.mentagateway.store.letter;

import io.github.mentagateway.inbox.DeliveryFilter;
import io.github.mentagateway.inbox.DuplicateRule;
import io.github.mentagateway.inbox.Letters.Letter;
import io.github.mentagateway.inbox.Notifications;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.store.delivery.Content;
import io.github.mentagateway.store.delivery.Ids;
import io.github.mentagateway.store.sql.Bulk;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.sql.Queries;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds notifications. An entity and the letters have an index. For anything else it goes back through the numbers, a stretch at each call: an index
 * for each question would cost every notification, and a person asks seldom.
 */
public final class StoredNotifications implements Notifications {
  /** Numbers are drawn for deliveries too. */
  private static final long STRETCH = 200_000;
  private static final String ENDS = "select (select max(number) from notification) as newest,"
      + " (select min(number) from notification) as oldest";
  private static final String DELIVERY_ENDS = ENDS.replace("from notification", "from delivery");
  private static final String SETTLED = "select number from notification where received_at < ? order by received_at desc, number desc limit 1";
  /** Longer than a commit takes. */
  private static final Duration SETTLING = Duration.ofSeconds(10);
  private static final String NEWEST_FROM = "select received_at from notification where number >= ? order by number limit 1";
  private static final String NEWEST_DELIVERY_FROM = NEWEST_FROM.replace("from notification", "from delivery");
  private static final String ONE = "select n.number, n.received_at, n.action, n.entity from notification n where n.number = ?";
  private static final String ORIGINAL = "select received_at, headers, body from notification where number = ?";
  private static final String COPIES = "select rule, copies, last_at from duplicate where notification = ?";
  private static final String DELIVERIES = Stored.SELECT + " where notification = ? order by number desc limit ?";
  private static final Bulk STATES = new Bulk("number bigint", "select d.notification, d.state, count(*) as deliveries from e"
      + " join delivery d on d.notification = e.number group by d.notification, d.state");

  private final Queries queries;
  private final Ids ids;
  private final Clock clock;
  private final long stretch;

  public StoredNotifications(Queries queries, Ids ids, Clock clock) {
    this(queries, ids, clock, STRETCH);
  }

  /** @param stretch how many numbers a page looks through that no index leads to */
  StoredNotifications(Queries queries, Ids ids, Clock clock, long stretch) {
    this.queries = queries;
    this.ids = ids;
    this.clock = clock;
    this.stretch = stretch;
  }

  @Override
  public Page find(Filter filter, long before, int most) {
    long[] ends = queries.askOne(ENDS, row -> new long[] {row.getLong("oldest"), row.getLong("newest")});
    long below = Math.min(before, ends[1] + 1);
    long from = isIndexed(filter) ? ends[0] : Math.max(ends[0], below - stretch);
    FindSql sql = FindSql.of(filter, from, below, most + 1, true);
    List<Object[]> found = queries.ask(sql.text(), StoredNotifications::row, sql.values());
    List<Object[]> shown = found.subList(0, Math.min(most, found.size()));
    boolean isFull = found.size() > most;
    Long next = isFull ? (Long) shown.get(most - 1)[0] : from > ends[0] ? (Long) from : null;
    Instant back = isFull ? (Instant) shown.get(most - 1)[1] : queries.askOne(NEWEST_FROM, row -> Columns.instant(row, "received_at"), from);
    return new Page(summaries(shown), next, back);
  }

  private static boolean isIndexed(Filter filter) {
    return filter.entities() != null || FindSql.isLetter(filter.state());
  }

  @Override
  public Page follow(Filter filter, long after, int most) {
    long[] ends = queries.askOne(ENDS, row -> new long[] {row.getLong("oldest"), row.getLong("newest")});
    long from = Math.max(ends[0], Math.min(after, ends[1]) + 1);
    long below = Math.min(ends[1] + 1, from + stretch);
    FindSql sql = FindSql.of(filter, from, below, most, false);
    List<Object[]> found = after == Long.MAX_VALUE ? List.of() : queries.ask(sql.text(), StoredNotifications::row, sql.values());
    long seen = found.size() == most ? (Long) found.get(most - 1)[0] : below - 1;
    return new Page(summaries(found), Math.max(1, seen < ends[1] ? seen : Math.min(seen, settled(ends[0] - 1))), null);
  }

  /** What came last may not be all that came then. */
  private long settled(long otherwise) {
    Long settled = queries.askOne(SETTLED, row -> row.getLong("number"), Columns.micros(clock.instant().minus(SETTLING)));
    return settled == null ? otherwise : settled;
  }

  @Override
  public DeliveryPage deliveries(DeliveryFilter filter, long before, int most) {
    long[] ends = queries.askOne(DELIVERY_ENDS, row -> new long[] {row.getLong("oldest"), row.getLong("newest")});
    long below = Math.min(before, ends[1] + 1);
    long from = FindSql.isLetter(filter.state()) ? ends[0] : Math.max(ends[0], below - stretch);
    FindSql sql = FindSql.of(filter, from, below, most + 1);
    List<Letter> found = queries.ask(sql.text(), row -> Stored.read(row).letter(ids), sql.values());
    List<Letter> shown = found.subList(0, Math.min(most, found.size()));
    boolean isFull = found.size() > most;
    Long next = isFull ? (Long) shown.get(most - 1).number() : from > ends[0] ? (Long) from : null;
    Instant back = isFull ? shown.get(most - 1).receivedAt()
        : queries.askOne(NEWEST_DELIVERY_FROM, row -> Columns.instant(row, "received_at"), from);
    return new DeliveryPage(shown, next, back);
  }

  private static Object[] row(ResultSet row) throws SQLException {
    return new Object[] {row.getLong("number"), Columns.instant(row, "received_at"), row.getString("action"), row.getString("entity")};
  }

  private List<Summary> summaries(List<Object[]> rows) {
    Map<Long, Map<String, Long>> states = new HashMap<>();
    queries.ask(STATES, rows.stream().map(row -> new Object[] {row[0]}).toList(), row -> states
        .computeIfAbsent(row.getLong("notification"), number -> new TreeMap<>()).put(row.getString("state"), row.getLong("deliveries")));
    return rows.stream().map(row -> new Summary((Long) row[0], ids.notification((Long) row[0]), (String) row[2], (String) row[3],
        (Instant) row[1], states.getOrDefault((Long) row[0], Map.of()))).toList();
  }

  @Override
  public Optional<Detail> show(String id, int mostDeliveries) {
    return ids.parse(id).flatMap(parts -> detail(parts.notification(), mostDeliveries));
  }

  /** Null when its notification was removed. */
  static Original original(Queries queries, long number) {
    return queries.askOne(ORIGINAL, row -> new Original(row.getBytes("body"), Content.headers(row.getString("headers")),
        Columns.instant(row, "received_at")), number);
  }

  private Optional<Detail> detail(long number, int mostDeliveries) {
    Object[] row = queries.askOne(ONE, StoredNotifications::row, number);
    Original original = row == null ? null : original(queries, number);
    if (original == null) {
      return Optional.empty();
    }
    List<Letter> deliveries = queries.ask(DELIVERIES, read -> Stored.read(read).letter(ids), number, mostDeliveries);
    Map<DuplicateRule, Long> copies = new EnumMap<>(DuplicateRule.class);
    List<Instant> lastCopies = new ArrayList<>();
    queries.ask(COPIES, read -> {
      copies.put(DuplicateRule.valueOf(read.getString("rule").toUpperCase(Locale.ROOT)), read.getLong("copies"));
      return lastCopies.add(Columns.instant(read, "last_at"));
    }, number);
    return Optional.of(new Detail(summaries(List.<Object[]>of(row)).get(0), original, deliveries, copies,
        lastCopies.stream().max(Instant::compareTo).orElse(null)));
  }
}
