package io.github.mentagateway.durable;

import io.github.mentagateway.delivery.AttemptResult;
import io.github.mentagateway.destination.DatabaseException;
import io.github.mentagateway.destination.OutageClassifier;
import io.github.mentagateway.destination.UnsuccessfulAnswerException;
import io.github.mentagateway.failure.Causes;
import io.github.mentagateway.privacy.PrivateText;
import io.netty.handler.codec.http.HttpResponseStatus;
import jakarta.mail.MessagingException;
import java.math.BigDecimal;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.eclipse.angus.mail.util.MailConnectException;

/**
 * Translates a route's exception into the result of the attempt: one sentence for a person, the delay that the destination asked for, and
 * whether the destination as a whole failed. An exception's message is {@linkplain PrivateText private} unless it is ours or that of a
 * connection: any other may quote the notification or the destination's answer.
 */
final class FailureTranslator {
  private static final String OURS = "io.github.mentagateway.";
  /** The messages of these name hosts and ports at most. */
  private static final List<Class<? extends Throwable>> OF_CONNECTIONS = List.of(
      SocketException.class, UnknownHostException.class, SSLException.class, SocketTimeoutException.class, HttpTimeoutException.class,
      TimeoutException.class, NoHttpResponseException.class, ConnectionClosedException.class, ConnectionRequestTimeoutException.class,
      MailConnectException.class);
  /** RFC 5321, RFC 3463: the reply code, the enhanced status code, and the server's text. */
  private static final Pattern SMTP_REPLY = Pattern.compile("(\\d{3}(?:[ -]\\d\\.\\d{1,3}\\.\\d{1,3})?)?(.*)", Pattern.DOTALL);
  private static final Pattern SECONDS = Pattern.compile("\\d+(?:\\.\\d*)?");
  /** RFC 9110, 5.6.7: IMF-fixdate, RFC 850, asctime. */
  private static final List<DateTimeFormatter> DATES = List.of(
      DateTimeFormatter.RFC_1123_DATE_TIME,
      DateTimeFormatter.ofPattern("EEEE, dd-MMM-uu HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC),
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC));
  /** A longer time would overflow, and nobody waits for it. */
  private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(Integer.MAX_VALUE);

  private final Clock wall;

  /** @param wall the machine's clock, against which a destination's date is read */
  FailureTranslator(Clock wall) {
    this.wall = wall;
  }

  AttemptResult.Failed of(Throwable exception) {
    return new AttemptResult.Failed(describe(exception), retryAfter(exception), OutageClassifier.isOutage(exception));
  }

  /** One sentence, in which the texts of others are private. */
  static String describe(Throwable exception) {
    Throwable cause = Causes.of(exception).stream().filter(one -> !(one instanceof CamelExecutionException)).findFirst()
        .orElse(Causes.root(exception));
    String ofDatabase = DatabaseException.describe(cause);
    if (ofDatabase != null) {
      return ofDatabase;
    }
    Throwable root = Causes.root(cause);
    String text = told(cause);
    return root == cause || root.getMessage() == null || text.contains(root.getMessage()) ? text : text + " (" + told(root) + ")";
  }

  private static String told(Throwable cause) {
    if (cause instanceof HttpOperationFailedException http) {
      // the standard phrase, because the server's may say anything
      return "the server answered " + HttpResponseStatus.valueOf(http.getStatusCode())
          + (OutageClassifier.isCredentialsRefused(http) ? ": credentials refused" : "");
    }
    String name = cause.getClass().getSimpleName();
    return cause.getMessage() == null ? name : name + ": " + words(cause);
  }

  private static String words(Throwable cause) {
    String message = cause.getMessage();
    if (isOurs(cause) || OF_CONNECTIONS.stream().anyMatch(kind -> kind.isInstance(cause))) {
      return message;
    }
    Matcher reply = SMTP_REPLY.matcher(message);
    boolean coded = cause instanceof MessagingException && reply.matches() && reply.group(1) != null;
    return coded ? reply.group(1) + " " + PrivateText.mark(reply.group(2).strip()) : PrivateText.mark(message);
  }

  private static boolean isOurs(Throwable cause) {
    StackTraceElement[] stack = cause.getStackTrace();
    return stack.length > 0 && stack[0].getClassName().startsWith(OURS);
  }

  /** RFC 9110, 10.2.3: seconds, or a date in one of its three forms. Null when there is no header that can be read. */
  private Duration retryAfter(Throwable exception) {
    for (Throwable cause : Causes.of(exception)) {
      if (cause instanceof HttpOperationFailedException http && http.getResponseHeaders() != null) {
        return http.getResponseHeaders().entrySet().stream()
            .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
            .map(Map.Entry::getValue)
            .findFirst()
            .map(this::parse)
            .orElse(null);
      } else if (cause instanceof UnsuccessfulAnswerException answer && answer.getRetryAfter() != null) {
        return parse(answer.getRetryAfter());
      }
    }
    return null;
  }

  private Duration parse(String value) {
    String text = value.strip();
    if (SECONDS.matcher(text).matches()) {
      return Duration.ofMillis(new BigDecimal(text).min(MOST_SECONDS).movePointRight(3).longValue());
    }
    for (DateTimeFormatter form : DATES) {
      try {
        Duration wait = Duration.between(wall.instant(), form.parse(text, Instant::from));
        return wait.isNegative() ? Duration.ZERO : wait;
      } catch (DateTimeException anotherForm) {
        // the next one is tried
      }
    }
    return null;
  }
}
