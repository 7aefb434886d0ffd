package io.github.mentagateway.simulator;

import java.time.Duration;

/**
 * The times in which menta reaches nobody. They begin when even shares of the notifications are acknowledged, so that none begins within
 * another.
 */
final class SimulatedOutages {
  private final int count;
  private final Duration length;
  private final int notifications;
  private int begun;
  private long end = Long.MIN_VALUE;

  SimulatedOutages(int count, Duration length, int notifications) {
    this.count = count;
    this.length = length;
    this.notifications = notifications;
  }

  /** @return whether one begins now */
  boolean begins(int acknowledged, long now) {
    if (begun == count || isOutage(now) || acknowledged < (long) notifications * (begun + 1) / (count + 1)) {
      return false;
    }
    begun++;
    end = now + length.toNanos();
    return true;
  }

  boolean isOutage(long now) {
    return now < end;
  }

  /** When the last outage ends, in menta's time; {@link Long#MIN_VALUE} when there was none. */
  long end() {
    return end;
  }

  int begun() {
    return begun;
  }
}
