package io.github.mentagateway.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * {@code menta_intake_requests_total{status}} and {@code menta_intake_seconds}, for every request that got an answer; {@code
 * menta_intake_unanswered_total{why}} for the others; {@code menta_intake_connections}; {@code menta_certificate_expires_seconds}.
 */
final class IntakeMeters {
  private static final Duration[] BUCKETS = {
      Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25),
      Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1),
      Duration.ofMillis(2500), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30)};

  /** Those to look at; they are there at 0, because what begins at 1 has not risen for whoever asks by how much. */
  private static final List<Integer> USUAL = List.of(202, 400, 401, 404, 413, 500, 503);

  private final MeterRegistry registry;
  private final Map<Unanswered, Counter> unanswered = new EnumMap<>(Unanswered.class);
  private final Map<Integer, Counter> requests = new ConcurrentHashMap<>();
  private final Timer time;

  IntakeMeters(MeterRegistry registry) {
    this.registry = registry;
    this.time = Timer.builder("menta.intake")
        .description("From the first byte of a request's head to its answer")
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
    USUAL.forEach(status -> requests.put(status, counter(status)));
    for (Unanswered why : Unanswered.values()) {
      unanswered.put(why, Counter.builder("menta.intake.unanswered")
          .description("Connections and requests that ended without an answer")
          .tag("why", why.label())
          .register(registry));
    }
  }

  void unanswered(Unanswered why) {
    unanswered.get(why).increment();
  }

  void connections(Supplier<Number> open) {
    Gauge.builder("menta.intake.connections", open).description("Connections that are open").register(registry);
  }

  void certificate(Supplier<Number> secondsLeft) {
    Gauge.builder("menta.certificate.expires.seconds", secondsLeft)
        .description("How long the intake's certificate is still valid; below 0 when it has expired").register(registry);
  }

  void record(int status, Duration took) {
    requests.computeIfAbsent(status, this::counter).increment();
    time.record(took);
  }

  private Counter counter(int status) {
    return Counter.builder("menta.intake.requests")
        .description("Requests to the intake, by the status they were answered with")
        .tag("status", Integer.toString(status))
        .register(registry);
  }
}
