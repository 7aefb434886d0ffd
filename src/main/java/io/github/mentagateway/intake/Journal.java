package io.github.mentagateway.intake;

import io.github.mentagateway.privacy.LogLine;
import io.github.mentagateway.privacy.Masks;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells the operator of each request: one line in the log, and the meters. What strangers ask for at paths that do not exist is
 * gathered into one line a minute: a scanner must not fill the disk.
 */
final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger("io.github.mentagateway.intake");
  private static final int LONGEST_ACTION = 200;
  private static final long STRANGERS_EVERY_MS = 60_000;

  private final Clock clock;
  private final Supplier<MeterRegistry> registry;
  private final AtomicLong strangers = new AtomicLong();
  private final AtomicLong strangersToldAt = new AtomicLong(Long.MIN_VALUE);
  private volatile IntakeMeters meters;

  /** @param registry gives null as long as there is none */
  Journal(Clock clock, Supplier<MeterRegistry> registry) {
    this.clock = clock;
    this.registry = registry;
  }

  /** A request was answered; {@code failure} is for the log alone and may be null. */
  void answered(Visit visit, Outcome outcome, boolean written) {
    int status = outcome.answer().status();
    count(status, visit.took());
    boolean ours = status == 500 || outcome.failure() != null;
    Level level = ours ? Level.ERROR : status == 202 ? Level.INFO : Level.WARN;
    LogLine line = line(status, outcome.name())
        .with("id", outcome.id())
        .with("action", Masks.maskAddresses(outcome.action()), LONGEST_ACTION)
        .with("bytes", visit.bytes())
        .with("took_ms", visit.took().toMillis())
        .with("remote", visit.remote())
        .with("reason", outcome.reason())
        .with("answer", written ? null : "lost");
    LOG.atLevel(level).setCause(outcome.failure()).log(line.toString());
  }

  /** The connection was lost before the whole body was there: nothing was taken and nothing could be answered. */
  void abandoned(Visit visit, Throwable failure) {
    LOG.info("{}", line(null, "abandoned")
        .with("took_ms", visit.took().toMillis())
        .with("remote", visit.remote())
        .with("reason", failure.getMessage()));
  }

  /** A request for anything but the intake's path. */
  void stranger(Visit visit) {
    count(404, visit.took());
    strangers.incrementAndGet();
    LOG.debug("event=intake status=404 outcome=refused remote={}", visit.remote());
    long now = clock.millis();
    long last = strangersToldAt.get();
    if ((last == Long.MIN_VALUE || now - last >= STRANGERS_EVERY_MS) && strangersToldAt.compareAndSet(last, now)) {
      LOG.warn("{}", line(404, "refused")
          .with("requests", strangers.getAndSet(0))
          .with("remote", visit.remote())
          .with("reason", "not the path of gateway.intake.path, or not a POST"));
    }
  }

  private static LogLine line(Integer status, String outcome) {
    return new LogLine().with("event", "intake").with("status", status).with("outcome", outcome);
  }

  private void count(int status, Duration took) {
    IntakeMeters known = meters;
    if (known == null) {
      MeterRegistry found = registry.get();
      if (found == null) {
        return;
      }
      known = new IntakeMeters(found);
      meters = known;
    }
    known.record(status, took);
  }
}
