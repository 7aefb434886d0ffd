package io.github.mentagateway.inbox;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The waiting deliveries of one channel and one entity, in the order of arrival. Guarded by {@link Lanes}. */
final class Lane {
  final String key;
  private final Deque<Entry> entries = new ArrayDeque<>(2);
  /** The one that is being attempted: it is the head, until it is settled. */
  private Entry claimed;
  /** Dead letters that hold it up, when the channel's rules say so. */
  private int holding;

  Lane(String key) {
    this.key = key;
  }

  /** Nearly always at the end; a delivery that a person retries goes back to its place. */
  void add(Entry entry) {
    if (entries.isEmpty() || entries.peekLast().number() < entry.number()) {
      entries.addLast(entry);
      return;
    }
    List<Entry> later = new ArrayList<>();
    while (!entries.isEmpty() && entries.peekLast().number() > entry.number()) {
      later.add(entries.pollLast());
    }
    entries.addLast(entry);
    for (int i = later.size() - 1; i >= 0; i--) {
      entries.addLast(later.get(i));
    }
  }

  Entry claim() {
    claimed = entries.pollFirst();
    return claimed;
  }

  /** What was claimed leaves the lane, or comes back as {@code again} (null: it is gone). */
  void settle(long number, Entry again) {
    if (claimed == null || claimed.number() != number) {
      throw new IllegalStateException("delivery " + number + " is not the one that its lane has claimed");
    }
    claimed = null;
    if (again != null) {
      add(again);
    }
  }

  void hold(int deadLetters) {
    holding = Math.max(0, holding + deadLetters);
  }

  void holdNothing() {
    holding = 0;
  }

  boolean isHeld() {
    return holding > 0;
  }

  boolean canBeClaimed() {
    return claimed == null && holding == 0 && !entries.isEmpty();
  }

  boolean isEmpty() {
    return claimed == null && entries.isEmpty() && holding == 0;
  }

  /** Null: at once. */
  Instant dueAt() {
    return entries.peekFirst().dueAt();
  }

  int size() {
    return entries.size() + (claimed == null ? 0 : 1);
  }

  Entry oldest() {
    return claimed != null && (entries.isEmpty() || claimed.number() < entries.peekFirst().number()) ? claimed : entries.peekFirst();
  }

  Deque<Entry> entries() {
    return entries;
  }

  Entry claimed() {
    return claimed;
  }
}
