package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.Range.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * When the receiver accepted the first, second, ... of the deliveries of one content, by counting alone: by a moment at least as many were
 * accepted as certainly had come, and at most as many as possibly had; and the same from the end.
 */
final class Places {
  private Places() {}

  /** As many as there are deliveries; none when their number is wrong, since then nothing can be counted. */
  static List<Span> of(Range range, int deliveries) {
    List<Span> places = new ArrayList<>();
    if (deliveries < range.lower() || deliveries > range.upper()) {
      return places;
    }
    long[] certainBegins = sorted(range.certain(), Span::begin);
    long[] certainEnds = sorted(range.certain(), Span::end);
    long[] possibleBegins = sorted(range.possible(), Span::begin);
    long[] possibleEnds = sorted(range.possible(), Span::end);
    for (int i = 0; i < deliveries; i++) {
      int certain = i + range.lower() - deliveries;
      int possible = i + range.upper() - deliveries;
      long begin = Math.max(possibleBegins[i], certain < 0 ? Long.MIN_VALUE : certainBegins[certain]);
      long end = Math.min(possibleEnds[possible], i < range.lower() ? certainEnds[i] : Arrival.NEVER);
      places.add(new Span(begin, end));
    }
    return places;
  }

  private static long[] sorted(List<Span> spans, ToLongFunction<Span> side) {
    return spans.stream().mapToLong(side).sorted().toArray();
  }
}
