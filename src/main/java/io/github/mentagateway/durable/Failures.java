package io.github.mentagateway.durable;

import io.github.mentagateway.delivery.Outcome;
import io.github.mentagateway.destination.Outage;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * What a route's exception tells the channel: one sentence for a person, how long the destination asked to be left alone, and whether
 * it is the destination that failed.
 */
record Failures(Clock wall) {

  Outcome.Failed of(Throwable exception) {
    return new Outcome.Failed(describe(exception), retryAfter(exception), Outage.speaksFrom(exception));
  }

  private static String describe(Throwable exception) {
    Throwable cause = exception;
    while (cause instanceof CamelExecutionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof HttpOperationFailedException http) {
      return "the server answered " + http.getStatusCode() + " " + http.getStatusText();
    }
    StringBuilder text = new StringBuilder(name(cause)).append(cause.getMessage() == null ? "" : ": " + cause.getMessage());
    Throwable root = cause;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    if (root != cause && root.getMessage() != null && text.indexOf(root.getMessage()) < 0) {
      text.append(" (").append(name(root)).append(": ").append(root.getMessage()).append(')');
    }
    return text.toString();
  }

  private static String name(Throwable exception) {
    return exception.getClass().getSimpleName();
  }

  /** RFC 9110, 10.2.3: seconds, or a date. Null when there is none that can be read. */
  private Duration retryAfter(Throwable exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpOperationFailedException http && http.getResponseHeaders() != null) {
        return http.getResponseHeaders().entrySet().stream()
            .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
            .map(Map.Entry::getValue)
            .findFirst()
            .map(this::parse)
            .orElse(null);
      }
    }
    return null;
  }

  private Duration parse(String text) {
    if (text.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      Duration until = Duration.between(wall.instant(), ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
      return until.isNegative() ? Duration.ZERO : until;
    } catch (DateTimeException unreadable) {
      return null;
    }
  }
}
