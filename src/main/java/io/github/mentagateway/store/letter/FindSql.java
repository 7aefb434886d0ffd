package io.github.mentagateway.store.letter;

import io.github.mentagateway.inbox.Notifications.Filter;
import io.github.mentagateway.store.sql.Columns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The statement that finds what a filter wants. Every value is a parameter. */
final class FindSql {
  /** Of a delivery; with {@link #anywhere} as its value. */
  static final String REASON_HAS = " and lower(coalesce(reason, last_error)) like ? escape '!'";

  private final StringBuilder text = new StringBuilder("select n.number, n.received_at, n.action, n.entity from notification n where true");
  private final List<Object> values = new ArrayList<>();

  /** @param from the numbers from this one on, up to {@code below} */
  FindSql(Filter filter, long from, long below, int most) {
    and(" and n.number >= ? and n.number < ?", from, below);
    if (filter.entities() != null) {
      and(" and n.entity in (" + String.join(", ", Collections.nCopies(filter.entities().size(), "?")) + ")", filter.entities().toArray());
    }
    if (filter.inEntity() != null) {
      String part = literally(filter.inEntity());
      and(" and (n.entity like ? escape '!' or n.entity like ? escape '!' or n.entity like ? escape '!' or n.entity like ? escape '!')",
          "%:" + part, "%/" + part, "%:" + part + "/%", "%/" + part + "/%");
    }
    if (filter.action() != null) {
      and(" and n.action = ?", filter.action());
    }
    if (filter.family() != null) {
      and(" and (n.action = ? or n.action like ? escape '!')", filter.family(), literally(filter.family()) + ".%");
    }
    if (filter.since() != null) {
      and(" and n.received_at >= ?", Columns.micros(filter.since()));
    }
    if (filter.until() != null) {
      and(" and n.received_at < ?", Columns.micros(filter.until()));
    }
    aboutDelivery(filter);
    and(" order by n.number desc limit ?", most);
  }

  private void aboutDelivery(Filter filter) {
    boolean isLetter = "dead".equals(filter.state()) || "quarantined".equals(filter.state());
    if (filter.destination() == null && filter.state() == null && filter.error() == null) {
      return;
    }
    // by their index, from the few letters to their notifications; else from each notification to its deliveries. As "exists", PostgreSQL would
    // begin with all deliveries of that state, and read a million before it has the first fifty notifications
    text.append(isLetter ? " and n.number in (select d.notification from delivery d where d.state in ('dead', 'quarantined')"
        : " and (select 1 from delivery d where d.notification = n.number");
    if (filter.state() != null) {
      and(isLetter ? " and d.state = ?" : " and d.state || '' = ?", filter.state());
    }
    if (filter.destination() != null) {
      and(" and d.channel = ?", filter.destination());
    }
    if (filter.error() != null) {
      and(" and d.state <> 'delivered'" + REASON_HAS, anywhere(filter.error()));
    }
    text.append(isLetter ? ")" : " limit 1) is not null");
  }

  private void and(String condition, Object... with) {
    text.append(condition);
    values.addAll(List.of(with));
  }

  static String anywhere(String part) {
    return "%" + literally(part.toLowerCase(Locale.ROOT)) + "%";
  }

  private static String literally(String part) {
    return part.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }

  String text() {
    return text.toString();
  }

  Object[] values() {
    return values.toArray();
  }
}
