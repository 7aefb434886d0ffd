package io.github.mentagateway.store.letter;

import io.github.mentagateway.inbox.Backlogs.Left;
import io.github.mentagateway.inbox.Backlogs.Move;
import io.github.mentagateway.inbox.Backlogs.Step;
import io.github.mentagateway.inbox.Letters.RefusedException;
import io.github.mentagateway.store.channel.CircuitBreakers;
import io.github.mentagateway.store.delivery.Delivery;
import io.github.mentagateway.store.delivery.State;
import io.github.mentagateway.store.letter.Candidates.Candidate;
import io.github.mentagateway.store.sql.Bulk;
import io.github.mentagateway.store.sql.Transaction;
import io.github.mentagateway.store.write.Deciding;
import io.github.mentagateway.store.write.Group;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A few deliveries go to another channel. A delivery keeps its number, hence its place along its entity. */
final class MoveStep implements Deciding<Step> {
  private static final Bulk THERE = new Bulk("number bigint, channel text", "select e.number from e join delivery d on d.number = e.number"
      + " join delivery t on t.notification = d.notification and t.channel = e.channel and t.replay = d.replay and t.part = d.part");
  private static final Bulk MOVE = new Bulk("number bigint, channel text, ordered integer, due_at bigint",
      "update delivery set channel = e.channel, ordered = e.ordered, due_at = e.due_at, next_at = null, forgiven = attempts from e"
          + " where delivery.number = e.number and delivery." + State.WAITS + " and delivery.claim is null");
  private static final String STEP_BACK = "update delivery set due_at = null where number = ?";

  private final Move move;
  private final Candidates candidates;
  private final Redelivery.Parts parts;
  private final CircuitBreakers breakers;

  MoveStep(Move move, Candidates candidates, Redelivery.Parts parts, CircuitBreakers breakers) {
    this.move = move;
    this.candidates = candidates;
    this.parts = parts;
    this.breakers = breakers;
  }

  @Override
  public void about(Group group) {
    candidates.lock(group);
  }

  @Override
  public Step decide(Group group) throws SQLException {
    check();
    Candidates.Found all = candidates.asTheyAre(group, parts, move.dryRun());
    List<Candidate> found = all.free();
    Transaction transaction = group.transaction();
    Set<Long> there = new HashSet<>(transaction.ask(THERE,
        found.stream().map(one -> new Object[] {one.delivery().number(), move.to()}).toList(), row -> row.getLong(1)));
    Map<String, Long> newest = newestByTheirOwnEntity(transaction, found);
    List<Left> left = new ArrayList<>(all.leftUnderWay(parts.ids()));
    List<Delivery> moved = new ArrayList<>();
    Map<String, Stored> firsts = new HashMap<>();
    for (Candidate one : found) {
      Delivery as = one.delivery().in(move.to(), parts.channels().state(move.to()).ordered());
      String why = there.contains(as.number())
          ? parts.ids().delivery(one.delivery()) + " would be " + parts.ids().delivery(as) + ", which there is already: " + move.to()
              + " has its own of this notification"
          : undoes(group, one, as, firsts, newest);
      if (why == null) {
        moved.add(as);
      } else {
        left.add(new Left(parts.ids().delivery(one.delivery()), why));
      }
    }
    if (!move.dryRun()) {
      write(group, found, moved, firsts);
    }
    return new Step(moved.stream().map(parts.ids()::delivery).toList(), left, candidates.next());
  }

  private void check() {
    if (move.from().equals(move.to())) {
      throw new RefusedException("what waits in " + move.from() + " is there already: name another destination");
    }
    if (parts.channels().isRead(move.from()) && !move.whileRead()) {
      throw new RefusedException(move.from() + " is read by a route, which delivers what waits: only what no route reads has to be moved."
          + " --while-read moves it, or a part of it, all the same");
    }
    if (!parts.channels().isRead(move.to())) {
      throw new RefusedException("no route reads " + move.to() + ": what is moved there would wait as before. Is the name right? destinations"
          + " list shows those that are read");
    }
  }

  private String undoes(Group group, Candidate one, Delivery as, Map<String, Stored> firsts, Map<String, Long> newest) throws SQLException {
    if (as.entity() == null) {
      return null;
    }
    if (!firsts.containsKey(as.entity())) {
      firsts.put(as.entity(), move.dryRun() ? parts.superseded().firstAsItIs(group, as) : parts.superseded().first(group, as));
    }
    if (move.force()) {
      return null;
    }
    boolean isOfNotification = as.entity().equals(one.ofNotification());
    Long delivered = isOfNotification ? Superseded.deliveredHere(group.transaction(), as) : newest.get(as.entity());
    if (delivered == null || delivered < as.number()) {
      delivered = Superseded.deliveredByRouter(group.transaction(), as);
    }
    return parts.superseded().undoes(group, parts.ids().delivery(one.delivery()), as, firsts.get(as.entity()), delivered);
  }

  /** One look through what came since, for all of them: no index has the entities that routes give. */
  private Map<String, Long> newestByTheirOwnEntity(Transaction transaction, List<Candidate> found) throws SQLException {
    Map<String, Long> newest = new HashMap<>();
    long first = found.stream().filter(one -> one.delivery().entity() != null && !one.delivery().entity().equals(one.ofNotification()))
        .mapToLong(one -> one.delivery().number()).min().orElse(Long.MAX_VALUE);
    if (first != Long.MAX_VALUE && !move.force()) {
      transaction.ask(Superseded.NEWEST_HERE_BY_THEIR_OWN_ENTITY,
          row -> newest.put(row.getString("entity"), row.getLong("newest")), first, move.to(), move.from());
    }
    return newest;
  }

  private void write(Group group, List<Candidate> found, List<Delivery> moved, Map<String, Stored> firsts) throws SQLException {
    Transaction transaction = group.transaction();
    int changed = transaction.run(MOVE, moved.stream().map(one -> new Object[] {one.number(), move.to(), one.ordered() ? 1 : 0,
        one.ordered() ? null : Long.valueOf(group.now())}).toList());
    if (changed != moved.size()) {
      throw new SQLException("a delivery does not wait any more that is being moved");
    }
    breakers.forget(group, move.from(), moved.stream().map(Delivery::number).toList());
    Map<String, Delivery> lines = new LinkedHashMap<>();
    for (Delivery one : moved) {
      if (one.ordered()) {
        lines.putIfAbsent(one.entity(), one);
      } else {
        parts.deliveries().more(move.to());
      }
    }
    for (String entity : lines.keySet()) {
      Stored first = firsts.get(entity);
      if (first == null || !first.claimed()) {
        if (first != null) {
          // whichever of them came first is the next
          transaction.run(STEP_BACK, first.delivery().number());
        }
        parts.deliveries().findNext(move.to(), entity);
      }
    }
    Map<String, Delivery> before = new LinkedHashMap<>();
    found.stream().map(Candidate::delivery).filter(Delivery::ordered).forEach(one -> before.putIfAbsent(one.entity(), one));
    for (Delivery one : before.values()) {
      parts.superseded().letGo(group, one);
    }
  }
}
