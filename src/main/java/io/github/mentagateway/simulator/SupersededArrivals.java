package io.github.mentagateway.simulator;

import java.util.Map;
import java.util.TreeMap;

/** Finds the arrivals that certainly were superseded before a moment, in logarithmic time. */
final class SupersededArrivals {
  /** No arrival is superseded yet. */
  static final long NOTHING = Long.MIN_VALUE;

  /** By each end: the latest beginning of the arrivals that had ended by then. */
  private final TreeMap<Long, Long> begins = new TreeMap<>();

  /** Adds an arrival that was the newest of its entity at some moment from {@code begin} to {@code end}. */
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

  /** @return the time before which every arrival had been superseded at {@code moment}; {@link #NOTHING} when none had */
  long before(long moment) {
    Map.Entry<Long, Long> last = begins.lowerEntry(moment);
    return last == null ? NOTHING : last.getValue();
  }
}
