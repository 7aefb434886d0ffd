package io.github.mentagateway.store.letter;

import io.github.mentagateway.inbox.Letters.RefusedException;
import io.github.mentagateway.inbox.Letters.Revision;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.inbox.Texts;
import io.github.mentagateway.store.channel.KnownChannels;
import io.github.mentagateway.store.delivery.Deliveries;
import io.github.mentagateway.store.delivery.Delivery;
import io.github.mentagateway.store.delivery.Ids;
import io.github.mentagateway.store.delivery.State;
import io.github.mentagateway.store.sql.Database;
import io.github.mentagateway.store.sql.Transaction;
import io.github.mentagateway.store.write.Deciding;
import io.github.mentagateway.store.write.Group;
import java.sql.SQLException;
import java.util.Locale;

/** A person's decision to send something again. Decides the id of the delivery that waits now. */
final class Redelivery implements Deciding<String> {
  /** RETRY: the same delivery, at its old place; REPLAY: another one instead of it; COPY: another one beside it; TRY_…: nothing, but whether that is
   * refused. */
  enum Kind { RETRY, REPLAY, COPY, TRY_RETRY, TRY_REPLAY }

  /** What it needs of the store. */
  record Parts(Ids ids, Database database, KnownChannels channels, Deliveries deliveries, Superseded superseded) {}

  private static final String KEEP = "select number from notification where number = ?";
  private static final String NEXT_REPLAY = "select coalesce(max(replay), 0) + 1 from delivery where notification = ?";
  private static final String END = "update delivery set state = 'replayed', since = ? where number = ?";
  private static final String RETRY = "update delivery set state = 'waiting', since = ?, next_at = null, reason = null, forgiven = attempts,"
      + " ordered = ?, due_at = case when cast(? as integer) = 0 then cast(? as bigint) end where number = ?";
  private static final String STEP_BACK = "update delivery set due_at = null where number = ?";
  private static final String PAYLOAD = "select bytes from payload where delivery = ?";

  private final Ids.Parts id;
  private final String entity;
  private final Kind kind;
  private final State expected;
  private final Revision revision;
  private final boolean force;
  private final Parts parts;

  /**
   * @param entity of the delivery as it is
   * @param expected only one that stands so; null: any
   * @param revision what its notification is now, when it was read again; null keeps what is stored
   * @param force whatever is newer
   */
  Redelivery(Ids.Parts id, String entity, Kind kind, State expected, Revision revision, boolean force, Parts parts) {
    this.id = id;
    this.entity = entity;
    this.kind = kind;
    this.expected = expected;
    this.revision = revision;
    this.force = force;
    this.parts = parts;
  }

  @Override
  public void about(Group group) {
    group.wantNumbers(1);
    group.lock(entity);
    group.lock(revision == null ? null : revision.entity());
  }

  @Override
  public String decide(Group group) throws SQLException {
    Transaction transaction = group.transaction();
    // nobody may remove it meanwhile
    Long there = transaction.askOne(KEEP + parts.database().locking(), row -> row.getLong(1), id.notification());
    Stored.Find find = Stored.Find.of(id);
    Stored old = there == null ? null : transaction.askOne(find.sql() + parts.database().locking(), Stored::read, find.values());
    if (old == null) {
      throw StoredLetters.noSuchDelivery();
    }
    if (expected != null && !old.state().equals(expected.column)) {
      throw new RefusedException(parts.ids().delivery(old.delivery()) + " is " + old.state() + ", and only one that is " + expected.column
          + " can be sent again here");
    }
    if (kind == Kind.COPY && !force) {
      checkEnded(old);
    }
    Delivery as = revised(old.delivery());
    if (!force && revision != null && revision.isEdited()) {
      parts.superseded().checkEdited(group.transaction(), as);
    } else if (!force) {
      parts.superseded().check(group, as, kind != Kind.RETRY && kind != Kind.TRY_RETRY);
    }
    if (kind == Kind.TRY_RETRY || kind == Kind.TRY_REPLAY) {
      return parts.ids().delivery(old.delivery());
    }
    Delivery waiting = kind == Kind.RETRY ? retry(group, as) : replay(group, as);
    if (kind == Kind.REPLAY && old.state().equals(State.DEAD.column)) {
      parts.superseded().letGo(group, old.delivery());
    }
    return parts.ids().delivery(waiting);
  }

  private void checkEnded(Stored old) {
    String instead = switch (State.valueOf(old.state().toUpperCase(Locale.ROOT))) {
      case WAITING -> "it will be delivered, or tried again, by itself";
      case DEAD -> "deadletters retry sends it at its old place, deadletters replay behind all others";
      case QUARANTINED -> "quarantine replay sends it";
      default -> null;
    };
    if (instead != null) {
      throw new RefusedException(parts.ids().delivery(old.delivery()) + " is " + old.state() + ", and only what has ended is delivered again: "
          + instead + ". --force delivers it once more all the same");
    }
  }

  private Delivery revised(Delivery old) {
    String of = revision == null ? old.entity() : revision.entity();
    return new Delivery(old.number(), old.notification(), old.replay(), old.channel(), old.part(), old.sent(), of,
        of != null && parts.channels().state(old.channel()).ordered(), revision == null ? old.action() : Texts.action(revision.action()),
        old.receivedAt(), old.attempts(), old.forgiven(), revision == null ? old.payloadKind() : revision.payload().kind());
  }

  private Delivery retry(Group group, Delivery old) throws SQLException {
    Transaction transaction = group.transaction();
    Stored first = old.ordered() ? parts.superseded().first(group, old) : null;
    transaction.run(RETRY, group.now(), old.ordered() ? 1 : 0, old.ordered() ? 1 : 0, group.now(), old.number());
    if (!old.ordered()) {
      parts.deliveries().more(old.channel());
    } else if (first == null || !first.claimed()) {
      if (first != null) {
        // whichever of both came first is the next
        transaction.run(STEP_BACK, first.delivery().number());
      }
      parts.deliveries().findNext(old.channel(), old.entity());
    }
    return old;
  }

  private Delivery replay(Group group, Delivery old) throws SQLException {
    Transaction transaction = group.transaction();
    int replay = transaction.askOne(NEXT_REPLAY, row -> row.getInt(1), old.notification());
    Payload payload = revision != null ? revision.payload()
        : new Payload(old.payloadKind(), transaction.askOne(PAYLOAD, row -> row.getBytes(1), old.number()));
    if (kind == Kind.REPLAY) {
      transaction.run(END, group.now(), old.number());
    }
    Delivery made = new Delivery(group.nextNumber(), old.notification(), replay, old.channel(), old.part(), old.sent(), old.entity(), old.ordered(),
        old.action(), old.receivedAt(), 0, 0, payload.kind());
    parts.deliveries().insert(made, State.WAITING, null, null, payload);
    return made;
  }
}
