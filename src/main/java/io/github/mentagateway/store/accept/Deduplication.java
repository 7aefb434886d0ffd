package io.github.mentagateway.store.accept;

import io.github.mentagateway.inbox.Arrival;
import io.github.mentagateway.inbox.Comparison;
import io.github.mentagateway.inbox.Comparison.Handover;
import io.github.mentagateway.inbox.DuplicateRule;
import io.github.mentagateway.store.delivery.Instances;
import io.github.mentagateway.store.sql.Bulk;
import io.github.mentagateway.store.sql.Columns;
import io.github.mentagateway.store.write.Group;
import io.github.mentagateway.store.write.Part;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Tells a copy of a notification in custody from a new one. The sender gives no id and no time, so that each rule is a guess: which one
 * it was is counted on the first one.
 */
final class Deduplication implements Part {
  /** How far a chain of owners is followed back: far more than a ticket is resold, and no sender can make the writer busy with it. */
  private static final int LONGEST_CHAIN = 1000;
  private static final String FOUND = "select n.entity, n.number, n.fingerprint, n.received_at, n.owner, n.previous from e"
      + " join notification n on n.number = (select m.number from notification m where m.entity = e.entity and m.fingerprint is not null"
      + " order by m.entity desc, m.number desc limit 1)"
      + " union all select null, u.notification, u.fingerprint, null, null, null from e cross join unanswered u cross join notification n"
      + " where u.fingerprint = e.fingerprint and n.number = u.notification and u.up_to > e.up";
  /** The newest of each entity, and what is not answered of each content: with no entity. SQLite takes a cross join in that order. */
  static final Bulk FIND = new Bulk("entity text, fingerprint bytea, up bigint", FOUND);
  /**
   * Also what the instances beside this one have not marked yet. Only for PostgreSQL, which has to be kept from reading all that
   * came since the mark of one that takes nothing in: by an offset, and by a range that only the right index has.
   */
  static final Bulk FIND_BESIDE = new Bulk("entity text, fingerprint bytea, up bigint, instance bigint", FOUND
      + " union all select null, n.number, n.fingerprint, null, null, null"
      + " from (select number, answered_up_to from instance where number <> (select min(e.instance) from e)) i"
      + " cross join lateral (select m.fingerprint, m.number from notification m where (m.instance, m.number) > (i.number, i.answered_up_to)"
      + " and (m.instance, m.number) < (i.number + 1, 0) offset 0) n join e on e.fingerprint = n.fingerprint");
  private static final String OLDER = "select fingerprint, previous from notification where number = ?";
  private static final String SAME_ID = "select notification from sent_id where fingerprint = ?";

  /** @param notification the one in custody */
  record Found(long notification, DuplicateRule rule) {
    private static Found of(OptionalLong notification, DuplicateRule rule) {
      return notification.isPresent() ? new Found(notification.getAsLong(), rule) : null;
    }
  }

  private final long horizon;
  private final boolean shared;
  private final NewestNotifications newestOnes;
  private final UnansweredNotifications answers;
  private final Uptime uptime;
  private final Instances instances;
  private final List<Arrival> asked = new ArrayList<>();

  /** @param horizon how long a copy of the newest of its entity is a duplicate for that alone */
  Deduplication(Duration horizon, boolean shared, NewestNotifications newestOnes, UnansweredNotifications answers, Uptime uptime,
      Instances instances) {
    this.horizon = horizon.toNanos() / 1_000;
    this.shared = shared;
    this.newestOnes = newestOnes;
    this.answers = answers;
    this.uptime = uptime;
    this.instances = instances;
  }

  @Override
  public void begin() {
    asked.clear();
    newestOnes.begin();
  }

  void about(Arrival arrival) {
    asked.add(arrival);
  }

  @Override
  public void ask(Group group) throws SQLException {
    Long up = uptime.now();
    List<Object[]> rows = new ArrayList<>(asked.size());
    Set<String> entities = new HashSet<>();
    for (Arrival arrival : asked) {
      String entity = entities.add(arrival.entity()) ? arrival.entity() : null;
      byte[] fingerprint = arrival.comparison().fingerprint();
      rows.add(shared ? new Object[] {entity, fingerprint, up, instances.number()} : new Object[] {entity, fingerprint, up});
    }
    group.transaction().queueQuestion(shared ? FIND_BESIDE : FIND, rows, row -> {
      String entity = row.getString("entity");
      long number = row.getLong("number");
      byte[] fingerprint = row.getBytes("fingerprint");
      if (entity == null) {
        answers.found(fingerprint, number);
      } else {
        newestOnes.found(entity, new NewestNotifications.Head(number, fingerprint, Columns.number(row, "received_at"),
            row.getBytes("owner"), Columns.number(row, "previous")));
      }
      return null;
    });
  }

  /** The one that it is a copy of, or null. @param newest of the arrival's entity, or null */
  Found first(Group group, Arrival arrival, NewestNotifications.Head newest) throws SQLException {
    Comparison comparison = arrival.comparison();
    return switch (comparison.policy()) {
      case OFF -> null;
      case SAME_ID -> Found.of(sameId(group, comparison.fingerprint()), DuplicateRule.ID);
      case UNANSWERED -> unanswered(comparison);
      case NEWEST -> newest == null ? unanswered(comparison) : beside(newest, group, arrival);
    };
  }

  private Found beside(NewestNotifications.Head newest, Group group, Arrival arrival) throws SQLException {
    Comparison comparison = arrival.comparison();
    Handover handover = comparison.handover();
    if (Arrays.equals(newest.fingerprint(), comparison.fingerprint())) {
      return isYoung(newest, arrival) ? new Found(newest.number(), DuplicateRule.NEWEST) : unanswered(comparison);
    }
    if (handover != null && handover.from() != null && newest.owner() != null && Handover.haveOneKey(handover.from(), newest.owner())) {
      if (Arrays.equals(handover.from(), newest.owner())) {
        return null;
      }
      OptionalLong older = older(group, newest, comparison.fingerprint());
      if (older.isPresent()) {
        return Found.of(older, DuplicateRule.CHAIN);
      }
    }
    return unanswered(comparison);
  }

  /** By the time of arrival of both. One that is as far ahead was received while the clock was wrong, and its age is unknown. */
  private boolean isYoung(NewestNotifications.Head newest, Arrival arrival) {
    long age = Columns.micros(arrival.original().receivedAt()) - newest.receivedAt();
    return Math.abs(age) < horizon;
  }

  private Found unanswered(Comparison comparison) {
    return Found.of(answers.find(comparison.fingerprint()), DuplicateRule.UNANSWERED);
  }

  /** Each notification names the one before it of its entity. */
  private OptionalLong older(Group group, NewestNotifications.Head newest, byte[] fingerprint) throws SQLException {
    Long number = newest.previous();
    for (int step = 1; step < LONGEST_CHAIN && number != null; step++) {
      Link link = link(group, number);
      if (link == null) {
        return OptionalLong.empty();
      }
      if (Arrays.equals(link.fingerprint(), fingerprint)) {
        return OptionalLong.of(number);
      }
      number = link.previous();
    }
    return OptionalLong.empty();
  }

  private record Link(byte[] fingerprint, Long previous) {}

  private Link link(Group group, long number) throws SQLException {
    NewestNotifications.Head accepted = newestOnes.accepted(number);
    return accepted != null ? new Link(accepted.fingerprint(), accepted.previous())
        : group.transaction().askOne(OLDER, row -> new Link(row.getBytes("fingerprint"), Columns.number(row, "previous")), number);
  }

  private static OptionalLong sameId(Group group, byte[] fingerprint) throws SQLException {
    Long notification = group.transaction().askOne(SAME_ID, row -> row.getLong(1), fingerprint);
    return notification == null ? OptionalLong.empty() : OptionalLong.of(notification);
  }
}
