package io.github.mentagateway.tracing;

import io.github.mentagateway.privacy.LogLine;
import io.github.mentagateway.settings.Settings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans to the collector, in batches on a thread of its own. It holds a bounded number of them: what comes beyond, and what the collector
 * does not take in time, is dropped and counted. A collector that fails is told once, and once when it takes spans again.
 */
final class SpanSender implements SpanExporter {
  static final int MOST = 4096;
  private static final Logger LOG = LoggerFactory.getLogger(SpanSender.class);
  private static final int BATCH = 512;
  private static final int LONGEST_ERROR = 300;

  /** Kept, because a logger that nobody holds forgets its level: OpenTelemetry tells each failed batch, with a stack trace. */
  private final java.util.logging.Logger theirLog = java.util.logging.Logger.getLogger("io.opentelemetry");
  private final SpanExporter exporter;
  private final BatchSpanProcessor processor;
  private final Counter dropped;
  /** Spans in the queue, and those of batches that have no answer yet. */
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicBoolean failing = new AtomicBoolean();

  SpanSender(Settings.Tracing settings, MeterRegistry meters, Duration every, Duration timeout) {
    theirLog.setLevel(Level.OFF);
    OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder().setEndpoint(settings.endpoint().orElseThrow() + "/v1/traces")
        .setConnectTimeout(timeout).setTimeout(timeout);
    settings.headers().forEach(builder::addHeader);
    exporter = builder.build();
    dropped = Counter.builder("menta.tracing.dropped").description("Spans that no collector has got").register(meters);
    processor = BatchSpanProcessor.builder(this).setMaxQueueSize(MOST).setMaxExportBatchSize(BATCH).setScheduleDelay(every)
        .setExporterTimeout(timeout.multipliedBy(2)).build();
  }

  SpanProcessor processor() {
    return processor;
  }

  /** Before a span is ended: whether there is room for it. Each span that is ended then comes to {@link #export} once. */
  boolean reserve() {
    if (held.incrementAndGet() <= MOST) {
      return true;
    }
    held.decrementAndGet();
    dropped.increment();
    return false;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    int count = spans.size();
    CompletableResultCode result = exporter.export(spans);
    return result.whenComplete(() -> {
      held.addAndGet(-count);
      if (result.isSuccess()) {
        taken();
      } else {
        dropped.increment(count);
        refused(result.getFailureThrowable());
      }
    });
  }

  private void taken() {
    if (failing.compareAndSet(true, false)) {
      LOG.info("event=tracing_works_again dropped={}", (long) dropped.count());
    }
  }

  private void refused(Throwable failure) {
    if (failing.compareAndSet(false, true)) {
      LOG.warn("{}", new LogLine().with("event", "tracing_failed").with("error", reason(failure), LONGEST_ERROR)
          .with("next", "spans are dropped until the collector of gateway.tracing.endpoint takes them; deliveries go on"));
    }
  }

  private static String reason(Throwable failure) {
    if (failure instanceof HttpExportException http && http.failedWithResponse()) {
      return "the collector answered " + http.getResponse().getStatusCode();
    }
    return String.valueOf(failure == null || failure.getCause() == null ? failure : failure.getCause());
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
