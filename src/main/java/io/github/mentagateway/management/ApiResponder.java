package io.github.mentagateway.management;

import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.inbox.Letters.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a request to {@code /api}: it asks the store on a worker thread, and turns what the store refuses into a problem document. */
final class ApiResponder {
  private static final Logger LOG = LoggerFactory.getLogger(ApiResponder.class);

  private ApiResponder() {}

  static void answer(RoutingContext request, Callable<JsonObject> question) {
    answer(request, request.vertx().executeBlocking(question, false));
  }

  static void answer(RoutingContext request, Future<JsonObject> answer) {
    answer.onComplete(
        json -> request.response().putHeader("Content-Type", "application/json").end(json.encode() + "\n"),
        failure -> problem(failure).answer(request));
  }

  /** A time as {@code /api} writes it: ISO 8601 in UTC; null when it is not known. */
  static String time(Instant time) {
    return time == null ? null : time.toString();
  }

  private static ProblemException problem(Throwable failure) {
    if (failure instanceof ProblemException problem) {
      return problem;
    }
    if (failure instanceof RefusedException) {
      return new ProblemException(409, failure.getMessage());
    }
    if (failure instanceof InboxUnavailableException) {
      return new ProblemException(503, failure.getMessage());
    }
    LOG.error("a request to /api failed", failure);
    return new ProblemException(500, "the gateway could not answer; its log says why");
  }
}
