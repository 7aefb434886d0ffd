package io.github.mentagateway.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether the destination of a channel is down. It opens on failures that speak for the destination, of three entities with no success
 * between, so that one poisonous entity is none that is down; any success closes it. Knows entities and lanes by their keys. After a
 * restart it begins closed. Guarded by {@link Lanes}.
 */
final class Breaker {
  /** @param byDestination whether its latest failure speaks for the destination: else its time to wait is its own */
  record Tried(long lane, boolean byDestination) {}

  private static final int ENTITIES = 3;
  /** Lanes: more than a day of probes at the usual interval. One that is forgotten keeps its own time to wait, some minutes at most. */
  private static final int REMEMBERED = 10_000;

  /** What failed since the last success: entities, and lanes within them, that were tried longest ago come first. */
  private final Map<Long, Map<Long, Tried>> tried = new LinkedHashMap<>();
  private int remembered;
  private Instant downSince;
  private Instant nextProbe;
  private final Set<Long> probes = new HashSet<>();

  boolean isOpen() {
    return downSince != null;
  }

  /** Null unless it is open. */
  Instant downSince() {
    return downSince;
  }

  /** Null unless it is open. */
  Instant nextProbe() {
    return nextProbe;
  }

  /**
   * A failure, of whatever kind; {@code byDestination}: it speaks for the destination.
   *
   * @return whether it opens now
   */
  boolean failed(long entity, long lane, boolean byDestination, Instant now, Duration interval) {
    if (!byDestination && !isOpen() && !tried.containsKey(entity)) {
      return false;
    }
    Map<Long, Tried> ofEntity = tried.containsKey(entity) ? tried.remove(entity) : new LinkedHashMap<>(2);
    tried.put(entity, ofEntity);
    remembered += ofEntity.remove(lane) == null ? 1 : 0;
    ofEntity.put(lane, new Tried(lane, byDestination));
    if (remembered > REMEMBERED) {
      forgetOne();
    }
    if (isOpen() || tried.size() < ENTITIES) {
      return false;
    }
    downSince = now;
    nextProbe = now.plus(interval);
    return true;
  }

  private void forgetOne() {
    Iterator<Map<Long, Tried>> entities = tried.values().iterator();
    Iterator<Long> lanes = entities.next().keySet().iterator();
    lanes.next();
    lanes.remove();
    remembered--;
    if (!lanes.hasNext()) {
      entities.remove();
    }
  }

  /** Closes it. Returns the lanes that waited for nothing but the destination; none when it was closed anyway. */
  List<Long> succeeded() {
    List<Long> waited = isOpen()
        ? longestAgoFirst().filter(Tried::byDestination).map(Tried::lane).toList()
        : List.of();
    tried.clear();
    remembered = 0;
    downSince = null;
    nextProbe = null;
    probes.clear();
    return waited;
  }

  boolean isProbe(long number) {
    return probes.contains(number);
  }

  /**
   * Also while one before is still under way: it may hang until its time limit, and the destination be back long before. A clock that was
   * set back must not keep the next probe away.
   */
  boolean mayProbe(Instant now, Duration interval) {
    return isOpen() && (!now.isBefore(nextProbe) || nextProbe.isAfter(now.plus(interval)));
  }

  void probes(long number, Instant now, Duration interval) {
    probes.add(number);
    nextProbe = now.plus(interval);
  }

  /** Settled, or given back untried. */
  void ended(long number) {
    probes.remove(number);
  }

  boolean hasTried(long entity) {
    return tried.containsKey(entity);
  }

  Stream<Tried> longestAgoFirst() {
    return tried.values().stream().flatMap(ofEntity -> ofEntity.values().stream());
  }
}
