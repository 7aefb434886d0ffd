package io.github.mentagateway.management;

import io.github.mentagateway.intake.HeldBySender;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;

/** {@code /api/held}: an estimate of what menta tech holds back because it was refused here. */
final class HeldApi {
  private final HeldBySender held;

  HeldApi(HeldBySender held) {
    this.held = held;
  }

  void mount(Router router) {
    router.get("/api/held").handler(request -> ApiResponder.answer(request, () -> {
      new RequestParameters(request);
      return json(held);
    }));
  }

  static JsonObject json(HeldBySender held) {
    HeldBySender.Estimate estimate = held.estimate();
    return new JsonObject().put("estimate", estimate.estimate()).put("since", ApiResponder.time(estimate.since()))
        .put("nextDue", ApiResponder.time(estimate.nextDue())).put("text", estimate.text());
  }
}
