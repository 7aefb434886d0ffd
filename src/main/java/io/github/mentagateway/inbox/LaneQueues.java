package io.github.mentagateway.inbox;

import io.github.mentagateway.inbox.Lane.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Where the lanes of one channel wait for a claim. Each stands in one queue at most, which it knows; a place in a queue that is out of
 * date is passed over when it is reached. Guarded by {@link Lanes}.
 */
final class LaneQueues {
  private final Deque<Lane> ready = new ArrayDeque<>();
  private final DueQueue delayed = new DueQueue();
  /** Ready too, but their entity was tried already while the destination is down. */
  private final Deque<Lane> aside = new ArrayDeque<>();
  /** Their head came after the start, and something older of them may still be unread. */
  private final Deque<Lane> unread = new ArrayDeque<>();
  private long readUpTo;

  /** @param readUpTo deliveries up to this number are known before any younger one of their lane */
  LaneQueues(long readUpTo) {
    this.readUpTo = readUpTo;
  }

  /** Puts it where it belongs, after anything of it has changed. */
  void place(Lane lane) {
    if (lane.place == Place.DELAYED) {
      delayed.remove(lane);
    }
    if (!lane.canBeClaimed()) {
      lane.place = Place.NOWHERE;
    } else if (lane.head() > readUpTo) {
      append(lane, Place.UNREAD, unread);
    } else if (lane.dueAt > 0) {
      lane.place = Place.DELAYED;
      delayed.add(lane);
    } else if (lane.place != Place.ASIDE) {
      append(lane, Place.READY, ready);
    }
  }

  private static void append(Lane lane, Place place, Deque<Lane> queue) {
    if (lane.place != place) {
      lane.place = place;
      queue.addLast(lane);
    }
  }

  /** Takes out the first lane that is due; null when none is. */
  Lane pollDue(long now) {
    promote(now);
    return poll(ready, Place.READY);
  }

  /**
   * Takes out the lane that is to tell whether the destination is back: one of an entity that was not tried in this outage, else the one
   * that was tried longest ago, before its time when it was the destination that failed it.
   */
  Lane pollProbe(long now, Breaker breaker, LaneSet lanes) {
    for (Lane lane = pollDue(now); lane != null; lane = pollDue(now)) {
      if (!breaker.hasTried(lane.entity)) {
        return lane;
      }
      append(lane, Place.ASIDE, aside);
    }
    Optional<Lane> again = breaker.longestAgoFirst()
        .filter(tried -> mayProbe(lanes.find(tried.lane()), tried, now))
        .map(tried -> lanes.find(tried.lane()))
        .findFirst();
    again.ifPresent(this::takeOut);
    return again.orElseGet(() -> poll(aside, Place.ASIDE));
  }

  private boolean mayProbe(Lane lane, Breaker.Tried tried, long now) {
    return lane != null && lane.canBeClaimed() && lane.head() <= readUpTo && (tried.byDestination() || lane.dueAt <= now);
  }

  /** When {@link #pollProbe} would find one; {@code Long.MAX_VALUE}: not before something happens. */
  long probeFrom(Breaker breaker, LaneSet lanes) {
    boolean atOnce = !ready.isEmpty() || !aside.isEmpty()
        || breaker.longestAgoFirst().anyMatch(tried -> mayProbe(lanes.find(tried.lane()), tried, Long.MIN_VALUE));
    return atOnce ? 0 : firstDue();
  }

  /** {@code Long.MAX_VALUE}: none waits for its time. */
  long firstDue() {
    Lane first = delayed.first();
    return first == null ? Long.MAX_VALUE : first.dueAt;
  }

  /** Also of entities that were tried already. */
  void nothingAside() {
    for (Lane lane = poll(aside, Place.ASIDE); lane != null; lane = poll(aside, Place.ASIDE)) {
      append(lane, Place.READY, ready);
    }
  }

  void allRead() {
    readUpTo = Long.MAX_VALUE;
    for (Lane lane = poll(unread, Place.UNREAD); lane != null; lane = poll(unread, Place.UNREAD)) {
      place(lane);
    }
  }

  private void promote(long now) {
    for (Lane lane = delayed.first(); lane != null && lane.dueAt <= now; lane = delayed.first()) {
      delayed.remove(lane);
      lane.place = Place.NOWHERE;
      append(lane, Place.READY, ready);
    }
  }

  private static Lane poll(Deque<Lane> queue, Place place) {
    for (Lane lane = queue.pollFirst(); lane != null; lane = queue.pollFirst()) {
      if (lane.place == place) {
        lane.place = Place.NOWHERE;
        if (lane.canBeClaimed()) {
          return lane;
        }
      }
    }
    return null;
  }

  private void takeOut(Lane lane) {
    if (lane.place == Place.DELAYED) {
      delayed.remove(lane);
    }
    lane.place = Place.NOWHERE;
  }
}
