package io.github.mentagateway.inbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lanes of every channel, in memory: H2 has one process, so nobody else hands out work. Safe for any thread. */
final class Lanes {
  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

  private final Map<String, ChannelLanes> channels = new TreeMap<>();

  synchronized void open(String channel, ChannelRules rules, Runnable onWork, Map<String, Integer> held) {
    channel(channel).open(rules, onWork, held);
  }

  synchronized void close(String channel) {
    channel(channel).close();
  }

  synchronized void add(Entry entry) {
    channel(entry.channel()).add(entry);
  }

  synchronized List<Entry> claim(String channel, int most, Instant now) {
    ChannelLanes lanes = channel(channel);
    return lanes.isOpen() ? lanes.claim(most, now) : List.of();
  }

  synchronized void settle(Entry entry, Entry again, boolean dead) {
    channel(entry.channel()).settle(entry, again, dead);
  }

  synchronized void letGo(Entry dead) {
    channel(dead.channel()).letGo(dead);
  }

  synchronized boolean reserve(Entry older) {
    return channel(older.channel()).reserve(older);
  }

  synchronized void release(Entry older) {
    channel(older.channel()).release(older);
  }

  synchronized Optional<Instant> nextDue(String channel) {
    return channel(channel).nextDue();
  }

  synchronized List<Inbox.Backlog> backlog() {
    return channels.values().stream()
        .map(ChannelLanes::backlog)
        .filter(backlog -> backlog.read() || backlog.waiting() > 0)
        .toList();
  }

  /** Tells the readers of these channels; outside the lock, since what they do is theirs. */
  void signal(Collection<String> names) {
    List<Runnable> told = new ArrayList<>();
    synchronized (this) {
      Set<String> once = new LinkedHashSet<>(names);
      once.forEach(name -> channel(name).listener().ifPresent(told::add));
    }
    for (Runnable listener : told) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.error("event=reader_not_told error={}", e.toString(), e);
      }
    }
  }

  private ChannelLanes channel(String name) {
    return channels.computeIfAbsent(name, ChannelLanes::new);
  }
}
