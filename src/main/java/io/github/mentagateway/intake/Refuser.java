package io.github.mentagateway.intake;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers a request before its body was read. What the sender still writes is read and thrown away for a moment, so that the
 * answer reaches it (RFC 9112, 9.6); then an HTTP/1 connection is closed and nothing more on it is looked at, because its next
 * bytes could be the rest of the body as well as a request; on HTTP/2 only the stream ends.
 */
final class Refuser {
  private static final long HTTP2_NO_ERROR = 0;

  private final Vertx vertx;
  private final Set<HttpConnection> done = ConcurrentHashMap.newKeySet();

  Refuser(Vertx vertx) {
    this.vertx = vertx;
  }

  boolean isDoneWith(HttpConnection connection) {
    return !done.isEmpty() && done.contains(connection);
  }

  Future<Void> refuse(HttpServerRequest request, Answer answer) {
    HttpConnection connection = request.connection();
    boolean wholeConnection = request.version() != HttpVersion.HTTP_2;
    if (wholeConnection) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      done.add(connection);
      connection.closeHandler(closed -> done.remove(connection));
    }
    Linger linger = new Linger(vertx, wholeConnection, wholeConnection
        ? connection::close : () -> request.response().reset(HTTP2_NO_ERROR));
    if (!request.isEnded()) {
      linger.begin(request);
    }
    Future<Void> written = answer.writeTo(request);
    written.onComplete(nothing -> linger.answerWritten());
    return written;
  }
}
