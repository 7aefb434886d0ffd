package io.github.mentagateway.tracing;

import io.opentelemetry.sdk.trace.IdGenerator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The ids of spans, each the beginning of a SHA-256 in hexadecimal digits. Who starts a span gives its ids first: OpenTelemetry asks for them
 * on the same thread.
 */
final class TraceIds implements IdGenerator {
  private static final int TRACE_DIGITS = 32;
  private static final int SPAN_DIGITS = 16;

  private final ThreadLocal<String> span = new ThreadLocal<>();
  private final ThreadLocal<String> trace = new ThreadLocal<>();

  /** That of the notification and everything that became of it. */
  static String trace(String notification) {
    return sha256(notification).substring(0, TRACE_DIGITS);
  }

  /** That of the request which brought the notification. */
  static String intake(String notification) {
    return sha256(notification).substring(TRACE_DIGITS, TRACE_DIGITS + SPAN_DIGITS);
  }

  static String attempt(String delivery, int attempt) {
    return sha256(delivery + " " + attempt).substring(0, SPAN_DIGITS);
  }

  /** A copy's request, of which there may be any number. */
  static String random() {
    return IdGenerator.random().generateSpanId();
  }

  void next(String traceId, String spanId) {
    trace.set(traceId);
    span.set(spanId);
  }

  @Override
  public String generateTraceId() {
    return trace.get();
  }

  @Override
  public String generateSpanId() {
    return span.get();
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
