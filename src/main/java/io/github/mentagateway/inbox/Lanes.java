package io.github.mentagateway.inbox;

import java.security.SecureRandom;
import java.time.Clock;
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

/**
 * The lanes of every channel, in memory: H2 has one process, so nobody else hands out work. Each waiting delivery costs some ninety bytes
 * when it has an entity of its own, eight to sixteen behind another of its entity; nothing else here grows with what waits. Safe for any
 * thread.
 */
final class Lanes {
  /** @param oldest {@link Lane#NONE} when nothing waits */
  record Waiting(String channel, boolean read, long waiting, long oldest) {}

  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

  private final Clock clock;
  private final RecentContent recent;
  private final EntityKeys keys = new EntityKeys(new SecureRandom());
  private final Map<String, ChannelLanes> channels = new TreeMap<>();
  private long readUpTo = Long.MAX_VALUE;

  /** @param recent follows what the lanes hold, so that it never tells of a delivery how it was before */
  Lanes(Clock clock, RecentContent recent) {
    this.clock = clock;
    this.recent = recent;
  }

  synchronized void open(String channel, ChannelRules rules, Runnable onWork, Map<String, Integer> held) {
    channel(channel).open(rules, onWork, held, readUpTo);
  }

  synchronized void close(String channel) {
    channel(channel).close();
  }

  /**
   * What waits already is still unread. From now on a delivery above this number is handed out only after {@link #allRead}: an older one
   * of its lane may be among what is unread.
   */
  synchronized void unreadUpTo(long number) {
    readUpTo = number;
  }

  /** In the order of their numbers, along each lane at least. */
  synchronized void read(String channel, long number, String entity, Instant dueAt) {
    channel(channel).add(number, entity, dueAt);
  }

  synchronized void allRead() {
    readUpTo = Long.MAX_VALUE;
    channels.values().forEach(ChannelLanes::allRead);
  }

  synchronized void add(Entry entry) {
    recent.put(entry);
    channel(entry.channel()).add(entry.number(), entry.entity(), entry.dueAt());
  }

  synchronized List<ChannelLanes.Claim> claim(String channel, int most, Instant now) {
    return channel(channel).claim(most, now);
  }

  /** @param again the delivery as it waits on, or null when it left the channel */
  synchronized void settle(Entry entry, Entry again, Settlement settlement) {
    if (again == null) {
      recent.forget(entry);
    } else {
      recent.put(again);
    }
    channel(entry.channel()).settle(entry, again, settlement, clock.instant());
  }

  /** It was claimed, and never begun. */
  synchronized void giveBack(Entry entry) {
    channel(entry.channel()).giveBack(entry);
  }

  /**
   * Whether that attempt does not count against the limit. To be asked before the settlement is written; the answer is of that moment,
   * and what is settled together with the failure that shows that the destination is down still counts.
   */
  synchronized boolean forgives(Entry entry, Settlement.Retry retry) {
    return channel(entry.channel()).forgives(retry);
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

  /** @param pause null: it goes on */
  synchronized void pause(String channel, Pause pause) {
    channel(channel).pause(pause);
  }

  synchronized List<Channels.Status> status() {
    return channels.values().stream()
        .map(ChannelLanes::status)
        .filter(status -> status.read() || status.pausedSince() != null || status.downSince() != null)
        .toList();
  }

  /** Names of the channels that are read. */
  synchronized List<String> readable() {
    return channels.entrySet().stream().filter(channel -> channel.getValue().isOpen()).map(Map.Entry::getKey).toList();
  }

  /** Channels that are read, or in which something waits. */
  synchronized List<Waiting> waiting() {
    return channels.values().stream().map(ChannelLanes::waiting).filter(one -> one.read() || one.waiting() > 0).toList();
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
    return channels.computeIfAbsent(name, added -> new ChannelLanes(added, keys, readUpTo));
  }
}
