package io.github.mentagateway.store.letter;

import io.github.mentagateway.inbox.DeliveryFilter;
import io.github.mentagateway.inbox.Notifications.Filter;
import io.github.mentagateway.store.sql.Columns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The statement that finds what a filter wants. Every value is a parameter. */
final class FindSql {
  /** Of a delivery; with {@link #anywhere} as its value. */
  private static final String REASON_HAS = " and lower(coalesce(reason, last_error)) like ? escape '!'";

  private final StringBuilder text;
  private final List<Object> values = new ArrayList<>();

  private FindSql(String select) {
    text = new StringBuilder(select).append(" where true");
  }

  /**
   * Notifications.
   *
   * @param from the numbers from this one on, up to {@code below}
   * @param newestFirst else the oldest
   */
  static FindSql of(Filter filter, long from, long below, int most, boolean newestFirst) {
    FindSql sql = new FindSql("select n.number, n.received_at, n.action, n.entity from notification n");
    sql.aboutNotification(filter, from, below);
    sql.aboutDelivery(filter);
    sql.and(" order by n.number" + (newestFirst ? " desc" : "") + " limit ?", most);
    return sql;
  }

  /** Deliveries, the newest first. */
  static FindSql of(DeliveryFilter filter, long from, long below, int most) {
    FindSql sql = new FindSql(Stored.SELECT);
    sql.and(" and number >= ? and number < ?", from, below);
    boolean isLetter = isLetter(filter.state());
    if (filter.state() != null) {
      // letters by their index; for the others the way back through the numbers is the short one, however many wait
      sql.and(isLetter ? " and state in ('dead', 'quarantined') and state = ?" : " and state || '' = ?", filter.state());
    }
    if (filter.destination() != null) {
      sql.and(" and channel || '' = ?", filter.destination());
    }
    sql.more(filter, "waiting".equals(filter.state()));
    sql.and(" order by " + (isLetter ? "state desc, " : "") + "number desc limit ?", most);
    return sql;
  }

  /** Letters, the oldest notifications first, those of notifications behind {@code after} only. @param state that of letters */
  static FindSql oldest(String state, DeliveryFilter filter, long after, int most) {
    FindSql sql = new FindSql(Stored.SELECT);
    sql.and(" and state in ('dead', 'quarantined') and state = ? and notification > ?", state, after);
    if (filter.destination() != null) {
      sql.and(" and channel = ?", filter.destination());
    }
    sql.more(filter, false);
    sql.and(" order by notification, number limit ?", most);
    return sql;
  }

  /** What waits at a destination in lines, line after line. @param entity behind it, or in it and behind {@code number} */
  static FindSql inLines(DeliveryFilter filter, String entity, long number, int most) {
    FindSql sql = new FindSql("select number, entity from delivery");
    sql.and(" and channel = ? and state = 'waiting' and entity is not null and (entity, number) > (?, ?)", filter.destination(), entity, number);
    sql.more(filter, true);
    sql.and(" order by channel, entity, number limit ?", most);
    return sql;
  }

  /** What waits at a destination and is about nothing that has an order. */
  static FindSql unordered(DeliveryFilter filter, long number, int most) {
    FindSql sql = new FindSql("select number, entity from delivery");
    sql.and(" and channel = ? and state = 'waiting' and entity is null and number > ?", filter.destination(), number);
    sql.more(filter, true);
    sql.and(" order by channel, entity, number limit ?", most);
    return sql;
  }

  /** All of the filter but the destination and the state, which decide about the way. */
  private void more(DeliveryFilter filter, boolean isWaiting) {
    if (filter.action() != null) {
      and(" and action = ?", filter.action());
    }
    if (filter.entity() != null) {
      and(" and entity = ?", filter.entity());
    }
    if (filter.error() != null && isWaiting) {
      // PostgreSQL takes a pattern for one that few fit, reads all that waits, and sorts it, at each step
      and(" and coalesce(lower(coalesce(reason, last_error)) like ? escape '!', false)", anywhere(filter.error()));
    } else if (filter.error() != null) {
      and(" and state <> 'delivered'" + REASON_HAS, anywhere(filter.error()));
    }
    String time = isWaiting ? "received_at" : "since";
    if (filter.since() != null) {
      and(" and " + time + " >= ?", Columns.micros(filter.since()));
    }
    if (filter.until() != null) {
      and(" and " + time + " < ?", Columns.micros(filter.until()));
    }
  }

  /** Whether an index leads to all that are in this state. */
  static boolean isLetter(String state) {
    return "dead".equals(state) || "quarantined".equals(state);
  }

  private void aboutNotification(Filter filter, long from, long below) {
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
  }

  private void aboutDelivery(Filter filter) {
    boolean isLetter = isLetter(filter.state());
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

  private static String anywhere(String part) {
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
