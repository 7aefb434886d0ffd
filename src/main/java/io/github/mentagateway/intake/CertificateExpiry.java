package io.github.mentagateway.intake;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Until when the certificate is valid that is served. An expired one looks like health from within: menta's handshakes fail before there is a
 * request. So its end is told three weeks, one week and a day before it comes, when it has come, and every day from then on.
 */
final class CertificateExpiry {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateExpiry.class);
  static final Duration SOON = Duration.ofDays(21);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration DAY = Duration.ofDays(1);

  private final Path file;
  private final Clock clock;
  private volatile Instant end;
  /** What was told last of this certificate; null for nothing. */
  private Duration told;
  private Instant toldAt;

  CertificateExpiry(Path file, Clock clock, Instant end) {
    this.file = file;
    this.clock = clock;
    this.end = end;
  }

  /** Another one is served from now on. */
  synchronized void renewed(Instant newEnd) {
    end = newEnd;
    told = null;
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  Instant end() {
    return end;
  }

  /** Negative when it is over. */
  Duration left() {
    return Duration.between(now(), end);
  }

  /** Tells what is new; called often. */
  synchronized void tell() {
    Duration left = left();
    Duration step = left.isNegative() ? Duration.ZERO : left.compareTo(DAY) < 0 ? DAY : left.compareTo(WEEK) < 0 ? WEEK : SOON;
    if (left.compareTo(SOON) >= 0 || step.equals(told) && (!left.isNegative() || Duration.between(toldAt, now()).compareTo(DAY) < 0)) {
      return;
    }
    told = step;
    toldAt = now();
    if (left.isNegative()) {
      LOG.error("event=certificate outcome=expired file={} reason=\"{}\"", file, sentence());
    } else {
      LOG.warn("event=certificate outcome=expires file={} reason=\"{}\"", file, sentence());
    }
  }

  /** What a person should know; empty as long as there is nothing to do. */
  String sentence() {
    Duration left = left();
    if (left.compareTo(SOON) >= 0) {
      return "";
    }
    String when = end.truncatedTo(ChronoUnit.SECONDS).toString();
    return left.isNegative()
        ? "the certificate of the intake has expired at " + when + ": menta can send nothing, unless something before the gateway ends TLS. Put a"
            + " new one, and its key, over the files: they count within seconds"
        : "the certificate of the intake expires at " + when + ", in " + (left.compareTo(DAY) < 0 ? left.toHours() + " hours" : left.toDays() + " days")
            + ": put a new one, and its key, over the files before that";
  }
}
