package io.github.mentagateway.store.letter;

import io.github.mentagateway.inbox.Letters.RefusedException;
import io.github.mentagateway.inbox.Texts;
import io.github.mentagateway.store.delivery.Ids;
import io.github.mentagateway.store.delivery.State;
import io.github.mentagateway.store.write.Deciding;
import io.github.mentagateway.store.write.Group;
import java.sql.SQLException;

/** A person's decision that a letter is not sent any more, with the reason. */
final class DiscardLetter implements Deciding<Void> {
  private static final String END = "update delivery set state = 'discarded', since = ?, reason = ? where number = ?";

  private final Ids.Parts id;
  private final String entity;
  private final State expected;
  private final String reason;
  private final Redelivery.Parts parts;

  /** @param entity of the letter */
  DiscardLetter(Ids.Parts id, String entity, State expected, String reason, Redelivery.Parts parts) {
    this.id = id;
    this.entity = entity;
    this.expected = expected;
    this.reason = reason;
    this.parts = parts;
  }

  @Override
  public void about(Group group) {
    group.lock(entity);
  }

  @Override
  public Void decide(Group group) throws SQLException {
    Stored.Find find = Stored.Find.of(id);
    Stored stored = group.transaction().askOne(find.sql() + parts.database().locking(), Stored::read, find.values());
    if (stored == null) {
      throw StoredLetters.noSuchDelivery();
    }
    if (!stored.state().equals(expected.column)) {
      throw new RefusedException(parts.ids().delivery(stored.delivery()) + " is " + stored.state() + ", and only one that is "
          + expected.column + " can be discarded here");
    }
    group.transaction().run(END, group.now(), reason(reason, stored.reason()), stored.delivery().number());
    if (expected == State.DEAD) {
      parts.superseded().letGo(group, stored.delivery());
    }
    return null;
  }

  /** The reason that is kept. @param before the one that it had; null when none */
  static String reason(String reason, String before) {
    return Texts.reason("discarded: " + reason + (before == null ? "" : " (was: " + before + ")"));
  }
}
