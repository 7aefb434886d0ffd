package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.Attempt.Cause;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The times at which the endpoint was gone by itself, as the ends of the attempts show. */
final class ObservedOutages {
  private static final Set<Integer> GONE = Set.of(502, 503, 504);
  /** How long after a call a process may be killed before the next attempt notices it. */
  private static final long NOTICED = 5_000_000_000L;

  private final long[] ends;

  ObservedOutages(List<Attempt> attempts) {
    ends = attempts.stream().filter(ObservedOutages::isOutage).mapToLong(Attempt::end).sorted().toArray();
  }

  /** @param call the time of the call whose end may be lost, of {@link System#nanoTime} */
  boolean isAnyBetween(long call, long repeat) {
    int found = Arrays.binarySearch(ends, call);
    int first = found < 0 ? -found - 1 : found;
    return first < ends.length && ends[first] <= Math.max(repeat, call + NOTICED);
  }

  private static boolean isOutage(Attempt attempt) {
    if (attempt.cause() == null || attempt.cause().byDesign()) {
      return false;
    }
    return attempt.cause() == Cause.UNREACHABLE || attempt.cause() == Cause.BROKEN
        || attempt.answer() != null && GONE.contains(attempt.answer().status());
  }
}
