package io.github.mentagateway.simulator;

import java.util.List;

/** Finds an arrival of another content that certainly lies between two moments, in logarithmic time. */
final class SeparatingArrivals {
  /** The arrivals in the order of their beginning. */
  private final List<ArrivalInterval> arrivals;
  /** For the arrivals from each one to the last: the one that ends first, and the one with another key that ends first. */
  private final First[] firsts;

  private record First(ArrivalInterval one, DeduplicationKey identity, ArrivalInterval other) {}

  /** @param arrivals in the order of their beginning: each certainly was the newest of its entity at some moment */
  SeparatingArrivals(List<ArrivalInterval> arrivals) {
    this.arrivals = arrivals;
    firsts = new First[arrivals.size()];
    First first = new First(null, null, null);
    for (int i = arrivals.size() - 1; i >= 0; i--) {
      first = with(first, arrivals.get(i));
      firsts[i] = first;
    }
  }

  /** @return the arrival that ends first; null when there is none */
  ArrivalInterval between(long after, long before, DeduplicationKey other) {
    int low = 0;
    int high = arrivals.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (arrivals.get(middle).begin() <= after) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == arrivals.size()) {
      return null;
    }
    First first = firsts[low];
    ArrivalInterval separator = other.equals(first.identity) ? first.other : first.one;
    return separator != null && separator.end() < before ? separator : null;
  }

  private static First with(First first, ArrivalInterval arrival) {
    DeduplicationKey identity = DeduplicationKey.of(arrival.message());
    if (first.one == null || identity.equals(first.identity)) {
      return first.one == null || arrival.end() < first.one.end() ? new First(arrival, identity, first.other) : first;
    }
    if (arrival.end() < first.one.end()) {
      return new First(arrival, identity, first.one);
    }
    return first.other == null || arrival.end() < first.other.end() ? new First(first.one, first.identity, arrival) : first;
  }
}
