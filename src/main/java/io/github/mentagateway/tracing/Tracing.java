package io.github.mentagateway.tracing;

import io.github.mentagateway.delivery.AttemptListener;
import io.github.mentagateway.intake.RequestListener;
import io.github.mentagateway.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Who is told of requests and attempts: the writer of spans, or nobody. Without a collector no class of OpenTelemetry is loaded. */
public final class Tracing implements AutoCloseable {
  private static final Duration SEND_EVERY = Duration.ofSeconds(1);
  /** How long the collector may take for a batch, repetitions included. */
  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(10);

  private final AttemptListener attempts;
  private final RequestListener requests;
  private final Runnable end;

  private Tracing(AttemptListener attempts, RequestListener requests, Runnable end) {
    this.attempts = attempts;
    this.requests = requests;
    this.end = end;
  }

  /**
   * @param host the name of this machine
   * @param mask takes secrets and personal data out of a text
   */
  public static Tracing of(Settings.Tracing settings, String host, UnaryOperator<String> mask, MeterRegistry meters) {
    if (settings.endpoint().isEmpty()) {
      return new Tracing(AttemptListener.NONE, RequestListener.NONE, () -> {});
    }
    return of(settings, host, mask, meters, SEND_EVERY, SEND_TIMEOUT);
  }

  static Tracing of(Settings.Tracing settings, String host, UnaryOperator<String> mask, MeterRegistry meters, Duration every, Duration timeout) {
    SpanWriter writer = new SpanWriter(settings, host, mask, new SpanSender(settings, meters, every, timeout));
    return new Tracing(writer::attempt, writer::request, writer::close);
  }

  public AttemptListener attempts() {
    return attempts;
  }

  public RequestListener requests() {
    return requests;
  }

  /** Sends what waits, for a few seconds at most. */
  @Override
  public void close() {
    end.run();
  }
}
