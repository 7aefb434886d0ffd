package io.github.mentagateway.store.delivery;

import io.github.mentagateway.store.channel.KnownChannels;
import io.github.mentagateway.store.sql.Queries;
import io.github.mentagateway.store.sql.RowReader;
import io.github.mentagateway.store.sql.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds what a rename has overtaken. Work waits for {@code crm}; the route is renamed to {@code crm2}, which gets a newer notification of the same
 * ticket; then {@code crm} comes back, and its older delivery would undo the newer one. The store cannot know that {@code crm} and {@code crm2} are
 * one system. It takes them for one when no route reads {@code crm2} any more, {@code crm2} never had the older notification, {@code crm}
 * never had the newer one, and the action of the newer one comes to {@code crm} too: it is the older one's, or waits there.
 */
public final class NewerElsewhere {
  private static final String NAMES = "select name from channel";
  private static final String NEWEST = "select coalesce(max(number), 0) from delivery";
  static final String FIND = "select d.number from notification m join delivery d on d.notification = m.number"
      + " where m.entity = ? and m.number > ? and d.number > ? and d.entity = m.entity and d.state = 'delivered' and d.sends = 0"
      + " and d.channel in (%s)"
      + " and not exists (select 1 from delivery h where h.notification = m.number and h.channel = ?)"
      + " and not exists (select 1 from delivery o where o.notification = ? and o.channel = d.channel)"
      + " and (d.action = ? or exists (select 1 from (select w.action from delivery w where w.channel = ? and w.state = 'waiting' limit 1000) also"
      + " where also.action = d.action)) order by d.number limit 1";
  private static final String DELIVERY = "select " + Delivery.COLUMNS + " from delivery where number = ?";
  private static final String NO_ROUTE = "which no route reads any more";
  /** A person has decided that it is to be sent all the same: since the opening, or after it was given up for this before. */
  private static final String FORCED = "select 1 from delivery d where number = ? and (since > ? or last_error like ?"
      + " or exists (select 1 from attempt a where a.delivery = d.number and a.error like ?))";

  private final Queries queries;
  private final Ids ids;
  private final KnownChannels channels;
  private final Map<String, Opening> openings = new ConcurrentHashMap<>();
  private volatile Set<String> read = Set.of();
  private volatile Unread unread = new Unread(Set.of(), List.of());

  /** @param newest the number of the newest delivery at that time, {@code at} in microseconds */
  record Opening(long newest, long at) {}

  private record Unread(Set<String> read, List<String> names) {}

  private interface Asking {
    <T> T one(String sql, RowReader<T> reader, Object... values) throws SQLException;
  }

  public NewerElsewhere(Queries queries, Ids ids, KnownChannels channels) {
    this.queries = queries;
    this.ids = ids;
    this.channels = channels;
  }

  static Opening opening(Transaction transaction, long now) throws SQLException {
    return new Opening(transaction.askOne(NEWEST, row -> row.getLong(1)), now);
  }

  void opened(String channel, Opening opening) {
    openings.put(channel, opening);
  }

  /**
   * For an attempt. Asks the store only about what waited before the channel was opened here, and only when there are names
   * that nobody reads.
   *
   * @return why it must not be made; null when it may
   */
  String refusal(Delivery delivery) {
    Opening opening = openings.get(delivery.channel());
    if (opening == null || delivery.number() > opening.newest() || unread().isEmpty()) {
      return null;
    }
    try {
      Asking asking = queries::askOne;
      String found = find(asking, delivery, unread());
      return found == null || asking.one(FORCED, row -> true, delivery.number(), opening.at(), "%" + NO_ROUTE + "%", "%" + NO_ROUTE + "%") != null ? null : found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * For a person's decision.
   *
   * @param as as it would be delivered
   * @return why it could undo something; null when it could not
   */
  public String refusal(Transaction transaction, Delivery as) throws SQLException {
    List<String> names = channels.isRead(as.channel()) ? unread() : List.of();
    return names.isEmpty() ? null : find(transaction::askOne, as, names);
  }

  private String find(Asking asking, Delivery as, List<String> names) throws SQLException {
    if (as.entity() == null || !as.ordered()) {
      return null;
    }
    List<Object> values = new ArrayList<>(List.of(as.entity(), as.notification(), as.number()));
    values.addAll(names);
    values.addAll(List.of(as.channel(), as.notification(), Objects.requireNonNullElse(as.action(), ""), as.channel()));
    Long number = asking.one(FIND.formatted(String.join(", ", Collections.nCopies(names.size(), "?"))), row -> row.getLong(1), values.toArray());
    if (number == null) {
      return null;
    }
    Delivery newer = asking.one(DELIVERY, Delivery::read, number);
    return ids.delivery(as) + " is older than " + ids.delivery(newer) + ", which was delivered for " + as.entity() + " under the name "
        + newer.channel() + ", " + NO_ROUTE + ": if " + newer.channel() + " and " + as.channel()
        + " are one system, the older one would undo the newer one";
  }

  /** From now on a name that is not read now is one that no route reads. One that is closed for an exchange of routes, or at the end, is none. */
  void allAreOpen() {
    read = channels.readHere();
  }

  /** The names that were ever read, and are not now; none before all are open. */
  private List<String> unread() {
    Set<String> now = read;
    Unread known = unread;
    if (!known.read().equals(now)) {
      known = new Unread(now, queries.ask(NAMES, row -> row.getString(1)).stream().filter(name -> !now.contains(name)).toList());
      unread = known;
    }
    return known.names();
  }
}
