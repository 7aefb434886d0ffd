package io.github.mentagateway.store.letter;

import io.github.mentagateway.inbox.Backlogs.Left;
import io.github.mentagateway.inbox.DeliveryFilter;
import io.github.mentagateway.store.delivery.Delivery;
import io.github.mentagateway.store.delivery.Ids;
import io.github.mentagateway.store.delivery.State;
import io.github.mentagateway.store.sql.Bulk;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.sql.Queries;
import io.github.mentagateway.store.write.Group;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The next few deliveries of those that a person means and that wait: line after line, then what has no entity. A place among them is the number
 * of a delivery, wherever that one is by now.
 */
final class Candidates {
  static final int AT_ONCE = 100;
  private static final String PLACE = "select entity from delivery where number = ?";
  private static final Bulk LOCK = new Bulk("number bigint, channel text", "select d.number from e join delivery d on d.number = e.number"
      + " where d.channel = e.channel and d." + State.WAITS + " and d.claim is null for update of d");
  private static final Bulk AS_THEY_ARE = new Bulk("number bigint, channel text", "select d." + Delivery.COLUMNS.replace(", ", ", d.")
      + ", coalesce(d.reason, d.last_error) as reason, (select n.entity from notification n where n.number = d.notification) as of_notification,"
      + " d.claim from e join delivery d on d.number = e.number where d.channel = e.channel and d." + State.WAITS);

  /**
   * @param reason that it has, or how its latest attempt failed; null when neither
   * @param ofNotification the entity of its notification
   * @param claim null when nobody has it
   */
  record Candidate(Delivery delivery, String reason, String ofNotification, Long claim) {
    private static Candidate read(ResultSet row) throws SQLException {
      return new Candidate(Delivery.read(row), row.getString("reason"), row.getString("of_notification"), Columns.number(row, "claim"));
    }

    /** Whether it still is what {@link FindSql} found: it may have been tried since. */
    private boolean fits(DeliveryFilter wanted) {
      return wanted.error() == null || reason != null && reason.toLowerCase(Locale.ROOT).contains(wanted.error().toLowerCase(Locale.ROOT));
    }
  }

  /** @param free those that stay as they are until the commit, by number; {@code underWay}: that were handed out, or are just about to be */
  record Found(List<Candidate> free, List<Candidate> underWay) {
    List<Left> leftUnderWay(Ids ids) {
      return underWay.stream().map(one -> ids.delivery(one.delivery())).map(id -> new Left(id, id + " is just being delivered: ask again when that"
          + " has ended")).toList();
    }
  }

  private record Place(long number, String entity) {}

  private final DeliveryFilter wanted;
  private final String channel;
  private final List<Place> places;

  private Candidates(DeliveryFilter wanted, List<Place> places) {
    this.wanted = wanted;
    this.channel = wanted.destination();
    this.places = places;
  }

  /**
   * @param wanted of one destination; whatever its state says
   * @param after 0, or the {@link #next} of those before
   */
  static Candidates of(Queries queries, DeliveryFilter wanted, long after) {
    List<Place> found = new ArrayList<>();
    Place place = after == 0 ? new Place(0, "") : queries.askOne(PLACE, row -> new Place(after, row.getString(1)), after);
    if (place == null) {
      // it is not there any more: those before it are only asked once more
      place = new Place(0, "");
    }
    if (place.entity() != null) {
      found.addAll(ask(queries, FindSql.inLines(wanted, place.entity(), place.number(), AT_ONCE)));
    }
    if (found.size() < AT_ONCE) {
      found.addAll(ask(queries, FindSql.unordered(wanted, place.entity() == null ? place.number() : 0, AT_ONCE - found.size())));
    }
    return new Candidates(wanted, found);
  }

  private static List<Place> ask(Queries queries, FindSql sql) {
    return queries.ask(sql.text(), row -> new Place(row.getLong("number"), row.getString("entity")), sql.values());
  }

  static Candidates one(Delivery delivery) {
    return new Candidates(DeliveryFilter.ALL.at(delivery.channel()), List.of(new Place(delivery.number(), delivery.entity())));
  }

  /** Null when there are no more. */
  Long next() {
    return places.size() < AT_ONCE ? null : places.get(places.size() - 1).number();
  }

  void lock(Group group) {
    places.forEach(place -> group.lock(place.entity()));
  }

  /**
   * Those that still wait. What is ready to be handed out here, and was not, is free.
   *
   * @param onlyAsked nothing is to be changed
   */
  Found asTheyAre(Group group, Redelivery.Parts parts, boolean onlyAsked) throws SQLException {
    List<Object[]> rows = places.stream().map(Place::number).sorted().map(number -> new Object[] {number, channel}).toList();
    Set<Long> locked = onlyAsked ? Set.of() : takeHold(group, parts, rows);
    boolean needsLock = !onlyAsked && parts.database().isShared();
    List<Candidate> found = new ArrayList<>(group.transaction().ask(AS_THEY_ARE, rows, Candidate::read));
    found.removeIf(one -> !one.fits(wanted));
    found.sort(Comparator.comparing(one -> one.delivery().number()));
    Map<Boolean, List<Candidate>> free = found.stream().collect(Collectors.partitioningBy(one -> needsLock ? locked.contains(one.delivery().number())
        : one.claim() == null || parts.deliveries().isUnbegun(one.delivery(), one.claim())));
    return new Found(free.get(true), free.get(false));
  }

  /** @return those that nobody else can claim or end before the commit; on a store of this process alone nobody can anyway */
  private Set<Long> takeHold(Group group, Redelivery.Parts parts, List<Object[]> rows) throws SQLException {
    for (Place place : places) {
      parts.deliveries().takeBack(group, channel, place.number());
    }
    return parts.database().isShared() ? new HashSet<>(group.transaction().ask(LOCK, rows, row -> row.getLong(1))) : Set.of();
  }
}
