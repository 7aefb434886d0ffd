package io.github.mentagateway.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All lanes of one channel, and whether its work is handed out at all. Guarded by {@link Lanes}. */
final class ChannelLanes {
  /** @param probe whether it is to tell if the destination is back */
  record Claim(long number, boolean probe) {}

  private static final Logger LOG = LoggerFactory.getLogger(ChannelLanes.class);
  private static final ChannelRules UNTIL_OPENED = new ChannelRules(true, false, Duration.ofSeconds(10));

  private final String channel;
  private final EntityKeys keys;
  private final Breaker breaker = new Breaker();
  /** The latest failure that spoke for the destination. */
  private String downError;
  private LaneSet lanes;
  private ChannelRules rules = UNTIL_OPENED;
  private Runnable onWork;
  private Pause pause;

  ChannelLanes(String channel, EntityKeys keys, long readUpTo) {
    this.channel = channel;
    this.keys = keys;
    this.lanes = new LaneSet(channel, rules.ordered(), readUpTo);
  }

  /** @param held entities with dead letters, and how many: they hold up their lanes when the rules say so */
  void open(ChannelRules newRules, Runnable listener, Map<String, Integer> held, long readUpTo) {
    if (onWork != null) {
      throw new IllegalStateException("channel '" + channel + "' is read by a route already: one route reads a durable channel");
    }
    if (newRules.ordered() != lanes.isOrdered()) {
      lanes = lanes.reordered(readUpTo);
    }
    rules = newRules;
    onWork = listener;
    hold(rules.ordered() && rules.holdBehindDeadLetter() ? held : Map.of());
  }

  /** From nothing, whatever an earlier reader's rules held up. */
  private void hold(Map<String, Integer> held) {
    List<Lane> before = lanes.all(Lane::isHeld);
    before.forEach(Lane::holdNothing);
    held.forEach((entity, count) -> {
      Lane lane = lanes.lane(keys.of(entity), Lane.NONE);
      lane.hold(count);
      lanes.changed(lane);
    });
    before.forEach(lanes::changed);
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
    lanes.queues().allRead();
  }

  void add(long number, String entity, Instant dueAt) {
    lanes.add(number, keys.of(entity, number), Sql.micros(dueAt));
  }

  List<Claim> claim(int most, Instant now) {
    if (onWork == null || pause != null) {
      return List.of();
    }
    long time = Sql.micros(now);
    if (breaker.isOpen()) {
      return probe(now, time);
    }
    List<Claim> claims = new ArrayList<>(most);
    Lane lane = lanes.queues().pollDue(time);
    while (lane != null) {
      claims.add(new Claim(lanes.claim(lane), false));
      lane = claims.size() < most ? lanes.queues().pollDue(time) : null;
    }
    return claims;
  }

  private List<Claim> probe(Instant now, long time) {
    Lane lane = breaker.mayProbe(now, rules.probeInterval()) ? lanes.queues().pollProbe(time, breaker, lanes) : null;
    if (lane == null) {
      return List.of();
    }
    long number = lanes.claim(lane);
    breaker.probes(number, now, rules.probeInterval());
    return List.of(new Claim(number, true));
  }

  /** @param again the delivery as it waits on, or null when it left the channel */
  void settle(Entry entry, Entry again, Settlement settlement, Instant now) {
    Lane lane = lane(entry);
    if (again == null) {
      lanes.end(lane, entry.number());
    } else {
      lanes.putBack(lane, again.number(), Sql.micros(again.dueAt()));
    }
    if (settlement instanceof Settlement.DeadLetter && holds(entry)) {
      lane.hold(1);
    }
    lanes.changed(lane);
    breaker.ended(entry.number());
    if (settlement instanceof Settlement.Retry retry && retry.destinationDown()) {
      downError = Sql.reason(retry.error());
    }
    if (settlement instanceof Settlement.Delivered) {
      destinationAnswers();
    } else if (breaker.failed(keyOf(entry), lane.key, speaksForTheDestination(settlement), now, rules.probeInterval())) {
      LOG.warn("event=destination_down destination={} probe_interval_ms={}", channel, rules.probeInterval().toMillis());
    }
  }

  private void destinationAnswers() {
    boolean wasDown = breaker.isOpen();
    for (long key : breaker.succeeded()) {
      Lane lane = lanes.find(key);
      if (lane != null) {
        lane.dueAt = 0;
        lanes.changed(lane);
      }
    }
    lanes.queues().nothingAside();
    if (wasDown) {
      LOG.info("event=destination_back destination={} waiting={}", channel, lanes.size());
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
    // only a probe was claimed before its time
    boolean early = breaker.isProbe(entry.number());
    breaker.ended(entry.number());
    lanes.putBack(lane(entry), entry.number(), early ? Sql.micros(entry.dueAt()) : 0);
  }

  /** A person retried, replayed or otherwise ended a dead letter: it holds up nothing any more. */
  void letGo(Entry dead) {
    if (holds(dead)) {
      Lane lane = lane(dead);
      lane.hold(-1);
      lanes.changed(lane);
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
    lanes.changed(lane);
  }

  /** Empty when nothing waits for its time; something may be had at once all the same. */
  Optional<Instant> nextDue() {
    if (pause != null) {
      return Optional.empty();
    }
    long due = breaker.isOpen() ? lanes.queues().probeFrom(breaker, lanes) : lanes.queues().firstDue();
    return due == Long.MAX_VALUE ? Optional.empty()
        : Optional.of(breaker.isOpen() && Sql.micros(breaker.nextProbe()) > due ? breaker.nextProbe() : Sql.ofMicros(due));
  }

  void pause(Pause newPause) {
    pause = newPause;
  }

  Channels.Status status() {
    return new Channels.Status(channel, isOpen(), pause == null ? null : pause.since(), pause == null ? null : pause.reason(),
        breaker.downSince(), breaker.nextProbe(), breaker.isOpen() ? downError : null);
  }

  Lanes.Waiting waiting() {
    return new Lanes.Waiting(channel, isOpen(), lanes.size(), lanes.oldest());
  }

  private boolean holds(Entry entry) {
    return rules.holdBehindDeadLetter() && rules.ordered() && entry.entity() != null;
  }

  private long keyOf(Entry entry) {
    return keys.of(entry.entity(), entry.number());
  }

  private Lane lane(Entry entry) {
    return lanes.lane(keyOf(entry), entry.number());
  }
}
