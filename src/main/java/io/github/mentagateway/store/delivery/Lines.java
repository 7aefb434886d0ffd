package io.github.mentagateway.store.delivery;

import io.github.mentagateway.store.sql.Bulk;
import io.github.mentagateway.store.sql.Transaction;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The lines that one group is about: what has one channel and one entity, and is delivered one after the other. A line whose first delivery
 * the group may change is left to the statement that finds the next one, after all others; of any other line the first one is known
 * from the question at the beginning.
 */
final class Lines {
  static final String DEAD = "(select x.number from delivery x where x.channel = e.channel and x.entity = e.entity and x.state = 'dead'"
      + " and x." + State.LETTER + " limit 1)";
  private static final String WAITING = "(select w.number from delivery w where w.channel = e.channel and w.entity = e.entity"
      + " and w.state = 'waiting' and w.ordered = 1 limit 1)";
  /** Lines in which something waits, or is a dead letter. Asked with limits: PostgreSQL would read all that waits, once, to know it of each. */
  static final Bulk TAKEN = new Bulk("channel text, entity text", "select e.channel, e.entity, case when " + WAITING + " is null then 0 else 1"
      + " end as waits from e where " + WAITING + " is not null or " + DEAD + " is not null");

  record Line(String channel, String entity) {
    private static Line of(Delivery delivery) {
      return new Line(delivery.channel(), delivery.entity());
    }
  }

  private final Set<Line> askedFor = new LinkedHashSet<>();
  private final Set<Line> withFirst = new HashSet<>();
  private final Set<Line> withDead = new HashSet<>();
  private final Set<Line> leftToNext = new LinkedHashSet<>();

  void begin() {
    askedFor.clear();
    withFirst.clear();
    withDead.clear();
    leftToNext.clear();
  }

  void about(String channel, String entity) {
    if (entity != null) {
      askedFor.add(new Line(channel, entity));
    }
  }

  void ask(Transaction transaction) throws SQLException {
    transaction.queueQuestion(TAKEN, askedFor.stream().map(line -> new Object[] {line.channel(), line.entity()}).toList(),
        row -> (row.getInt("waits") == 1 ? withFirst : withDead).add(new Line(row.getString("channel"), row.getString("entity"))));
  }

  /** Whether {@link #becomesFirst} can say it. */
  boolean isKnown(Delivery delivery) {
    return askedFor.contains(Line.of(delivery));
  }

  /** Its first one may end, or an older one may come back. */
  void leaveToNext(String channel, String entity) {
    leftToNext.add(new Line(channel, entity));
  }

  Collection<Line> leftToNext() {
    return leftToNext;
  }

  /** Whether a new delivery may begin at once; the next new one of its line may not. @param hold whether a dead letter holds up the line */
  boolean becomesFirst(Delivery delivery, boolean hold) {
    Line line = Line.of(delivery);
    return !leftToNext.contains(line) && !(hold && withDead.contains(line)) && withFirst.add(line);
  }
}
