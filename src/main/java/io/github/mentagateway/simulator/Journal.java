package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.Attempt.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Records what was sent and how each attempt ended. Safe for several threads. */
final class Journal {
  private static final double MICROS_PER_MILLI = 1000.0;

  private final Log log;
  private final List<Message> messages = new ArrayList<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final Map<String, Integer> sent = new TreeMap<>();
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final Map<String, Integer> causes = new TreeMap<>();
  private final Map<String, String> reasons = new TreeMap<>();
  private final Map<String, Integer> faults = new TreeMap<>();
  private final Histogram micros = new Histogram(3);
  private int acknowledged;
  private int retries;
  private String last;

  /** Is given each attempt at its end. */
  interface Log {
    void write(Attempt attempt, Fault fault);
  }

  Journal(Log log) {
    this.log = log;
  }

  synchronized void made(Message message) {
    messages.add(message);
    sent.merge(message.isNonsense() ? "nonsense" : message.action(), 1, Integer::sum);
  }

  /** @param reason the network's message; null when the network did not fail */
  synchronized void ended(Attempt attempt, Fault fault, String reason) {
    attempts.add(attempt);
    acknowledged += attempt.isAcknowledged() ? 1 : 0;
    retries += attempt.number() > 1 ? 1 : 0;
    last = attempt.answer() != null ? Integer.toString(attempt.answer().status()) : attempt.cause().name();
    if (attempt.answer() != null) {
      statuses.merge(attempt.answer().status(), 1, Integer::sum);
      if (attempt.answer().outcome() != null) {
        outcomes.merge(attempt.answer().outcome(), 1, Integer::sum);
      }
      if (fault != Fault.SLOW_BODY) {
        micros.recordValue((attempt.end() - attempt.begin()) / 1000);
      }
    }
    Cause cause = attempt.cause();
    if (cause != null) {
      causes.merge(cause.name(), 1, Integer::sum);
      if (reason != null) {
        reasons.put(cause.name(), reason);
      }
    }
    if (fault != Fault.NONE) {
      faults.merge(fault.name(), 1, Integer::sum);
    }
    log.write(attempt, fault);
  }

  synchronized Report report(long seed, String endpoint, Report.Waiting waiting, int outages, double seconds, double mentaSeconds) {
    Map<String, Integer> made = new TreeMap<>(faults);
    if (outages > 0) {
      made.put("OUTAGE", outages);
    }
    Report.Latency latency = new Report.Latency(micros.getTotalCount(), millis(micros.getValueAtPercentile(50)),
        millis(micros.getValueAtPercentile(99)), millis(micros.getMaxValue()));
    return new Report(seed, endpoint, new TreeMap<>(sent), acknowledged, attempts.size(), retries, new TreeMap<>(statuses),
        new TreeMap<>(outcomes), new TreeMap<>(causes), new TreeMap<>(reasons), latency, waiting, made, seconds, mentaSeconds, null);
  }

  private static double millis(long micros) {
    return micros / MICROS_PER_MILLI;
  }

  synchronized List<Message> messages() {
    return List.copyOf(messages);
  }

  synchronized List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  synchronized int made() {
    return messages.size();
  }

  synchronized int acknowledged() {
    return acknowledged;
  }

  synchronized int count() {
    return attempts.size();
  }

  /** What the last attempt ended with; null before the first one. */
  synchronized String last() {
    return last;
  }
}
