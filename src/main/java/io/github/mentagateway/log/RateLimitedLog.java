package io.github.mentagateway.log;

import io.github.mentagateway.privacy.LogLine;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * One kind of line that anybody can cause without end: told at once, then at most once a minute, with how often it happened since and
 * from how many addresses.
 */
public final class RateLimitedLog {
  private static final long EVERY_MS = 60_000;
  private static final int MOST_ADDRESSES = 1000;

  private final Logger log;
  private final Clock clock;
  private final Level level;
  private final LogLine begin;
  private final Set<String> addresses = new HashSet<>();
  private long toldAt;
  private boolean told;
  private long count;
  private String last;
  private String reason;
  private Throwable failure;

  /** @param begin how each line begins, before how often and from where */
  public RateLimitedLog(Logger log, Clock clock, Level level, LogLine begin) {
    this.log = log;
    this.clock = clock;
    this.level = level;
    this.begin = begin;
  }

  /** @param failure may be null; that of the last one is told */
  public synchronized void happened(String remote, String reason, Throwable failure) {
    count++;
    this.last = remote;
    this.reason = reason;
    this.failure = failure;
    if (remote != null && addresses.size() < MOST_ADDRESSES) {
      addresses.add(remote);
    }
    tell();
  }

  /** What was not told yet, when its time has come. */
  public synchronized void tell() {
    long now = clock.millis();
    if (count == 0 || told && now - toldAt < EVERY_MS) {
      return;
    }
    log.atLevel(level).setCause(failure).log("{} {}", begin, new LogLine()
        .with("count", count)
        .with("addresses", addresses.size() == MOST_ADDRESSES ? MOST_ADDRESSES + "+" : addresses.size())
        .with("remote", last)
        .with("reason", reason));
    told = true;
    toldAt = now;
    count = 0;
    addresses.clear();
    failure = null;
  }
}
