package io.github.mentagateway.inbox;

/**
 * The waiting deliveries of one channel and one entity, in the order of arrival, by number only: a million lanes have to fit into
 * memory. What else a delivery is made of is read when it is claimed. Guarded by {@link Lanes}.
 */
final class Lane {
  /** In which of {@link LaneQueues} it stands. */
  enum Place { NOWHERE, READY, DELAYED, ASIDE, UNREAD }

  /** No delivery has this number. */
  static final long NONE = 0;

  final long key;
  /** The {@linkplain EntityKeys key of its entity}, also where each delivery has a lane of its own. */
  final long entity;
  /** When its head may be claimed, in microseconds since 1970; 0: at once. */
  long dueAt;
  Place place = Place.NOWHERE;
  /** For {@link DueQueue}. */
  int index;
  private long head = NONE;
  /** Those behind the head; null when there is none. */
  private SortedNumbers others;
  /** The one that is being attempted. */
  private long claimed = NONE;
  /** Dead letters and decisions under way that hold it up. */
  private int holding;

  Lane(long key, long entity) {
    this.key = key;
    this.entity = entity;
  }

  void add(long number) {
    if (head == NONE) {
      head = number;
      return;
    }
    others = others == null ? new SortedNumbers() : others;
    others.add(Math.max(head, number));
    head = Math.min(head, number);
  }

  long claim() {
    claimed = head;
    head = others == null ? NONE : others.poll();
    if (others != null && others.size() == 0) {
      others = null;
    }
    return claimed;
  }

  /** What was claimed is claimed no more. */
  void settle(long number) {
    if (claimed == NONE || claimed != number) {
      throw new IllegalStateException("delivery " + number + " is not the one that its lane has claimed");
    }
    claimed = NONE;
  }

  void hold(int more) {
    holding = Math.max(0, holding + more);
  }

  void holdNothing() {
    holding = 0;
  }

  boolean isHeld() {
    return holding > 0;
  }

  boolean canBeClaimed() {
    return claimed == NONE && holding == 0 && head != NONE;
  }

  boolean isEmpty() {
    return claimed == NONE && head == NONE && holding == 0;
  }

  long head() {
    return head;
  }

  long claimed() {
    return claimed;
  }

  /** {@link #NONE} when nothing waits in it. */
  long oldest() {
    return claimed == NONE || head != NONE && head < claimed ? head : claimed;
  }

  /** Those that are not claimed, in order. */
  long[] numbers() {
    if (head == NONE) {
      return new long[0];
    }
    long[] numbers = new long[1 + (others == null ? 0 : others.size())];
    numbers[0] = head;
    for (int i = 1; i < numbers.length; i++) {
      numbers[i] = others.get(i - 1);
    }
    return numbers;
  }
}
