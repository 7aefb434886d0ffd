package io.github.mentagateway.simulator;

import java.util.Map;
import java.util.TreeMap;

/** ResponseReader which arrivals certainly were superseded before a moment, in logarithmic time. */
final class SupersededArrivals {
  /** No arrival is superseded yet. */
  static final long NOTHING = Long.MIN_VALUE;

  /** By end: the latest begin of those that ended by then. */
  private final TreeMap<Long, Long> begins = new TreeMap<>();

  /** From begin to end, at some moment, that arrival was the newest of its entity. */
  void add(long begin, long end) {
    if (before(end + 1) >= begin) {
      return;
    }
    begins.put(end, begin);
    for (Map.Entry<Long, Long> later = begins.higherEntry(end); later != null && later.getValue() <= begin;
        later = begins.higherEntry(end)) {
      begins.remove(later.getKey());
    }
  }

  /** What landed before the answer was no longer the newest of its entity at {@code moment}. */
  long before(long moment) {
    Map.Entry<Long, Long> last = begins.lowerEntry(moment);
    return last == null ? NOTHING : last.getValue();
  }
}
