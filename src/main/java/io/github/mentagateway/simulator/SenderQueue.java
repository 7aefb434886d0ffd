package io.github.mentagateway.simulator;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Menta's queue. New messages come at an even pace, and each failed one has its own time of retry. All times are menta's. Not safe for
 * several threads: its callers hold a lock.
 */
final class SenderQueue {
  /** New messages fall at most this far behind their pace: a slow endpoint does not get all that it missed at once. */
  private static final int MOST_BEHIND = 10;

  private final NotificationGenerator generator;
  private final int notifications;
  private final long pace;
  private final RetryPolicy policy;
  private final boolean bursts;
  private final SimulatedOutages outages;
  private final Consumer<Message> made;
  private final LateCopies late = new LateCopies();
  /** Ordered by number too, so that the order of equal times does not depend on the queue's implementation. */
  private final PriorityQueue<QueuedMessage> retries =
      new PriorityQueue<>(Comparator.comparingLong(QueuedMessage::at).thenComparingInt(queued -> queued.message().number()));
  private int next;
  private long newAt;
  private int underWay;
  private int acknowledged;
  private boolean lastWasNew;

  /**
   * @param notifications how many messages are made
   * @param pace the time from one new message to the next; 0 makes one whenever a connection is free
   * @param bursts what comes due in an outage is due at its end
   * @param made is called with each new message
   */
  SenderQueue(NotificationGenerator generator, int notifications, long pace, RetryPolicy policy, boolean bursts, SimulatedOutages outages,
      Consumer<Message> made) {
    this.generator = generator;
    this.notifications = notifications;
    this.pace = pace;
    this.policy = policy;
    this.bursts = bursts;
    this.outages = outages;
    this.made = made;
  }

  /** @return the message to send now, which the caller {@link #settle settles}; null when nothing is due */
  QueuedMessage take(long now) {
    boolean retry = !retries.isEmpty() && retries.peek().at() <= now;
    boolean fresh = !isAllMade() && newAt() <= now;
    if (!retry && !fresh) {
      return null;
    }
    underWay++;
    // new messages and retries take turns, so that neither waits for ever under overload
    lastWasNew = fresh && !(retry && lastWasNew);
    return lastWasNew ? fresh(now) : retries.poll();
  }

  private QueuedMessage fresh(long now) {
    Message message = generator.next();
    next++;
    newAt = Math.max(newAt + pace, now - MOST_BEHIND * pace);
    made.accept(message);
    late.made(message);
    if (isAllMade()) {
      late.allMade().forEach(queued -> retries.add(queued.dueAt(now)));
    }
    return new QueuedMessage(message, 1, now);
  }

  /** When the next message falls due; {@link Long#MAX_VALUE} when that depends on the messages under way. */
  long nextAt() {
    long at = retries.isEmpty() ? Long.MAX_VALUE : retries.peek().at();
    return isAllMade() ? at : Math.min(at, newAt());
  }

  private long newAt() {
    return pace == 0 ? outages.end() : newAt;
  }

  /** @return whether an outage begins now */
  boolean settle(QueuedMessage queued, Attempt attempt, Fault fault, long now) {
    underWay--;
    if (attempt.isAcknowledged()) {
      acknowledged++;
      late.acknowledged(queued.message()).forEach(overtaken -> retries.add(overtaken.dueAt(now)));
      return outages.begins(acknowledged, now);
    }
    long at = now + policy.gap(queued.message().number(), queued.attempt()).toNanos();
    QueuedMessage again = queued.again(bursts && outages.isOutage(now) ? Math.max(at, outages.end()) : at);
    if (fault != Fault.LATE_COPY || !attempt.isTaken() || !late.hold(again)) {
      retries.add(again);
    }
    return false;
  }

  boolean isOutage(long now) {
    return outages.isOutage(now);
  }

  boolean isAllMade() {
    return next == notifications;
  }

  /** Nothing is left to send. */
  boolean isOver() {
    return isAllMade() && retries.isEmpty() && late.count() == 0 && underWay == 0;
  }

  /** What menta still holds, when nothing is under way. */
  Report.Waiting waiting() {
    int nonPriority = (int) retries.stream().filter(queued -> !queued.isPriority()).count();
    return new Report.Waiting(retries.size() + late.count(), nonPriority, late.count(), notifications - next);
  }

  /** How many messages were made and are not acknowledged yet. */
  int held() {
    return next - acknowledged;
  }
}
