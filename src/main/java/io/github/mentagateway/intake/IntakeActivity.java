package io.github.mentagateway.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What came to the intake lately, for whoever asks whether notifications arrive: when the last one was taken, and what was not taken within the
 * last hour, to the minute. A restart begins anew.
 */
public final class IntakeActivity {
  private static final int MINUTES = 60;

  private final Clock clock;
  private final HeldBySender held;
  private final Map<String, Minutes> refused = new ConcurrentHashMap<>();
  private volatile long lastAccepted;
  private volatile BooleanSupplier read = () -> true;
  private volatile Supplier<Instant> certificateEnd = () -> null;

  public IntakeActivity(Clock clock) {
    this.clock = clock;
    this.held = new HeldBySender(clock);
  }

  /**
   * @param what the status of the answer, or the reason for there being none, as the meter {@code menta_intake_unanswered_total} names it
   * @param meaning for a person; null where the status says it all
   * @param count within the last 60 minutes
   * @param last when the last one of them was
   */
  public record Refused(String what, String meaning, long count, Instant last) {}

  /** When the last notification was answered 202; null for not since the start. */
  public Instant lastAccepted() {
    long at = lastAccepted;
    return at == 0 ? null : Instant.ofEpochMilli(at);
  }

  /** By what they are; what did not happen is not there. */
  public List<Refused> refused() {
    return refused.values().stream().map(minutes -> minutes.upTo(clock.millis())).filter(one -> one.count() > 0)
        .sorted(Comparator.comparing(Refused::what)).toList();
  }

  /** What waits at the sender, because it was refused here. */
  public HeldBySender held() {
    return held;
  }

  /** Until when the certificate is valid that is served; null before the intake listens. */
  public Instant certificateEnd() {
    return certificateEnd.get();
  }

  /** Whether a route reads {@code gateway.intake.path}; without one every notification is refused. */
  public boolean isRead() {
    return read.getAsBoolean();
  }

  /** A request was answered so. */
  public void answered(int status) {
    if (status == 202) {
      lastAccepted = clock.millis();
    } else {
      refused(String.valueOf(status), meaning(status));
    }
  }

  void unanswered(Unanswered why) {
    refused(why.label(), why.reason());
  }

  void readWhen(BooleanSupplier aRouteReads) {
    read = aRouteReads;
  }

  void serves(Supplier<Instant> end) {
    certificateEnd = end;
  }

  private void refused(String what, String meaning) {
    refused.computeIfAbsent(what, first -> new Minutes(what, meaning)).add(clock.millis());
  }

  private static String meaning(int status) {
    return switch (status) {
      case 400 -> "what came is no notification";
      case 401 -> "wrong or missing credentials";
      case 404 -> "not the path of gateway.intake.path, not a POST, or malformed";
      case 413 -> "longer than gateway.intake.max-body-bytes";
      case 500 -> "a fault of the gateway's own; its log says more";
      case 503 -> "it could not be taken then, the log says why, and menta tech sends it again";
      default -> null;
    };
  }

  /** A ring of counts. The clock may be set back: then a minute that is not over yet is counted on. */
  private static final class Minutes {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final long[] counts = new long[MINUTES];
    private final long[] minutes = new long[MINUTES];
    private final String what;
    private final String meaning;
    private long last;

    Minutes(String what, String meaning) {
      this.what = what;
      this.meaning = meaning;
    }

    synchronized void add(long at) {
      long minute = at / MINUTE;
      int slot = (int) (minute % MINUTES);
      if (minutes[slot] != minute) {
        minutes[slot] = minute;
        counts[slot] = 0;
      }
      counts[slot]++;
      last = at;
    }

    synchronized Refused upTo(long now) {
      long count = 0;
      for (int slot = 0; slot < MINUTES; slot++) {
        count += minutes[slot] > now / MINUTE - MINUTES ? counts[slot] : 0;
      }
      return new Refused(what, meaning, count, Instant.ofEpochMilli(last));
    }
  }
}
