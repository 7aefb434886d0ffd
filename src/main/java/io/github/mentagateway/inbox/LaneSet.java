package io.github.mentagateway.inbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The lanes of one channel by key, and what waits in them. Guarded by {@link Lanes}. */
final class LaneSet {
  private record Waiting(long number, long entity, long dueAt) {}

  private final String channel;
  private final boolean ordered;
  private final LaneTable lanes = new LaneTable();
  private final LaneQueues queues;
  /** When deliveries behind their head are due: a person had an older one tried again before them. Hardly ever any. */
  private final Map<Long, Long> dueBehind = new HashMap<>();
  private long size;
  /** The lowest number that waits, as long as {@code oldestIsKnown}. */
  private long oldest = Lane.NONE;
  private boolean oldestIsKnown = true;

  /** @param readUpTo see {@link LaneQueues} */
  LaneSet(String channel, boolean ordered, long readUpTo) {
    this.channel = channel;
    this.ordered = ordered;
    this.queues = new LaneQueues(readUpTo);
  }

  boolean isOrdered() {
    return ordered;
  }

  LaneQueues queues() {
    return queues;
  }

  /** Null when there is none. */
  Lane find(long key) {
    return lanes.get(key);
  }

  /** The lane of its entity; one of its own for what has no order. Made when it is not there. */
  Lane lane(long entity, long number) {
    long key = ordered ? entity : number;
    Lane lane = lanes.get(key);
    if (lane == null) {
      lane = new Lane(key, entity);
      lanes.add(lane);
    }
    return lane;
  }

  /** @param entity see {@link EntityKeys#of(String, long)}; {@code dueAt}: see {@link Lane#dueAt} */
  void add(long number, long entity, long dueAt) {
    size++;
    oldest = oldest == Lane.NONE ? number : Math.min(oldest, number);
    insert(lane(entity, number), number, dueAt);
  }

  private void insert(Lane lane, long number, long dueAt) {
    long headBefore = lane.head();
    lane.add(number);
    if (lane.head() != number) {
      if (dueAt > 0) {
        dueBehind.put(number, dueAt);
      }
      return;
    }
    if (headBefore != Lane.NONE && lane.dueAt > 0) {
      dueBehind.put(headBefore, lane.dueAt);
    }
    lane.dueAt = dueAt;
    queues.place(lane);
  }

  /** @param lane one that was taken out of the queues */
  long claim(Lane lane) {
    long number = lane.claim();
    Long dueAt = dueBehind.isEmpty() ? null : dueBehind.remove(lane.head());
    lane.dueAt = dueAt == null ? 0 : dueAt;
    return number;
  }

  /** What was claimed waits on. */
  void putBack(Lane lane, long number, long dueAt) {
    lane.settle(number);
    insert(lane, number, dueAt);
  }

  /** What was claimed waits no more. */
  void end(Lane lane, long number) {
    lane.settle(number);
    size--;
    oldestIsKnown &= number != oldest;
  }

  /** After anything of it but its waiting deliveries has changed. */
  void changed(Lane lane) {
    queues.place(lane);
    if (lane.isEmpty()) {
      lanes.remove(lane);
    }
  }

  List<Lane> all(Predicate<Lane> which) {
    List<Lane> found = new ArrayList<>();
    lanes.forEach(lane -> {
      if (which.test(lane)) {
        found.add(lane);
      }
    });
    return found;
  }

  long size() {
    return size;
  }

  /** The lowest number that waits, or {@link Lane#NONE}. Looks at every lane when the one that was the lowest is gone. */
  long oldest() {
    if (!oldestIsKnown) {
      long[] lowest = {Long.MAX_VALUE};
      lanes.forEach(lane -> lowest[0] = lane.oldest() == Lane.NONE ? lowest[0] : Math.min(lowest[0], lane.oldest()));
      oldest = size == 0 ? Lane.NONE : lowest[0];
      oldestIsKnown = true;
    }
    return oldest;
  }

  /**
   * All that waits in this one, with another order.
   *
   * @throws IllegalStateException while attempts are under way
   */
  LaneSet reordered(long readUpTo) {
    List<Waiting> all = new ArrayList<>();
    lanes.forEach(lane -> {
      if (lane.claimed() != Lane.NONE) {
        throw new IllegalStateException("channel '" + channel + "' still has attempts under way from before its order changed: start it"
            + " again when they have ended");
      }
      for (long number : lane.numbers()) {
        long dueAt = number == lane.head() ? lane.dueAt : dueBehind.getOrDefault(number, 0L);
        all.add(new Waiting(number, EntityKeys.isEntity(lane.entity) ? lane.entity : number, dueAt));
      }
    });
    all.sort(Comparator.comparingLong(Waiting::number));
    LaneSet other = new LaneSet(channel, !ordered, readUpTo);
    all.forEach(one -> other.add(one.number(), one.entity(), one.dueAt()));
    return other;
  }
}
