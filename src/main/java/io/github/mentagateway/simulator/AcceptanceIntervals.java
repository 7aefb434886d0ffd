package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.ExpectedCount.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * When the receiver accepted the first, second, ... delivery of one content, by counting alone. At any moment the receiver has accepted at
 * least as many as certainly had come, and at most as many as possibly had; the same holds backwards from the end.
 */
final class AcceptanceIntervals {
  private AcceptanceIntervals() {}

  /** One interval for each delivery; none when the number of deliveries is wrong, because nothing can be counted then. */
  static List<Interval> of(ExpectedCount expected, int deliveries) {
    List<Interval> intervals = new ArrayList<>();
    if (deliveries < expected.lower() || deliveries > expected.upper()) {
      return intervals;
    }
    long[] certainBegins = sorted(expected.certain(), Interval::begin);
    long[] certainEnds = sorted(expected.certain(), Interval::end);
    long[] possibleBegins = sorted(expected.possible(), Interval::begin);
    long[] possibleEnds = sorted(expected.possible(), Interval::end);
    for (int i = 0; i < deliveries; i++) {
      int certain = i + expected.lower() - deliveries;
      int possible = i + expected.upper() - deliveries;
      long begin = Math.max(possibleBegins[i], certain < 0 ? Long.MIN_VALUE : certainBegins[certain]);
      long end = Math.min(possibleEnds[possible], i < expected.lower() ? certainEnds[i] : ArrivalInterval.NEVER);
      intervals.add(new Interval(begin, end));
    }
    return intervals;
  }

  private static long[] sorted(List<Interval> spans, ToLongFunction<Interval> side) {
    return spans.stream().mapToLong(side).sorted().toArray();
  }
}
