package io.github.mentagateway.store.delivery;

import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.store.sql.Bulk;
import io.github.mentagateway.store.sql.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The content of deliveries: the request as it came, and bodies of their own. */
public final class Content {
  /** What a statement that claims gives back: all that is needed to hand it out. Rows that it does not claim come without content. */
  static final String RETURNING = " returning delivery." + Delivery.COLUMNS.replace(", ", ", delivery.")
      + ", delivery.due_at, delivery.claim,"
      + " case when delivery.claim is not null then (select n.headers from notification n where n.number = delivery.notification) end as headers,"
      + " case when delivery.claim is not null then (select n.body from notification n where n.number = delivery.notification) end as body,"
      + " case when delivery.claim is not null and delivery.payload_kind <> 'original'"
      + " then (select p.bytes from payload p where p.delivery = delivery.number) end as bytes";

  /** The same of those that were claimed by a statement that gives back less. */
  static final Bulk READ = new Bulk("number bigint", "select delivery." + Delivery.COLUMNS.replace(", ", ", delivery.")
      + ", delivery.due_at, delivery.claim, n.headers, n.body, p.bytes from e join delivery on delivery.number = e.number"
      + " left join notification n on n.number = delivery.notification left join payload p on p.delivery = delivery.number");

  private Content() {}

  /** A row of {@link #RETURNING} or {@link #READ}. @param work null when it was not claimed, and when its notification is not there */
  record Row(Delivery delivery, Long dueAt, Long claim, Work work) {}

  static Row row(ResultSet row, Ids ids, boolean probe) throws SQLException {
    Delivery delivery = Delivery.read(row);
    Long claim = Columns.number(row, "claim");
    byte[] body = claim == null ? null : row.getBytes("body");
    Work work = body == null ? null : work(delivery, ids, probe,
        new Original(body, headers(row.getString("headers")), Columns.instant(delivery.receivedAt())), row.getBytes("bytes"));
    return new Row(delivery, Columns.number(row, "due_at"), claim, work);
  }

  static Work work(Delivery delivery, Ids ids, boolean probe, Original original, byte[] bytes) {
    int attempt = delivery.attempts() + 1;
    return new Work(delivery.number(), ids.delivery(delivery), ids.notification(delivery.notification()), delivery.channel(),
        delivery.entity(), delivery.action(), attempt, attempt - delivery.forgiven(), probe, Columns.instant(delivery.receivedAt()),
        new Payload(delivery.payloadKind(), bytes), original);
  }

  /** As HTTP prints them: neither a name nor a value can hold a line's end. */
  public static String text(Map<String, String> headers) {
    return headers.entrySet().stream().map(header -> header.getKey() + ": " + header.getValue()).collect(Collectors.joining("\n"));
  }

  public static Map<String, String> headers(String text) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    text.lines().forEach(line -> {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        headers.put(line.substring(0, colon), line.substring(colon + 2));
      }
    });
    return headers;
  }
}
