package io.github.mentagateway.management;

import io.github.mentagateway.settings.Settings;
import io.github.mentagateway.settings.ShownSettings;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.function.Supplier;

/** {@code /api/settings}: which version runs, on which Java, since when, and its settings without secrets. */
final class SettingsApi {
  private final Supplier<Settings> settings;
  private final Instant startedAt;

  /** @param settings those that run now */
  SettingsApi(Supplier<Settings> settings, Instant startedAt) {
    this.settings = settings;
    this.startedAt = startedAt;
  }

  void mount(Router router) {
    router.get("/api/settings").handler(request -> ApiResponder.answer(request, () -> list(request)));
  }

  private JsonObject list(RoutingContext request) {
    RequestParameters.refuseAny(request);
    JsonObject all = new JsonObject();
    ShownSettings.of(settings.get()).forEach(all::put);
    return new JsonObject()
        .put("version", ProcessMeters.version())
        .put("java", System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")")
        .put("startedAt", ApiResponder.time(startedAt))
        .put("settings", all);
  }
}
