package io.github.mentagateway.store.journal;

import io.github.mentagateway.inbox.Journal;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.store.delivery.Content;
import io.github.mentagateway.store.delivery.Ids;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.sql.Queries;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The journal over connections that only read. */
public final class StoredJournal implements Journal {
  private static final String STORE = "select id from store";
  private static final String NOTIFICATIONS = "select number, received_at, action, headers, body from notification where true";
  private static final String OF_ACTION = " and action = ?";
  private static final String SINCE = " and received_at >= ?";
  private static final String QUARANTINED =
      " and number in (select notification from delivery where state = 'quarantined' and state in ('dead', 'quarantined'))";
  private static final String NEWEST = " order by number desc limit ?";
  private static final String DELIVERIES = "select d.channel, d.state, d.payload_kind, p.bytes from delivery d"
      + " left join payload p on p.delivery = d.number where d.notification = ? order by d.number";

  private final Queries queries;

  public StoredJournal(Queries queries) {
    this.queries = queries;
  }

  @Override
  public List<Entry> newest(Wanted wanted) {
    Ids ids = new Ids(queries.askOne(STORE, row -> row.getString(1)));
    StringBuilder sql = new StringBuilder(NOTIFICATIONS);
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
    List<Entry> entries = new ArrayList<>(queries.ask(sql.toString(), row -> entry(ids, row.getLong("number"), row.getString("action"),
        new Original(row.getBytes("body"), Content.headers(row.getString("headers")), Columns.instant(row, "received_at"))), values.toArray()));
    Collections.reverse(entries);
    return entries;
  }

  private Entry entry(Ids ids, long number, String action, Original original) {
    List<Delivery> deliveries = queries.ask(DELIVERIES, row -> new Delivery(row.getString("channel"), row.getString("state"),
        new Payload(row.getString("payload_kind"), row.getBytes("bytes"))), number);
    return new Entry(ids.notification(number), action, original, deliveries);
  }
}
