package io.github.mentagateway.management;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Ends a request with a problem document (RFC 9457). */
final class ProblemException extends RuntimeException {
  private final int status;

  ProblemException(int status, String detail) {
    super(detail);
    this.status = status;
  }

  void answer(RoutingContext request) {
    if (request.response().ended()) {
      return;
    }
    request.response().setStatusCode(status).putHeader("Content-Type", "application/problem+json");
    request.end(new JsonObject()
        .put("type", "about:blank")
        .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
        .put("status", status)
        .put("detail", getMessage())
        .encode() + "\n");
  }
}
