package io.github.mentagateway.management;

import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.inbox.Letters.RefusedException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How {@code /api} answers: the store is asked on a worker thread, and what it refuses becomes a problem with the fitting status. */
final class ApiResponder {
  private static final Logger LOG = LoggerFactory.getLogger(ApiResponder.class);

  private ApiResponder() {}

  static void answer(RoutingContext request, Callable<JsonObject> question) {
    request.vertx().executeBlocking(question, false).onComplete(
        json -> request.response().putHeader("Content-Type", "application/json").end(json.encode() + "\n"),
        failure -> problem(failure).answer(request));
  }

  /** As every time in {@code /api}: ISO 8601 in UTC; what is not known is null. */
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
