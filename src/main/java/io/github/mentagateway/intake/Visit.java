package io.github.mentagateway.intake;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;

/** What is known of a request beside its answer. {@code bytes}: the length of its body, null while it was not read. */
record Visit(String remote, Integer bytes, long began) {

  static Visit of(HttpServerRequest request) {
    SocketAddress address = request.remoteAddress();
    return new Visit(address == null ? null : address.hostAddress(), null, System.nanoTime());
  }

  Visit withBody(byte[] body) {
    return new Visit(remote, body.length, began);
  }

  Duration took() {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
