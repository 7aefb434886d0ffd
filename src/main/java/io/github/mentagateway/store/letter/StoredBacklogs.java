package io.github.mentagateway.store.letter;

import io.github.mentagateway.inbox.Backlogs;
import io.github.mentagateway.inbox.DeliveryFilter;
import io.github.mentagateway.inbox.Letters.RefusedException;
import io.github.mentagateway.store.channel.CircuitBreakers;
import io.github.mentagateway.store.delivery.State;
import io.github.mentagateway.store.sql.Queries;
import io.github.mentagateway.store.write.Writer;

/** What waits in a channel: looked for beside the writer, and decided upon in its transactions. */
public final class StoredBacklogs implements Backlogs {
  private final Queries queries;
  private final Writer writer;
  private final Redelivery.Parts parts;
  private final CircuitBreakers breakers;

  StoredBacklogs(Queries queries, Writer writer, Redelivery.Parts parts, CircuitBreakers breakers) {
    this.queries = queries;
    this.writer = writer;
    this.parts = parts;
    this.breakers = breakers;
  }

  @Override
  public Step move(Move move, long after) {
    return writer.decide(new MoveStep(move, Candidates.of(queries, move.what(), after), parts, breakers));
  }

  @Override
  public Step discard(Discard discard, long after) {
    return writer.decide(new DiscardStep(discard, Candidates.of(queries, discard.what(), after), parts, breakers));
  }

  @Override
  public String move(String deliveryId, String to, boolean force, boolean dryRun) {
    Stored one = waiting(deliveryId);
    Move move = new Move(DeliveryFilter.ALL.at(one.delivery().channel()), to, force, true, dryRun);
    return changed(deliveryId, writer.decide(new MoveStep(move, Candidates.one(one.delivery()), parts, breakers)));
  }

  @Override
  public void discard(String deliveryId, String reason) {
    Stored one = waiting(deliveryId);
    Discard discard = new Discard(DeliveryFilter.ALL.at(one.delivery().channel()), reason, true, false);
    changed(deliveryId, writer.decide(new DiscardStep(discard, Candidates.one(one.delivery()), parts, breakers)));
  }

  private Stored waiting(String deliveryId) {
    Stored.Find find = Stored.Find.of(parts.ids().parse(deliveryId).orElseThrow(StoredLetters::noSuchDelivery));
    Stored found = queries.askOne(find.sql(), Stored::read, find.values());
    if (found == null) {
      throw StoredLetters.noSuchDelivery();
    }
    if (!found.state().equals(State.WAITING.column)) {
      throw new RefusedException(deliveryId + " is " + found.state() + ": it does not wait for its destination"
          + (found.state().equals(State.DEAD.column) ? ". deadletters retry lets it wait again" : ""));
    }
    return found;
  }

  private static String changed(String deliveryId, Step step) {
    if (!step.left().isEmpty()) {
      throw new RefusedException(step.left().get(0).reason());
    }
    if (step.changed().isEmpty()) {
      throw new RefusedException(deliveryId + " does not wait any more: it has ended just now");
    }
    return step.changed().get(0);
  }
}
