package io.github.mentagateway.inbox;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * All lanes of one channel. A lane stands in {@code ready} or in {@code delayed} when it can be claimed, in neither otherwise; a place
 * in a queue that is out of date is passed over when it is reached. Guarded by {@link Lanes}.
 */
final class ChannelLanes {
  private record Place(Lane lane, Instant dueAt) {}

  final String channel;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Deque<Lane> ready = new ArrayDeque<>();
  private final PriorityQueue<Place> delayed = new PriorityQueue<>(Comparator.comparing(Place::dueAt));
  private ChannelRules rules = new ChannelRules(true, false, java.time.Duration.ofSeconds(10));
  private Runnable onWork;
  private long waiting;

  ChannelLanes(String channel) {
    this.channel = channel;
  }

  /** @param held entities with dead letters, and how many: they hold up their lanes when the rules say so */
  void open(ChannelRules newRules, Runnable listener, Map<String, Integer> held) {
    if (onWork != null) {
      throw new IllegalStateException("channel '" + channel + "' is read by a route already: one route reads a durable channel");
    }
    if (newRules.ordered() != rules.ordered()) {
      reorder(newRules);
    }
    rules = newRules;
    onWork = listener;
    hold(rules.ordered() && rules.holdBehindDeadLetter() ? held : Map.of());
  }

  private void reorder(ChannelRules newRules) {
    if (lanes.values().stream().anyMatch(lane -> lane.claimed() != null)) {
      throw new IllegalStateException("channel '" + channel + "' still has attempts under way from before its order changed: start it"
          + " again when they have ended");
    }
    List<Entry> entries = lanes.values().stream().flatMap(lane -> lane.entries().stream()).toList();
    rules = newRules;
    lanes.clear();
    ready.clear();
    delayed.clear();
    waiting = 0;
    entries.stream().sorted(Comparator.comparingLong(Entry::number)).forEach(this::add);
  }

  /** From nothing, whatever an earlier reader's rules held up. */
  private void hold(Map<String, Integer> held) {
    List<Lane> before = lanes.values().stream().filter(Lane::isHeld).toList();
    before.forEach(Lane::holdNothing);
    held.forEach((entity, count) -> lane(key(entity)).hold(count));
    before.forEach(lane -> requeue(lane.key, lane));
  }

  void close() {
    onWork = null;
  }

  boolean isOpen() {
    return onWork != null;
  }

  Optional<Runnable> listener() {
    return Optional.ofNullable(onWork);
  }

  void add(Entry entry) {
    waiting++;
    Lane lane = lane(key(entry));
    lane.add(entry);
    if (lane.entries().peekFirst() == entry) {
      enqueue(lane);
    }
  }

  List<Entry> claim(int most, Instant now) {
    while (!delayed.isEmpty() && !delayed.peek().dueAt().isAfter(now)) {
      ready.addLast(delayed.poll().lane());
    }
    List<Entry> claimed = new ArrayList<>(most);
    while (claimed.size() < most && !ready.isEmpty()) {
      Lane lane = ready.pollFirst();
      if (lane.canBeClaimed() && isDue(lane, now)) {
        claimed.add(lane.claim());
      }
    }
    return claimed;
  }

  /** @param again the delivery as it waits on, or null when it left the channel; {@code dead}: it left as a dead letter */
  void settle(Entry entry, Entry again, boolean dead) {
    String key = key(entry);
    Lane lane = lanes.get(key);
    lane.settle(entry.number(), again);
    if (again == null) {
      waiting--;
    }
    if (dead && holds(entry)) {
      lane.hold(1);
    }
    requeue(key, lane);
  }

  /** A person retried, replayed or otherwise ended a dead letter: it holds up nothing any more. */
  void letGo(Entry dead) {
    if (holds(dead)) {
      String key = key(dead);
      Lane lane = lane(key);
      lane.hold(-1);
      requeue(key, lane);
    }
  }

  /**
   * Keeps the lane still while a person's retry of an older delivery is being written, so that no newer one begins meanwhile.
   *
   * @return false when a newer one is under way already
   */
  boolean reserve(Entry older) {
    String key = key(older);
    Lane lane = lane(key);
    if (lane.claimed() != null && lane.claimed().number() > older.number()) {
      return false;
    }
    lane.hold(1);
    return true;
  }

  void release(Entry older) {
    String key = key(older);
    Lane lane = lanes.get(key);
    // a route that began to read meanwhile has made its lanes anew
    if (lane != null) {
      lane.hold(-1);
      requeue(key, lane);
    }
  }

  Optional<Instant> nextDue() {
    return Optional.ofNullable(delayed.peek()).map(Place::dueAt);
  }

  Inbox.Backlog backlog() {
    Entry oldest = lanes.values().stream()
        .filter(lane -> lane.size() > 0)
        .map(Lane::oldest)
        .min(Comparator.comparingLong(Entry::number))
        .orElse(null);
    return new Inbox.Backlog(channel, isOpen(), waiting, oldest == null ? null : oldest.receivedAt());
  }

  private boolean holds(Entry entry) {
    return rules.holdBehindDeadLetter() && rules.ordered() && entry.entity() != null;
  }

  private void requeue(String key, Lane lane) {
    if (lane.isEmpty()) {
      lanes.remove(key);
    } else {
      enqueue(lane);
    }
  }

  private void enqueue(Lane lane) {
    if (!lane.canBeClaimed()) {
      return;
    }
    if (lane.dueAt() == null) {
      ready.addLast(lane);
    } else {
      delayed.add(new Place(lane, lane.dueAt()));
    }
  }

  private static boolean isDue(Lane lane, Instant now) {
    return lane.dueAt() == null || !lane.dueAt().isAfter(now);
  }

  private Lane lane(String key) {
    return lanes.computeIfAbsent(key, Lane::new);
  }

  /** The lane of its entity; one of its own for what has no order. */
  private String key(Entry entry) {
    return rules.ordered() && entry.entity() != null ? key(entry.entity()) : "#" + entry.number();
  }

  /** The first character keeps an entity from looking like a number, whatever the sender calls it. */
  private static String key(String entity) {
    return "=" + entity;
  }
}
