package io.github.mentagateway.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the destination of a channel is down. It opens on failures that speak for the destination, of three entities with no success
 * between, so that one poisonous entity is none that is down; any success closes it. Knows entities and lanes by their keys. After a
 * restart it begins closed. Guarded by {@link Lanes}.
 */
final class Breaker {
  /** @param byDestination whether the latest failure of the entity speaks for the destination: else its time to wait is its own */
  record Tried(long lane, boolean byDestination) {}

  private static final int ENTITIES = 3;
  /** More than a day of probes at the usual interval. One that is forgotten keeps its own time to wait, some minutes at most. */
  private static final int REMEMBERED = 10_000;

  /** What failed since the last success, by entity, the one tried longest ago first. */
  private final Map<Long, Tried> tried = new LinkedHashMap<>();
  private Instant downSince;
  private Instant nextProbe;
  private long probe = Lane.NONE;

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
    tried.remove(entity);
    tried.put(entity, new Tried(lane, byDestination));
    if (tried.size() > REMEMBERED) {
      tried.remove(tried.keySet().iterator().next());
    }
    if (isOpen() || tried.size() < ENTITIES) {
      return false;
    }
    downSince = now;
    nextProbe = now.plus(interval);
    return true;
  }

  /** Closes it. Returns the lanes that waited for nothing but the destination; none when it was closed anyway. */
  List<Long> succeeded() {
    List<Long> waited = isOpen() ? tried.values().stream().filter(Tried::byDestination).map(Tried::lane).toList() : List.of();
    tried.clear();
    downSince = null;
    nextProbe = null;
    probe = Lane.NONE;
    return waited;
  }

  boolean isProbing() {
    return probe != Lane.NONE;
  }

  boolean isProbe(long number) {
    return isProbing() && probe == number;
  }

  /** A clock that was set back must not keep the next probe away. */
  boolean mayProbe(Instant now, Duration interval) {
    return isOpen() && !isProbing() && (!now.isBefore(nextProbe) || nextProbe.isAfter(now.plus(interval)));
  }

  void probes(long number, Instant now, Duration interval) {
    probe = number;
    nextProbe = now.plus(interval);
  }

  /** Settled, or given back untried. */
  void ended(long number) {
    if (isProbe(number)) {
      probe = Lane.NONE;
    }
  }

  boolean hasTried(long entity) {
    return tried.containsKey(entity);
  }

  Collection<Tried> longestAgoFirst() {
    return tried.values();
  }
}
