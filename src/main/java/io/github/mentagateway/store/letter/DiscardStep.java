package io.github.mentagateway.store.letter;

import io.github.mentagateway.inbox.Backlogs.Discard;
import io.github.mentagateway.inbox.Backlogs.Step;
import io.github.mentagateway.inbox.Letters.RefusedException;
import io.github.mentagateway.store.channel.CircuitBreakers;
import io.github.mentagateway.store.delivery.Delivery;
import io.github.mentagateway.store.delivery.State;
import io.github.mentagateway.store.letter.Candidates.Candidate;
import io.github.mentagateway.store.sql.Bulk;
import io.github.mentagateway.store.write.Deciding;
import io.github.mentagateway.store.write.Group;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A few deliveries that wait in a channel are never sent. */
final class DiscardStep implements Deciding<Step> {
  private static final String UNDER_WAY = "select number from delivery where channel = ? and state = 'waiting' and claim is not null limit 1";
  private static final Bulk END = new Bulk("number bigint, since bigint, reason text", "update delivery set state = 'discarded',"
      + " since = e.since, reason = e.reason, due_at = null, next_at = null from e where delivery.number = e.number and delivery."
      + State.WAITS + " and delivery.claim is null");

  private final Discard discard;
  private final Candidates candidates;
  private final Redelivery.Parts parts;
  private final CircuitBreakers breakers;

  DiscardStep(Discard discard, Candidates candidates, Redelivery.Parts parts, CircuitBreakers breakers) {
    this.discard = discard;
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
    if (!discard.whileRead()) {
      checkUnread(group, discard.what().destination());
    }
    Candidates.Found found = candidates.asTheyAre(group, parts, discard.dryRun());
    if (!discard.dryRun()) {
      write(group, found.free());
    }
    return new Step(found.free().stream().map(one -> parts.ids().delivery(one.delivery())).toList(), found.leftUnderWay(parts.ids()),
        candidates.next());
  }

  private void checkUnread(Group group, String channel) throws SQLException {
    if (parts.channels().isRead(channel)) {
      throw new RefusedException(channel + " is read by a route, which delivers what waits: only what no route reads has to be discarded."
          + " --while-read discards it, or a part of it, all the same");
    }
    if (group.transaction().askOne(UNDER_WAY, row -> row.getLong(1), channel) != null) {
      throw new RefusedException("something of " + channel + " is under way at another instance, where a route reads it: end that route there"
          + " first, and wait for its attempts. --while-read discards what is not under way all the same");
    }
  }

  private void write(Group group, List<Candidate> found) throws SQLException {
    int changed = group.transaction().run(END, found.stream().map(one -> new Object[] {one.delivery().number(), group.now(),
        DiscardLetter.reason(discard.reason(), one.reason())}).toList());
    if (changed != found.size()) {
      throw new SQLException("a delivery does not wait any more that is being discarded");
    }
    breakers.forget(group, discard.what().destination(), found.stream().map(one -> one.delivery().number()).toList());
    Map<String, Delivery> lines = new LinkedHashMap<>();
    found.stream().map(Candidate::delivery).filter(Delivery::ordered).forEach(one -> lines.putIfAbsent(one.entity(), one));
    for (Delivery one : lines.values()) {
      // what is left of the line may be read now, or again
      parts.superseded().letGo(group, one);
    }
  }
}
