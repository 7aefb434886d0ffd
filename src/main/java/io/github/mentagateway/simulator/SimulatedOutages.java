package io.github.mentagateway.simulator;

import java.time.Duration;

/** When menta reaches nobody for a while. They begin when even shares of the notifications were acknowledged: none begins in another. */
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

  /** Of the last one, of menta's time; {@link Long#MIN_VALUE} when there was none. */
  long end() {
    return end;
  }

  int begun() {
    return begun;
  }
}
