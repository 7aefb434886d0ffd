package io.github.mentagateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that a test moves: time passes when the test says so. */
public final class MovableClock extends Clock {
  private final AtomicReference<Instant> now;

  public MovableClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  /** Starts at a fixed moment, so that a test sees the same numbers on every day. */
  public MovableClock() {
    this(Instant.parse("2026-03-01T12:00:00Z"));
  }

  public void move(Duration forward) {
    now.updateAndGet(instant -> instant.plus(forward));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the gateway works in UTC only");
  }
}
