package io.github.mentagateway.intake;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Answers a request before its body was read. What the sender still writes is read and thrown away for a moment, so that the
 * answer reaches it (RFC 9112, 9.6); then an HTTP/1 connection is closed and nothing more on it is looked at, because its next
 * bytes could be the rest of the body as well as a request; on HTTP/2 only the stream ends.
 */
final class EarlyResponder {
  private static final long HTTP2_NO_ERROR = 0;
  private static final long HTTP2_CANCEL = 8;

  private final Vertx vertx;

  EarlyResponder(Vertx vertx) {
    this.vertx = vertx;
  }

  Future<Void> respond(HttpServerRequest request, Answer answer) {
    HttpConnection connection = request.connection();
    boolean wholeConnection = isWholeConnection(request);
    if (wholeConnection) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      OpenConnection.of(connection).refuse();
    }
    LingeringClose closing = new LingeringClose(vertx, wholeConnection, wholeConnection
        ? connection::close : () -> request.response().reset(HTTP2_NO_ERROR));
    if (!request.isEnded()) {
      closing.begin(request);
    }
    Future<Void> written = answer.writeTo(request);
    written.onComplete(nothing -> closing.answerWritten());
    return written;
  }

  /** Ends it without an answer. */
  void cut(HttpServerRequest request) {
    if (isWholeConnection(request)) {
      OpenConnection.of(request.connection()).refuse();
      request.connection().close();
    } else {
      request.response().reset(HTTP2_CANCEL);
    }
  }

  private static boolean isWholeConnection(HttpServerRequest request) {
    return request.version() != HttpVersion.HTTP_2;
  }
}
