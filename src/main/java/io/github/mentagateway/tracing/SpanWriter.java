package io.github.mentagateway.tracing;

import io.github.mentagateway.delivery.EndedAttempt;
import io.github.mentagateway.inbox.Settlement;
import io.github.mentagateway.inbox.Work;
import io.github.mentagateway.intake.TakenRequest;
import io.github.mentagateway.privacy.PrivateText;
import io.github.mentagateway.settings.Settings;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Writes the span of a request and those of attempts, when each has ended. The names of attributes are those of OpenTelemetry's semantic
 * conventions where it has one. No body, no entity, no address and not the intake's path is among them; actions and errors are masked as in the
 * log.
 */
final class SpanWriter {
  private static final long CLOSE_SECONDS = 3;

  private final TraceIds ids = new TraceIds();
  private final UnaryOperator<String> mask;
  private final SpanSender sender;
  private final SdkTracerProvider provider;
  private final Tracer tracer;

  SpanWriter(Settings.Tracing settings, String host, UnaryOperator<String> mask, SpanSender sender) {
    this.mask = mask;
    this.sender = sender;
    this.provider = SdkTracerProvider.builder()
        .setIdGenerator(ids)
        // by the trace's id: the same for every span of it, on every instance
        .setSampler(Sampler.traceIdRatioBased(settings.sample()))
        .setResource(Resource.getDefault().merge(Resource.create(Attributes.builder()
            .put("service.name", "menta-gateway").put("service.version", version()).put("host.name", host).build())))
        .addSpanProcessor(sender.processor())
        .build();
    this.tracer = provider.get("menta-gateway");
  }

  void request(TakenRequest request) {
    String id = request.notification();
    SpanBuilder span = request.isCopy()
        ? builder("intake", id, TraceIds.random()).setParent(intake(id))
        : builder("intake", id, TraceIds.intake(id)).setNoParent();
    span.setSpanKind(SpanKind.SERVER)
        .setAttribute("http.request.method", "POST")
        .setAttribute("http.response.status_code", (long) request.status())
        .setAttribute("http.request.body.size", (long) request.bytes())
        .setAttribute("menta.outcome", request.outcome())
        .setAttribute("menta.action", masked(request.action()));
    if (!request.written()) {
      span.setAttribute("menta.answer", "lost");
    }
    write(span, request.startedAt(), request.took(), request.failed() ? "the intake route failed behind the store" : null);
  }

  void attempt(EndedAttempt ended) {
    Work work = ended.work();
    Settlement settlement = ended.settlement();
    String outcome = settlement.outcome().name().toLowerCase(Locale.ROOT);
    SpanBuilder span = builder("attempt " + work.channel(), work.notificationId(), TraceIds.attempt(work.deliveryId(), work.attempt()))
        .setParent(intake(work.notificationId()))
        .setSpanKind(SpanKind.CONSUMER)
        .setAttribute("messaging.system", "menta_gateway")
        .setAttribute("messaging.operation.name", "attempt")
        .setAttribute("messaging.operation.type", "process")
        .setAttribute("messaging.destination.name", work.channel())
        .setAttribute("messaging.message.id", work.deliveryId())
        .setAttribute("menta.attempt", (long) work.attempt())
        .setAttribute("menta.outcome", outcome)
        .setAttribute("menta.action", masked(work.action()));
    if (settlement instanceof Settlement.Retry retry) {
      span.setAttribute("menta.retry_at", retry.at().toString());
    }
    if (!ended.isSuccess()) {
      span.setAttribute("error.type", outcome);
    }
    write(span, ended.startedAt(), ended.took(), ended.isSuccess() ? null : masked(PrivateText.hide(settlement.error())));
  }

  /** Sends what waits, and waits no longer for a collector than a few seconds. */
  void close() {
    provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private SpanBuilder builder(String name, String notification, String spanId) {
    ids.next(TraceIds.trace(notification), spanId);
    return tracer.spanBuilder(name).setAttribute("menta.notification.id", notification);
  }

  private static Context intake(String notification) {
    SpanContext request = SpanContext.createFromRemoteParent(TraceIds.trace(notification), TraceIds.intake(notification),
        TraceFlags.getSampled(), TraceState.getDefault());
    return Context.root().with(Span.wrap(request));
  }

  /** @param error null when all is well */
  private void write(SpanBuilder builder, Instant startedAt, Duration took, String error) {
    Span span = builder.setStartTimestamp(startedAt).startSpan();
    if (error != null) {
      span.setStatus(StatusCode.ERROR, error);
    }
    if (span.isRecording() && sender.reserve()) {
      span.end(startedAt.plus(took));
    }
  }

  /** Null stays null, which is no attribute. */
  private String masked(String text) {
    return text == null ? null : mask.apply(text);
  }

  private static String version() {
    return Optional.ofNullable(SpanWriter.class.getPackage().getImplementationVersion()).orElse("unknown");
  }
}
