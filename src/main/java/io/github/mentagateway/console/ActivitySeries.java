package io.github.mentagateway.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What this process counted, minute by minute for an hour and every ten minutes for a day, in memory: a restart begins anew. It keeps some
 * two hundred samples, whatever comes in.
 */
public final class ActivitySeries {
  private static final Duration LONG_STEP = Duration.ofMinutes(10);
  private static final int MINUTES = 60;
  private static final int LONG_STEPS = 144;

  private final Deque<Sample> hour = new ArrayDeque<>();
  private final Deque<Sample> day = new ArrayDeque<>();

  /** Keeps it. To be called each minute; after a clock that was set back it begins anew. */
  public synchronized void keep(Sample sample) {
    if (!hour.isEmpty() && !sample.at().isAfter(hour.peekLast().at())) {
      hour.clear();
      day.clear();
    }
    add(hour, sample, MINUTES);
    if (day.isEmpty() || !sample.at().isBefore(day.peekLast().at().plus(LONG_STEP))) {
      add(day, sample, LONG_STEPS);
    }
  }

  private static void add(Deque<Sample> samples, Sample sample, int intervals) {
    samples.addLast(sample);
    // each interval lies between two samples
    if (samples.size() > intervals + 1) {
      samples.removeFirst();
    }
  }

  /** The oldest first, one a minute, and {@code now} as the last one. */
  public synchronized List<Sample> hour(Sample now) {
    return upTo(now, hour);
  }

  /** Likewise, one each ten minutes. */
  public synchronized List<Sample> day(Sample now) {
    return upTo(now, day);
  }

  private static List<Sample> upTo(Sample now, Deque<Sample> samples) {
    List<Sample> all = new ArrayList<>(samples);
    all.removeIf(sample -> !sample.at().isBefore(now.at()));
    all.add(now);
    return all;
  }
}
