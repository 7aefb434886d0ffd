package io.github.mentagateway.store.accept;

import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.DuplicateRule;
import io.github.mentagateway.inbox.Texts;
import io.github.mentagateway.store.delivery.Content;
import io.github.mentagateway.store.sql.Bulk;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.write.Group;
import io.github.mentagateway.store.write.Part;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The statements of notifications: appended, and counted when a copy came. */
final class Notifications implements Part {
  private static final Bulk INSERT = new Bulk("number bigint, received_at bigint, action text, entity text, fingerprint bytea,"
      + " previous bigint, owner bytea, instance bigint, headers text, body bytea",
      "insert into notification (number, received_at, action, entity, fingerprint, previous, owner, instance, headers, body)"
          + " select number, received_at, action, entity, fingerprint, previous, owner, instance, headers, body from e");
  private static final String INSERT_ID = "insert into sent_id (fingerprint, notification) values (?, ?)";
  /** Nothing when the first one was removed meanwhile: there is nothing to show or to deliver. */
  private static final String COUNT = "insert into duplicate (notification, rule, copies, last_at) select n.number, cast(? as text), 1,"
      + " cast(? as bigint) from notification n where n.number = ? on conflict (notification, rule) do update set"
      + " copies = duplicate.copies + 1, last_at = excluded.last_at";

  private record Copy(long notification, DuplicateRule rule) {}

  private final List<Object[]> inserts = new ArrayList<>();
  private final List<Copy> copies = new ArrayList<>();
  private long bytes;

  @Override
  public void begin() {
    inserts.clear();
    copies.clear();
    bytes = 0;
  }

  void insert(long number, Arrival arrival, byte[] fingerprint, Long previous, byte[] owner, long instance) {
    inserts.add(new Object[] {number, Columns.micros(arrival.original().receivedAt()), Texts.action(arrival.action()), arrival.entity(),
        fingerprint, previous, owner, instance, Texts.storable(Content.text(arrival.original().headers())), arrival.original().body()});
    bytes += arrival.original().body().length;
  }

  /** At once: the next one with the same id must find it. */
  void insertId(Group group, byte[] fingerprint, long notification) throws SQLException {
    group.transaction().run(INSERT_ID, fingerprint, notification);
  }

  void count(long notification, DuplicateRule rule) {
    copies.add(new Copy(notification, rule));
  }

  @Override
  public void write(Group group) throws SQLException {
    group.transaction().queue(INSERT, inserts);
    for (Copy copy : copies) {
      group.transaction().run(COUNT, copy.rule().name().toLowerCase(Locale.ROOT), group.now(), copy.notification());
    }
    group.wrote(3L * inserts.size() + bytes / 1_000);
  }
}
