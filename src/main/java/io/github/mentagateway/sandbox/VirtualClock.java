package io.github.mentagateway.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is moved. Each scenario says when it begins, so that every run sees the same times. */
final class VirtualClock extends Clock {
  private volatile Instant now = Scenario.BEGINNING;

  void resetTo(Instant beginning) {
    now = beginning;
  }

  /** Does nothing when that time is over. */
  void moveTo(Instant time) {
    now = time.isAfter(now) ? time : now;
  }

  void move(Duration forward) {
    now = now.plus(forward);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.fixed(now, zone);
  }
}
