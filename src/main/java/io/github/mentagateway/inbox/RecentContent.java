package io.github.mentagateway.inbox;

import java.util.LinkedHashMap;
import java.util.Map;

/** The bodies of the latest notifications, so that dispatch right after the commit reads nothing back. Bounded in bytes. */
final class RecentContent {
  private static final long MOST_BYTES = 16L << 20;
  /** What one costs beside its body: headers, map entry, objects. */
  private static final int OVERHEAD = 2048;

  private final Map<Long, Original> originals = new LinkedHashMap<>();
  private long bytes;

  synchronized void put(long notification, Original original) {
    originals.put(notification, original);
    bytes += cost(original);
    while (bytes > MOST_BYTES) {
      var eldest = originals.entrySet().iterator();
      bytes -= cost(eldest.next().getValue());
      eldest.remove();
    }
  }

  /** Null when it is no longer here. */
  synchronized Original get(long notification) {
    return originals.get(notification);
  }

  private static long cost(Original original) {
    return original.body().length + OVERHEAD;
  }
}
