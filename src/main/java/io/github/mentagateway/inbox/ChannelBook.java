package io.github.mentagateway.inbox;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The channels that this instance reads, and what it knows of the others. Safe for any thread. */
final class ChannelBook {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelBook.class);
  private static final Duration USUAL_PROBE_INTERVAL = Duration.ofSeconds(10);

  record Reading(ChannelRules rules, Runnable onWork) {}

  private final Map<String, Reading> readings = new ConcurrentHashMap<>();
  /** As they were when this instance opened them: others may read them in another way. */
  private final Set<String> unordered = ConcurrentHashMap.newKeySet();

  void open(String channel, ChannelRules rules, Runnable onWork) {
    readings.put(channel, new Reading(rules, onWork));
    if (rules.ordered()) {
      unordered.remove(channel);
    } else {
      unordered.add(channel);
    }
  }

  void close(String channel) {
    readings.remove(channel);
  }

  boolean isRead(String channel) {
    return readings.containsKey(channel);
  }

  Set<String> read() {
    return Set.copyOf(readings.keySet());
  }

  boolean holds(String channel) {
    Reading reading = readings.get(channel);
    return reading != null && reading.rules().ordered() && reading.rules().holdBehindDeadLetter();
  }

  Duration probeInterval(String channel) {
    Reading reading = readings.get(channel);
    return reading == null ? USUAL_PROBE_INTERVAL : reading.rules().probeInterval();
  }

  /** The lane of its entity; one of its own for what has no order. The first character keeps an entity from looking like a number. */
  String laneOf(Entry entry) {
    return entry.entity() == null || unordered.contains(entry.channel()) ? "#" + entry.number() : "=" + entry.entity();
  }

  /** Tells the readers of these channels that there may be work. */
  void signal(Collection<String> channels) {
    for (Reading reading : channels.stream().distinct().map(readings::get).filter(Objects::nonNull).toList()) {
      try {
        reading.onWork().run();
      } catch (RuntimeException e) {
        LOG.error("event=reader_not_told error={}", e.toString(), e);
      }
    }
  }

  void signalAll() {
    signal(List.copyOf(readings.keySet()));
  }
}
