package io.github.mentagateway.intake;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/** What a request is answered: all of it, nothing is added on the way out but the framing. */
record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {

  /** On the request's own thread. The future says whether the answer could be written to the connection. */
  Future<Void> writeTo(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    try {
      response.setStatusCode(status);
      response.putHeader(HttpHeaders.CONTENT_TYPE, contentType);
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
      headers.forEach(response::putHeader);
      return request.method() == HttpMethod.HEAD ? response.end() : response.end(Buffer.buffer(body));
    } catch (RuntimeException closedOrBroken) {
      return Future.failedFuture(closedOrBroken);
    }
  }
}
