package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.ArrivalInterval.Reception;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** The receptions of one entity, which are found by time. */
final class ReceptionIndex {
  private final List<Reception> byBegin;
  /** The latest end of the receptions up to each one. */
  private final long[] latest;

  ReceptionIndex(List<ArrivalInterval> arrivals) {
    byBegin = arrivals.stream().flatMap(arrival -> arrival.receptions().stream())
        .sorted(Comparator.comparingLong(Reception::begin)).toList();
    latest = new long[byBegin.size()];
    for (int i = 0; i < latest.length; i++) {
      latest[i] = Math.max(byBegin.get(i).latest(), i == 0 ? Long.MIN_VALUE : latest[i - 1]);
    }
  }

  /** Whether a reception that fits may have come at or after {@code from}, and before {@code to}. The last ones are looked at first. */
  boolean any(long from, long to, Predicate<Reception> fits) {
    for (int i = firstFrom(to) - 1; i >= 0 && latest[i] >= from; i--) {
      if (byBegin.get(i).latest() >= from && fits.test(byBegin.get(i))) {
        return true;
      }
    }
    return false;
  }

  private int firstFrom(long begin) {
    int low = 0;
    int high = byBegin.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (byBegin.get(middle).begin() < begin) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
