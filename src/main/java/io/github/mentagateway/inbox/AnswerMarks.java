package io.github.mentagateway.inbox;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Which answers certainly reached the sender: told on any thread, written by one. */
final class AnswerMarks {
  private final ConcurrentLinkedQueue<Long> told = new ConcurrentLinkedQueue<>();
  private final Set<Long> marking = new LinkedHashSet<>();

  void answered(long notification) {
    told.add(notification);
  }

  boolean isEmpty() {
    return told.isEmpty();
  }

  /** Those that the transaction under way writes: all that were told by now. */
  Set<Long> take() {
    for (Long number = told.poll(); number != null; number = told.poll()) {
      marking.add(number);
    }
    return marking;
  }

  boolean has(long notification) {
    return marking.contains(notification);
  }

  /** What was answered stays answered: it is written with the next transaction. */
  void rolledBack() {
    told.addAll(marking);
    marking.clear();
  }

  /** @return those that are written now */
  Set<Long> committed() {
    Set<Long> written = Set.copyOf(marking);
    marking.clear();
    return written;
  }
}
