package io.github.mentagateway.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is moved. It begins at a fixed time, so that every run sees the same times. */
final class VirtualClock extends Clock {
  private static final Instant BEGINNING = Instant.parse("2026-03-02T12:00:00Z");

  private volatile Instant now = BEGINNING;

  void reset() {
    now = BEGINNING;
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
