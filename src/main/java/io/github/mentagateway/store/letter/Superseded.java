package io.github.mentagateway.store.letter;

import io.github.mentagateway.inbox.Letters.RefusedException;
import io.github.mentagateway.store.delivery.Deliveries;
import io.github.mentagateway.store.delivery.Delivery;
import io.github.mentagateway.store.delivery.Ids;
import io.github.mentagateway.store.delivery.NewerElsewhere;
import io.github.mentagateway.store.sql.Database;
import io.github.mentagateway.store.sql.Transaction;
import io.github.mentagateway.store.write.Group;
import java.sql.SQLException;

/**
 * Whether something newer stands in the way of a delivery that a person wants to send again. Judged per destination: what was handed on to
 * others supersedes nothing. In a destination's channel any newer one of its entity that was delivered there does. In the channel of a
 * router, whose destinations depend on the action, it is a newer one of the same action that a destination got.
 */
final class Superseded {
  private static final String DELIVERED_HERE = "select d.number from notification m join delivery d on d.notification = m.number"
      + " where m.entity = ? and m.number > ? and d.channel = ? and d.entity = m.entity and d.state = 'delivered' and d.sends = 0"
      + " and d.number > ? order by d.number limit 1";
  /** Its entity is not its notification's: all that came since has to be looked at. */
  private static final String DELIVERED_HERE_BY_ITS_OWN_ENTITY = "select d.number from delivery d where d.number > ? and d.channel = ?"
      + " and d.entity = ? and d.state = 'delivered' and d.sends = 0 and d.notification > ? order by d.number limit 1";
  /** The same for many at once, of what waits in another channel. */
  static final String NEWEST_HERE_BY_THEIR_OWN_ENTITY = "select d.entity, max(d.number) as newest from delivery d where d.number > ?"
      + " and d.channel = ? and d.state = 'delivered' and d.sends = 0 and exists (select 1 from delivery w where w.channel = ?"
      + " and w.entity = d.entity and w.state = 'waiting') group by d.entity";
  private static final String DELIVERED_BY_ROUTER = "select d.number from notification m join delivery d on d.notification = m.number"
      + " where m.entity = ? and m.number > ? and d.number > ? and d.action = ? and d.state = 'delivered' and d.sends = 0"
      + " and exists (select 1 from delivery r where r.notification = m.number and r.channel = ? and r.sends > 0) order by d.number limit 1";
  /** A replay of an older one, which waits, is no newer one. */
  private static final String WAITING = "select number from delivery where channel = ? and entity = ? and state = 'waiting' and number > ?"
      + " and notification > ? order by channel, entity, number limit 1";
  private static final String FIRST = "select " + Delivery.COLUMNS + ", state, since, reason, claim from delivery where channel = ?"
      + " and entity = ? and state = 'waiting' and ordered = 1 and due_at is not null order by channel, entity, number limit 1";
  /** Whatever the action, and wherever it goes: by the entity of its notification, or of a replay, which may have got another one. */
  static final String NEWER_OF_ANY_KIND = "select d.number, d.state from delivery d where d.sends = 0 and d.state in ('delivered', 'waiting')"
      + " and d.number in (select o.number from notification m join delivery o on o.notification = m.number where m.entity = ? and m.number > ?"
      + " union all select r.number from delivery r where r.replay > 0 and r.entity = ? and r.number > ? and r.notification > ?)"
      + " order by d.number desc limit 1";
  private static final String ENTITY = "select entity from notification where number = ?";

  private record Newer(long number, boolean waits) {}

  private final Ids ids;
  private final Deliveries deliveries;
  private final NewerElsewhere elsewhere;
  private final String locking;

  Superseded(Ids ids, Database database, Deliveries deliveries, NewerElsewhere elsewhere) {
    this.ids = ids;
    this.deliveries = deliveries;
    this.elsewhere = elsewhere;
    this.locking = database.locking();
  }

  /**
   * The one of its line that has a time; null when none has. It stays as it is until the commit; when nobody has begun it, it is claimed by
   * nobody from here on.
   */
  Stored first(Group group, Delivery delivery) throws SQLException {
    Stored first = delivery.entity() == null ? null : firstAsItIs(group, delivery);
    return first != null && first.claimed() && deliveries.takeBack(group, delivery.channel(), first.delivery().number())
        ? new Stored(first.delivery(), first.state(), first.since(), first.reason(), false)
        : first;
  }

  Stored firstAsItIs(Group group, Delivery delivery) throws SQLException {
    return group.transaction().askOne(FIRST + locking, Stored::read, delivery.channel(), delivery.entity());
  }

  /** What the letter may have held up goes on, unless something of its line is under way or has its time. */
  void letGo(Group group, Delivery letter) throws SQLException {
    if (letter.entity() != null && firstAsItIs(group, letter) == null) {
      deliveries.findNext(letter.channel(), letter.entity());
    }
  }

  /**
   * @param as what would be delivered: with the entity and the action that it has now
   * @param toTheEnd whether it would wait behind what waits already, instead of at its old place before that
   * @throws RefusedException when something newer was delivered, waits ({@code toTheEnd}), or is under way
   */
  void check(Group group, Delivery as, boolean toTheEnd) throws SQLException {
    if (as.entity() == null) {
      return;
    }
    Transaction transaction = group.transaction();
    String undoes = undoes(group, ids.delivery(as), as, first(group, as), delivered(transaction, as));
    if (undoes != null) {
      throw new RefusedException(undoes);
    }
    String newerElsewhere = elsewhere.refusal(transaction, as);
    if (newerElsewhere != null) {
      throw new RefusedException(newerElsewhere + ". --force sends it all the same");
    }
    Long waits = toTheEnd
        ? transaction.askOne(WAITING, row -> row.getLong(1), as.channel(), as.entity(), as.number(),
            as.notification())
        : null;
    if (waits != null) {
      throw new RefusedException(undoes(transaction, ids.delivery(as), as, waits, "waits to be delivered"));
    }
  }

  /**
   * As {@link #check}, of one that a person has edited: nobody can tell what a body that no route could read, and no system has had, would undo.
   *
   * @throws RefusedException when anything newer of the entity was delivered, or waits
   */
  void checkEdited(Transaction transaction, Delivery as) throws SQLException {
    if (as.entity() == null) {
      return;
    }
    Newer newer = transaction.askOne(NEWER_OF_ANY_KIND, row -> new Newer(row.getLong("number"), row.getString("state").equals("waiting")),
        as.entity(), as.notification(), as.entity(), as.number(), as.notification());
    if (newer != null) {
      throw new RefusedException(undoes(transaction, ids.delivery(as), as, newer.number(), newer.waits() ? "waits to be delivered" : "was delivered"));
    }
  }

  /**
   * Why a delivery must not come now, or null.
   *
   * @param id what it is called now
   * @param first of its line
   * @param delivered the newer one that was delivered; null when none was
   */
  String undoes(Group group, String id, Delivery as, Stored first, Long delivered) throws SQLException {
    // the replay of an older one is no newer one
    if (first != null && first.claimed() && first.delivery().number() > as.number()
        && first.delivery().notification() > as.notification()) {
      return id + " is older than one that is just being delivered to " + as.channel() + " for " + as.entity()
          + ": ask again when that has ended";
    }
    return delivered == null ? null : undoes(group.transaction(), id, as, delivered, "was delivered");
  }

  private static Long delivered(Transaction transaction, Delivery as) throws SQLException {
    String ofNotification = transaction.askOne(ENTITY, row -> row.getString(1), as.notification());
    Long here = as.entity().equals(ofNotification)
        ? deliveredHere(transaction, as)
        : transaction.askOne(DELIVERED_HERE_BY_ITS_OWN_ENTITY, row -> row.getLong(1), as.number(), as.channel(), as.entity(),
            as.notification());
    return here != null ? here : deliveredByRouter(transaction, as);
  }

  /** Of one that has the entity of its notification. */
  static Long deliveredHere(Transaction transaction, Delivery as) throws SQLException {
    return transaction.askOne(DELIVERED_HERE, row -> row.getLong(1), as.entity(), as.notification(), as.channel(), as.number());
  }

  static Long deliveredByRouter(Transaction transaction, Delivery as) throws SQLException {
    return as.action() == null ? null : transaction.askOne(DELIVERED_BY_ROUTER, row -> row.getLong(1), as.entity(), as.notification(),
        as.number(), as.action(), as.channel());
  }

  /** @param how what became of the newer one */
  private String undoes(Transaction transaction, String id, Delivery as, long number, String how) throws SQLException {
    Delivery newer = transaction.askOne(Stored.SELECT + " where number = ?", Stored::read, number).delivery();
    return id + " is older than " + ids.delivery(newer) + ", which " + how + " to " + newer.channel() + " for " + as.entity()
        + ": sent now, it would come after that one and could undo it. --force sends it all the same";
  }
}
