package io.github.mentagateway.destination.rest;

import io.github.mentagateway.destination.PermanentFailureException;
import io.github.mentagateway.destination.UnsuccessfulAnswerException;
import io.github.mentagateway.privacy.PrivateText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Predicate;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * Decides what an answer means: done, tried again, or a dead letter. Without an author's expressions a 2xx is done, and
 * {@code errors.camel.yaml} decides about any other.
 */
final class AnswerJudge {
  private final Function<String, Object> reader;
  private final String url;
  private final boolean triedOut;
  private final Predicate success;
  private final Predicate failure;
  private final StatusList retry;

  /**
   * @param reader gives what the text of an answer holds
   * @param url as it is written, with names in place of values
   * @param triedOut whether the API is only a stand-in, which knows no body of its own: an empty 200 is a success then
   */
  AnswerJudge(CamelContext context, Function<String, Object> reader, String url, boolean triedOut, String success, String failure,
      String retry) {
    this.reader = reader;
    this.url = url;
    this.triedOut = triedOut;
    this.success = success.isBlank() ? null : context.resolveLanguage("simple").createPredicate(success);
    this.failure = failure.isBlank() ? null : context.resolveLanguage("simple").createPredicate(failure);
    this.retry = retry.isBlank() ? null : new StatusList(retry);
  }

  /**
   * Ends without an exception when the call is done.
   *
   * @throws PermanentFailureException for a dead letter
   * @throws UnsuccessfulAnswerException when the call is tried again
   * @throws HttpOperationFailedException when {@code errors.camel.yaml} is to decide
   */
  void judge(Exchange exchange) throws HttpOperationFailedException {
    Message answer = exchange.getMessage();
    int status = answer.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    boolean fine = status / 100 == 2;
    if (fine && success == null && failure == null) {
      return;
    }
    String text = text(answer);
    if (success != null || failure != null) {
      answer.setBody(isText(answer) ? reader.apply(text) : answer.getBody());
      if (triedOut && status == 200 && text.isEmpty()) {
        return;
      }
      if (failure != null && matches("failure", failure, exchange, fine, text)) {
        throw new PermanentFailureException("the API answered " + status + ", which 'failure' takes for a refusal: " + shown(text));
      }
      if (success == null ? fine : matches("success", success, exchange, fine, text)) {
        return;
      } else if (fine) {
        throw again(answer, status, "the API answered " + status + ", which 'success' does not take for one: " + shown(text));
      }
    }
    if (retry == null) {
      throw new HttpOperationFailedException(url, status, answer.getHeader(Exchange.HTTP_RESPONSE_TEXT, String.class), null, headers(answer),
          RestClient.beginning(text));
    } else if (retry.has(status)) {
      throw again(answer, status, "the API answered " + status + ": " + shown(text));
    }
    throw new PermanentFailureException("the API answered " + status + ", which 'retry' does not list: " + shown(text));
  }

  /** What an expression cannot read, such as the error page of a proxy, it does not match; a 2xx that it cannot read is no success. */
  private static boolean matches(String name, Predicate predicate, Exchange exchange, boolean fine, String text) {
    try {
      return predicate.matches(exchange);
    } catch (RuntimeException e) {
      if (fine) {
        throw again(exchange.getMessage(), exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class),
            "'" + name + "' cannot be read from the API's answer: " + shown(text));
      }
      return false;
    }
  }

  /** What the answer holds, which an expression may have read already; the bytes of what is no text. */
  Object body(Message answer) {
    if (answer.getBody() instanceof Map || answer.getBody() instanceof List) {
      return answer.getBody();
    }
    return isText(answer) ? reader.apply(text(answer)) : answer.getBody(byte[].class);
  }

  private static boolean isText(Message answer) {
    return !RestClient.BYTES.getMimeType().equals(answer.getHeader(Exchange.CONTENT_TYPE, String.class));
  }

  private static String text(Message answer) {
    if (!isText(answer)) {
      // a stream can be read once
      answer.setBody(answer.getBody(byte[].class));
    }
    String text = answer.getBody(String.class);
    return text == null ? "" : text;
  }

  private static UnsuccessfulAnswerException again(Message answer, int status, String reason) {
    return new UnsuccessfulAnswerException(status, retryAfter(answer), reason);
  }

  static String retryAfter(Message answer) {
    return headers(answer).entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("Retry-After")).map(Map.Entry::getValue).findFirst().orElse(null);
  }

  private static Map<String, String> headers(Message answer) {
    Map<String, String> headers = new LinkedHashMap<>();
    answer.getHeaders().forEach((name, value) -> {
      if (!name.startsWith("Camel")) {
        headers.put(name, String.valueOf(value));
      }
    });
    return headers;
  }

  private static String shown(String text) {
    return PrivateText.mark(RestClient.beginning(text));
  }
}
