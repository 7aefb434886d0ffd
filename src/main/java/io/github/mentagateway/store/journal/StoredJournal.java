package io.github.mentagateway.store.journal;

import io.github.mentagateway.inbox.Journal;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.store.delivery.Content;
import io.github.mentagateway.store.delivery.Ids;
import io.github.mentagateway.store.sql.Bulk;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.sql.Queries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The journal over connections that only read. */
public final class StoredJournal implements Journal {
  private static final String STORE = "select id from store";
  private static final String NUMBERS = "select number from notification where true";
  private static final String OF_ACTION = " and action = ?";
  private static final String SINCE = " and received_at >= ?";
  private static final String QUARANTINED =
      " and number in (select notification from delivery where state = 'quarantined' and state in ('dead', 'quarantined'))";
  private static final String NEWEST = " order by number desc limit ?";
  private static final Bulk NOTIFICATIONS = new Bulk("number bigint",
      "select n.number, n.received_at, n.action, n.headers, n.body from e join notification n on n.number = e.number");
  private static final Bulk DELIVERIES = new Bulk("number bigint", "select d.notification, d.number, d.channel, d.state, d.payload_kind, p.bytes"
      + " from e join delivery d on d.notification = e.number left join payload p on p.delivery = d.number");

  private final Queries queries;

  public StoredJournal(Queries queries) {
    this.queries = queries;
  }

  @Override
  public Iterable<List<Entry>> newest(Wanted wanted, int atOnce) {
    Ids ids = new Ids(queries.askOne(STORE, row -> row.getString(1)));
    List<Object[]> numbers = numbers(wanted);
    return () -> IntStream.iterate(0, from -> from < numbers.size(), from -> from + atOnce)
        .mapToObj(from -> entries(ids, numbers.subList(from, Math.min(numbers.size(), from + atOnce)))).iterator();
  }

  private List<Object[]> numbers(Wanted wanted) {
    StringBuilder sql = new StringBuilder(NUMBERS);
    List<Object> values = new ArrayList<>();
    if (wanted.action() != null) {
      sql.append(OF_ACTION);
      values.add(wanted.action());
    }
    if (wanted.since() != null) {
      sql.append(SINCE);
      values.add(Columns.micros(wanted.since()));
    }
    sql.append(wanted.quarantined() ? QUARANTINED : "").append(NEWEST);
    values.add(wanted.most());
    List<Object[]> numbers = new ArrayList<>(queries.ask(sql.toString(), row -> new Object[] {row.getLong(1)}, values.toArray()));
    Collections.reverse(numbers);
    return numbers;
  }

  private List<Entry> entries(Ids ids, List<Object[]> numbers) {
    Map<Long, SortedMap<Long, Delivery>> deliveries = new HashMap<>();
    queries.ask(DELIVERIES, numbers, row -> deliveries.computeIfAbsent(row.getLong("notification"), number -> new TreeMap<>())
        .put(row.getLong("number"), new Delivery(row.getString("channel"), row.getString("state"),
            new Payload(row.getString("payload_kind"), row.getBytes("bytes")))));
    SortedMap<Long, Entry> entries = new TreeMap<>();
    queries.ask(NOTIFICATIONS, numbers, row -> entries.put(row.getLong("number"), new Entry(ids.notification(row.getLong("number")),
        row.getString("action"),
        new Original(row.getBytes("body"), Content.headers(row.getString("headers")), Columns.instant(row, "received_at")),
        List.copyOf(deliveries.getOrDefault(row.getLong("number"), new TreeMap<>()).values()))));
    return List.copyOf(entries.values());
  }
}
