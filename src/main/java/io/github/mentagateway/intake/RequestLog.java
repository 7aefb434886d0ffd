package io.github.mentagateway.intake;

import io.github.mentagateway.log.RateLimitedLog;
import io.github.mentagateway.privacy.LogLine;
import io.github.mentagateway.privacy.Masks;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells the operator of each request: one line in the log, the meters, and the listener. What anybody can cause without credentials is counted, and
 * told in one line a minute and kind: a scanner must not fill the disk.
 */
final class RequestLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.github.mentagateway.intake");
  private static final int LONGEST_ACTION = 200;

  private final Clock clock;
  private final Supplier<MeterRegistry> registry;
  private final IntakeActivity activity;
  private final RequestListener listener;
  private final RateLimitedLog notFound;
  private final RateLimitedLog malformed;
  private final RateLimitedLog unauthorized;
  private final RateLimitedLog faults;
  private final Map<Unanswered, RateLimitedLog> unanswered = new EnumMap<>(Unanswered.class);
  private volatile IntakeMeters meters;

  /** @param registry gives null as long as there is none */
  RequestLog(Clock clock, Supplier<MeterRegistry> registry, IntakeActivity activity, RequestListener listener) {
    this.clock = clock;
    this.listener = listener;
    this.registry = registry;
    this.activity = activity;
    notFound = new RateLimitedLog(LOG, clock, Level.WARN, line(404, "refused"));
    malformed = new RateLimitedLog(LOG, clock, Level.WARN, line(404, "refused"));
    unauthorized = new RateLimitedLog(LOG, clock, Level.WARN, line(401, "refused"));
    faults = new RateLimitedLog(LOG, clock, Level.ERROR, line(null, "failed"));
    for (Unanswered why : Unanswered.values()) {
      unanswered.put(why, new RateLimitedLog(LOG, clock, Level.WARN, line(null, "unanswered").with("why", why.label())));
    }
  }

  /** A request with the right credentials was answered; {@code failure} is for the log alone and may be null. */
  void answered(IntakeRequest request, Response response, boolean written) {
    int status = response.answer().status();
    count(status, request);
    if (status == 202 && written) {
      activity.held().accepted(request.original());
    } else {
      activity.held().refused(request.original());
    }
    boolean ours = status == 500 || response.failure() != null;
    Level level = ours ? Level.ERROR : status == 202 ? Level.INFO : Level.WARN;
    LogLine line = line(status, response.name())
        .with("id", response.id())
        .with("action", Masks.maskAddresses(response.action()), LONGEST_ACTION)
        .with("bytes", request.bytes())
        .with("took_ms", request.took().toMillis())
        .with("remote", request.remote())
        .with("reason", response.reason())
        .with("answer", written ? null : "lost");
    LOG.atLevel(level).setCause(response.failure()).log("{}", line);
    if (response.id() != null) {
      listener.answered(taken(request, response, written));
    }
  }

  private TakenRequest taken(IntakeRequest request, Response response, boolean written) {
    Duration took = request.took();
    return new TakenRequest(response.id(), response.name(), response.action(), response.answer().status(), request.bytes(),
        clock.instant().minus(took), took, response.failure() != null, written);
  }

  /** A request with the right credentials whose body did not come to its end: nothing was taken and nothing could be answered. */
  void abandoned(IntakeRequest request, Unanswered why, String reason) {
    count(why);
    activity.held().refused(null);
    LOG.info("{}", line(null, "abandoned")
        .with("took_ms", request.took().toMillis())
        .with("remote", request.remote())
        .with("reason", reason));
  }

  /** A request for anything but the intake's path, or one that is malformed and shows no right path and credentials. */
  void stranger(IntakeRequest request, boolean malformed) {
    count(404, request);
    if (malformed) {
      this.malformed.happened(request.remote(), "a malformed request", null);
    } else {
      notFound.happened(request.remote(), "not the path of gateway.intake.path, or not a POST", null);
    }
  }

  void unauthorized(IntakeRequest request) {
    count(401, request);
    activity.held().refused(null);
    unauthorized.happened(request.remote(), "wrong or missing credentials", null);
  }

  /** A fault of the gateway's own, in whatever a request or a connection led to. */
  void fault(IntakeRequest request, int status, Throwable failure) {
    count(status, request);
    if (status == HttpResponseStatus.INTERNAL_SERVER_ERROR.code()) {
      activity.held().refused(request.original());
    }
    faults.happened(request.remote(), "a fault of the gateway's own: " + failure.getClass().getName(), failure);
  }

  /** As {@link #fault}, where the request is not known any more. */
  void fault(Throwable failure) {
    faults.happened(null, "a fault of the gateway's own: " + failure.getClass().getName(), failure);
  }

  void unanswered(Unanswered why, String remote, String detail) {
    count(why);
    unanswered.get(why).happened(remote, detail == null ? why.reason() : why.reason() + ": " + detail, null);
  }

  /** Who only looks whether the port is open is counted and not told. What was sent in clear may be a secret: it is not told either. */
  void noTls(String remote, Throwable cause) {
    if (cause instanceof ClosedChannelException) {
      meter(meters -> meters.unanswered(Unanswered.CLOSED));
    } else {
      unanswered(Unanswered.TLS, remote, cause instanceof NotSslRecordException ? "what came is no TLS" : cause.getMessage());
    }
  }

  /** What was held back, when its minute is over. */
  void tell() {
    notFound.tell();
    malformed.tell();
    unauthorized.tell();
    faults.tell();
    unanswered.values().forEach(RateLimitedLog::tell);
  }

  /** @param open how many connections there are */
  void watch(Supplier<Number> open) {
    meter(meters -> meters.connections(open));
  }

  void watch(CertificateExpiry expiry) {
    activity.serves(expiry::end);
    meter(meters -> meters.certificate(() -> expiry.left().toSeconds()));
  }

  private static LogLine line(Integer status, String outcome) {
    return new LogLine().with("event", "intake").with("status", status).with("outcome", outcome);
  }

  private void count(int status, IntakeRequest request) {
    activity.answered(status);
    meter(meters -> meters.record(status, request.took()));
  }

  private void count(Unanswered why) {
    activity.unanswered(why);
    meter(meters -> meters.unanswered(why));
  }

  private void meter(Consumer<IntakeMeters> action) {
    IntakeMeters known = meters;
    if (known == null) {
      MeterRegistry found = registry.get();
      if (found == null) {
        return;
      }
      known = new IntakeMeters(found);
      meters = known;
    }
    action.accept(known);
  }
}
