package io.github.mentagateway.store.letter;

import io.github.mentagateway.store.delivery.Delivery;
import io.github.mentagateway.store.delivery.State;
import io.github.mentagateway.store.sql.Bulk;
import io.github.mentagateway.store.sql.Database;
import io.github.mentagateway.store.sql.Queries;
import io.github.mentagateway.store.write.Group;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The next few deliveries that wait in a channel and are not under way: line after line, then what has no entity. A place among them is the
 * number of a delivery, wherever that one is by now.
 */
final class Candidates {
  static final int AT_ONCE = 100;
  private static final String WAITING =
      "select number, entity from delivery where channel = ? and state = 'waiting' and claim is null and ";
  static final String IN_LINES = WAITING + "entity is not null and (entity, number) > (?, ?) order by channel, entity, number limit ?";
  static final String UNORDERED = WAITING + "entity is null and number > ? order by number limit ?";
  private static final String PLACE = "select entity from delivery where number = ?";
  private static final String AS_THEY_ARE = "select d." + Delivery.COLUMNS.replace(", ", ", d.") + ", coalesce(d.reason, d.last_error)"
      + " as reason, (select n.entity from notification n where n.number = d.notification) as of_notification from e join delivery d"
      + " on d.number = e.number where d.channel = e.channel and d." + State.WAITS + " and d.claim is null";

  /** @param reason that it has, or how its latest attempt failed; null when neither; {@code ofNotification}: the entity of its notification */
  record Candidate(Delivery delivery, String reason, String ofNotification) {
    private static Candidate read(ResultSet row) throws SQLException {
      return new Candidate(Delivery.read(row), row.getString("reason"), row.getString("of_notification"));
    }
  }

  private record Place(long number, String entity) {}

  private final String channel;
  private final List<Place> places;

  private Candidates(String channel, List<Place> places) {
    this.channel = channel;
    this.places = places;
  }

  /** @param after 0, or the {@link #next} of those before */
  static Candidates of(Queries queries, String channel, long after) {
    List<Place> found = new ArrayList<>();
    Place place = after == 0 ? new Place(0, "") : queries.askOne(PLACE, row -> new Place(after, row.getString(1)), after);
    if (place == null) {
      // it is not there any more: those before it are only asked once more
      place = new Place(0, "");
    }
    if (place.entity() != null) {
      found.addAll(queries.ask(IN_LINES, Candidates::place, channel, place.entity(), place.number(), AT_ONCE));
    }
    if (found.size() < AT_ONCE) {
      found.addAll(queries.ask(UNORDERED, Candidates::place, channel, place.entity() == null ? place.number() : 0, AT_ONCE - found.size()));
    }
    return new Candidates(channel, found);
  }

  private static Place place(ResultSet row) throws SQLException {
    return new Place(row.getLong("number"), row.getString("entity"));
  }

  /** Null when there are no more. */
  Long next() {
    return places.size() < AT_ONCE ? null : places.get(places.size() - 1).number();
  }

  void lock(Group group) {
    places.forEach(place -> group.lock(place.entity()));
  }

  /** Those that still wait, by number. They stay as they are until the commit. */
  List<Candidate> asTheyAre(Group group, Database database) throws SQLException {
    Bulk statement = new Bulk("number bigint, channel text", AS_THEY_ARE + (database.isShared() ? " for update of d" : ""));
    List<Candidate> found = new ArrayList<>(group.transaction().ask(statement,
        places.stream().map(Place::number).sorted().map(number -> new Object[] {number, channel}).toList(), Candidate::read));
    found.sort(Comparator.comparing(one -> one.delivery().number()));
    return found;
  }
}
