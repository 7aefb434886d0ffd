package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.ExpectedCount.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * When the receiver accepted the first, second, ... of the deliveries of one content, by counting alone: by a moment at least as many were
 * accepted as certainly had come, and at most as many as possibly had; and the same from the end.
 */
final class AcceptanceIntervals {
  private AcceptanceIntervals() {}

  /** As many as there are deliveries; none when their number is wrong, since then nothing can be counted. */
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
