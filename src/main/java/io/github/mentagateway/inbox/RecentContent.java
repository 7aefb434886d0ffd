package io.github.mentagateway.inbox;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The latest notifications and the latest deliveries that hand out a notification as it came, so that dispatch right after the commit
 * reads nothing back. Bounded in bytes, and small: it covers the time that a busy dispatcher needs. What waits longer is read from the
 * store in any case, and what is kept here for longer is promoted into the old part of the heap.
 */
final class RecentContent {
  private static final long MOST_BYTES = 2L << 20;
  /** What one costs beside its body: headers, map entry, objects. */
  private static final int OVERHEAD = 2048;
  /** Some 1 MB: short texts, and what holds them. 2.5 MB if each text were as long as its column. */
  private static final int MOST_ENTRIES = 2_000;

  private final Map<Long, Original> originals = new LinkedHashMap<>();
  private final Map<Long, Entry> entries = new LinkedHashMap<>();
  private long bytes;

  synchronized void put(long notification, Original original) {
    originals.put(notification, original);
    bytes += cost(original);
    Iterator<Original> eldest = originals.values().iterator();
    while (bytes > MOST_BYTES) {
      bytes -= cost(eldest.next());
      eldest.remove();
    }
  }

  /** Null when it is no longer here. */
  synchronized Original original(long notification) {
    return originals.get(notification);
  }

  /** How it waits now. One with a payload of its own is read when it is claimed. */
  synchronized void put(Entry entry) {
    entries.remove(entry.number());
    if (new Payload(entry.payloadKind(), null).isOriginal()) {
      entries.put(entry.number(), entry);
      if (entries.size() > MOST_ENTRIES) {
        entries.remove(entries.keySet().iterator().next());
      }
    }
  }

  synchronized void forget(Entry entry) {
    entries.remove(entry.number());
  }

  /** Null when it is not here. */
  synchronized Entry entry(long number) {
    return entries.get(number);
  }

  private static long cost(Original original) {
    return original.body().length + OVERHEAD;
  }
}
