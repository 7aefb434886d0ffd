package io.github.mentagateway.management;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code /api/openapi.yaml}: the description of this port, for people and generators of clients. */
final class OpenApi {
  private static final String DOCUMENT = "openapi.yaml";

  void mount(Router router) {
    router.get("/api/" + DOCUMENT).handler(request -> {
      new RequestParameters(request);
      request.response().putHeader("Content-Type", "application/yaml").end(document());
    });
  }

  static Buffer document() {
    try (InputStream in = OpenApi.class.getResourceAsStream(DOCUMENT)) {
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
