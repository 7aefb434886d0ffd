package io.github.mentagateway.console;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the meters of this process said at a moment. Counts are since the start: what happened in between is the difference of two samples.
 *
 * @param taken notifications that were answered 202 and are no duplicates, by action
 * @param refused requests to the intake that got another answer than 202
 * @param delivered attempts that succeeded, by destination
 * @param failed attempts that did not, by destination
 * @param waiting null while the store does not say
 * @param oldestSeconds the age of the oldest delivery that waits; 0 when none does, null while the store does not say
 */
public record Sample(Instant at, Map<String, Long> taken, long duplicates, long refused, Map<String, Long> delivered, Map<String, Long> failed,
    Long waiting, Long oldestSeconds) {
  private static final Set<String> FAILED = Set.of("retry", "dead_letter", "interrupted");
  /** The router reads it: what it hands on is no delivery to a system. */
  private static final String NOTIFICATIONS = "notifications";

  public static Sample of(MeterRegistry meters, Instant at, Long waiting, Long oldestSeconds) {
    Map<String, Long> taken = new TreeMap<>();
    long duplicates = 0;
    for (Counter counter : meters.find("menta.notifications").counters()) {
      if ("duplicate".equals(counter.getId().getTag("outcome"))) {
        duplicates += (long) counter.count();
      } else {
        taken.merge(counter.getId().getTag("action"), (long) counter.count(), Long::sum);
      }
    }
    long refused = meters.find("menta.intake.requests").counters().stream()
        .filter(counter -> !"202".equals(counter.getId().getTag("status"))).mapToLong(counter -> (long) counter.count()).sum();
    return new Sample(at, taken, duplicates, refused, attempts(meters, Set.of("delivered")), attempts(meters, FAILED), waiting, oldestSeconds);
  }

  private static Map<String, Long> attempts(MeterRegistry meters, Set<String> outcomes) {
    return meters.find("menta.deliveries").counters().stream()
        .filter(counter -> outcomes.contains(counter.getId().getTag("outcome")))
        .filter(counter -> !NOTIFICATIONS.equals(counter.getId().getTag("destination")))
        .collect(Collectors.toMap(counter -> counter.getId().getTag("destination"), counter -> (long) counter.count(), Long::sum, TreeMap::new));
  }

  static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What happened between an earlier one and this. */
  public Interval since(Sample before) {
    return new Interval(at, sum(taken) - sum(before.taken), duplicates - before.duplicates, refused - before.refused,
        sum(delivered) - sum(before.delivered), sum(failed) - sum(before.failed), waiting, oldestSeconds);
  }

  /** The gauges are those of its end. */
  public record Interval(Instant at, long taken, long duplicates, long refused, long delivered, long failed, Long waiting, Long oldestSeconds) {}
}
