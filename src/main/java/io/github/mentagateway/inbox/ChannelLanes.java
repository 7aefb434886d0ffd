package io.github.mentagateway.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All lanes of one channel, and whether its work is handed out at all. Guarded by {@link Lanes}. */
final class ChannelLanes {
  /** @param probe whether it is to tell if the destination is back */
  record Claim(long number, boolean probe) {}

  private record Waiting(long number, long entity, long dueAt) {}

  private static final Logger LOG = LoggerFactory.getLogger(ChannelLanes.class);
  private static final ChannelRules UNTIL_OPENED = new ChannelRules(true, false, Duration.ofSeconds(10));

  private final String channel;
  private final EntityKeys keys;
  private final Breaker breaker = new Breaker();
  /** When deliveries behind their head are due: a person had an older one tried again before them. Hardly ever any. */
  private final Map<Long, Long> dueBehind = new HashMap<>();
  private LaneTable lanes = new LaneTable();
  private LaneQueues queues;
  private ChannelRules rules = UNTIL_OPENED;
  private Runnable onWork;
  private Pause pause;
  private long waiting;

  ChannelLanes(String channel, EntityKeys keys, long readUpTo) {
    this.channel = channel;
    this.keys = keys;
    this.queues = new LaneQueues(readUpTo);
  }

  /** @param held entities with dead letters, and how many: they hold up their lanes when the rules say so */
  void open(ChannelRules newRules, Runnable listener, Map<String, Integer> held, long readUpTo) {
    if (onWork != null) {
      throw new IllegalStateException("channel '" + channel + "' is read by a route already: one route reads a durable channel");
    }
    if (newRules.ordered() != rules.ordered()) {
      reorder(newRules, readUpTo);
    }
    rules = newRules;
    onWork = listener;
    hold(rules.ordered() && rules.holdBehindDeadLetter() ? held : Map.of());
  }

  private void reorder(ChannelRules newRules, long readUpTo) {
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
    rules = newRules;
    lanes = new LaneTable();
    queues = new LaneQueues(readUpTo);
    dueBehind.clear();
    all.forEach(one -> insert(lane(one.entity(), one.number()), one.number(), one.dueAt()));
  }

  /** From nothing, whatever an earlier reader's rules held up. */
  private void hold(Map<String, Integer> held) {
    List<Lane> before = new ArrayList<>();
    lanes.forEach(lane -> {
      if (lane.isHeld()) {
        before.add(lane);
      }
    });
    before.forEach(Lane::holdNothing);
    held.forEach((entity, count) -> {
      Lane lane = lane(keys.of(entity), Lane.NONE);
      lane.hold(count);
      queues.place(lane);
    });
    before.forEach(this::changed);
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

  void allRead() {
    queues.allRead();
  }

  /** @param entity see {@link EntityKeys#of(String, long)}; {@code dueAt}: see {@link Lane#dueAt} */
  void add(long number, long entity, long dueAt) {
    waiting++;
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

  List<Claim> claim(int most, Instant now) {
    if (onWork == null || pause != null) {
      return List.of();
    }
    long time = Sql.micros(now);
    if (breaker.isOpen()) {
      Lane lane = breaker.mayProbe(now, rules.probeInterval()) ? queues.pollProbe(time, breaker, lanes) : null;
      if (lane == null) {
        return List.of();
      }
      long number = claim(lane);
      breaker.probes(number, now, rules.probeInterval());
      return List.of(new Claim(number, true));
    }
    List<Claim> claims = new ArrayList<>(most);
    Lane lane = queues.pollDue(time);
    while (lane != null) {
      claims.add(new Claim(claim(lane), false));
      lane = claims.size() < most ? queues.pollDue(time) : null;
    }
    return claims;
  }

  private long claim(Lane lane) {
    long number = lane.claim();
    Long dueAt = dueBehind.isEmpty() ? null : dueBehind.remove(lane.head());
    lane.dueAt = dueAt == null ? 0 : dueAt;
    return number;
  }

  /** @param again the delivery as it waits on, or null when it left the channel */
  void settle(Entry entry, Entry again, Settlement settlement, Instant now) {
    Lane lane = lane(entry);
    lane.settle(entry.number());
    if (again == null) {
      waiting--;
    } else {
      insert(lane, again.number(), Sql.micros(again.dueAt()));
    }
    if (settlement instanceof Settlement.DeadLetter && holds(entry)) {
      lane.hold(1);
    }
    changed(lane);
    breaker.ended(entry.number());
    if (settlement instanceof Settlement.Delivered) {
      destinationAnswers();
    } else if (breaker.failed(keyOf(entry), lane.key, speaksForTheDestination(settlement), now, rules.probeInterval())) {
      LOG.warn("event=destination_down destination={} probe_interval_ms={}", channel, rules.probeInterval().toMillis());
    }
  }

  private void destinationAnswers() {
    boolean wasDown = breaker.isOpen();
    for (long key : breaker.succeeded()) {
      Lane lane = lanes.get(key);
      if (lane != null) {
        lane.dueAt = 0;
        queues.place(lane);
      }
    }
    queues.nothingAside();
    if (wasDown) {
      LOG.info("event=destination_back destination={} waiting={}", channel, waiting);
    }
  }

  private static boolean speaksForTheDestination(Settlement settlement) {
    return settlement instanceof Settlement.Retry retry && retry.destinationDown();
  }

  /** Whether a failure like that counts no attempt: it is known already that the destination is down. */
  boolean forgives(Settlement.Retry retry) {
    return breaker.isOpen() && retry.destinationDown();
  }

  /** Claimed, and never begun. */
  void giveBack(Entry entry) {
    Lane lane = lane(entry);
    lane.settle(entry.number());
    // only a probe was claimed before its time
    boolean early = breaker.isProbe(entry.number());
    breaker.ended(entry.number());
    insert(lane, entry.number(), early ? Sql.micros(entry.dueAt()) : 0);
    changed(lane);
  }

  /** A person retried, replayed or otherwise ended a dead letter: it holds up nothing any more. */
  void letGo(Entry dead) {
    if (holds(dead)) {
      Lane lane = lane(dead);
      lane.hold(-1);
      changed(lane);
    }
  }

  /**
   * Keeps the lane still while a person's retry of an older delivery is being written, so that no newer one begins meanwhile.
   *
   * @return false when a newer one is under way already
   */
  boolean reserve(Entry older) {
    Lane lane = lane(older);
    if (lane.claimed() > older.number()) {
      return false;
    }
    lane.hold(1);
    return true;
  }

  void release(Entry older) {
    Lane lane = lane(older);
    lane.hold(-1);
    changed(lane);
  }

  /** Empty when nothing waits for its time; something may be had at once all the same. */
  Optional<Instant> nextDue() {
    if (pause != null || breaker.isProbing()) {
      return Optional.empty();
    }
    long due = breaker.isOpen() ? queues.probeFrom(breaker, lanes) : queues.firstDue();
    return due == Long.MAX_VALUE ? Optional.empty()
        : Optional.of(breaker.isOpen() && Sql.micros(breaker.nextProbe()) > due ? breaker.nextProbe() : Sql.ofMicros(due));
  }

  void pause(Pause newPause) {
    pause = newPause;
  }

  Pause pause() {
    return pause;
  }

  Channels.Status status() {
    return new Channels.Status(channel, isOpen(), pause == null ? null : pause.since(), pause == null ? null : pause.reason(),
        breaker.downSince(), breaker.nextProbe());
  }

  long waiting() {
    return waiting;
  }

  /** Looks at every lane. {@link Lane#NONE} when nothing waits. */
  long oldest() {
    long[] oldest = {Long.MAX_VALUE};
    lanes.forEach(lane -> oldest[0] = lane.oldest() == Lane.NONE ? oldest[0] : Math.min(oldest[0], lane.oldest()));
    return oldest[0] == Long.MAX_VALUE ? Lane.NONE : oldest[0];
  }

  private boolean holds(Entry entry) {
    return rules.holdBehindDeadLetter() && rules.ordered() && entry.entity() != null;
  }

  private void changed(Lane lane) {
    queues.place(lane);
    if (lane.isEmpty()) {
      lanes.remove(lane);
    }
  }

  private long keyOf(Entry entry) {
    return keys.of(entry.entity(), entry.number());
  }

  private Lane lane(Entry entry) {
    return lane(keyOf(entry), entry.number());
  }

  /** The lane of its entity; one of its own for what has no order. */
  private Lane lane(long entity, long number) {
    long key = rules.ordered() ? entity : number;
    Lane lane = lanes.get(key);
    if (lane == null) {
      lane = new Lane(key, entity);
      lanes.add(lane);
    }
    return lane;
  }
}
