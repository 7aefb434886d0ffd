package io.github.mentagateway.management;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;

/** {@code /api/me}: who the caller's token says that the caller is, and what it allows. */
final class CallerApi {
  void mount(Router router) {
    router.get("/api/me").handler(request -> ApiResponder.answer(request, () -> {
      Caller caller = new RequestParameters(request).caller();
      return new JsonObject().put("name", caller.name()).put("role", caller.role().label());
    }));
  }
}
