package io.github.mentagateway.management;

import io.github.mentagateway.reload.Outcome;
import io.github.mentagateway.reload.RouteReload;
import io.github.mentagateway.routes.Finding;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.Locale;

/** {@code /api/routes}: which route files run, and what became of the latest edit; takes edited files into use. */
final class RoutesApi {
  private final RouteReload reload;
  private final boolean watched;

  /** @param watched whether edits count by themselves */
  RoutesApi(RouteReload reload, boolean watched) {
    this.reload = reload;
    this.watched = watched;
  }

  void mount(Router router) {
    router.get("/api/routes").handler(request -> ApiResponder.answer(request, () -> list(new RequestParameters(request))));
    router.post("/api/routes/reload").handler(request -> ApiResponder.answer(request, () -> reload(new RequestParameters(request))));
  }

  private JsonObject list(RequestParameters none) {
    RouteReload.Status status = reload.status();
    JsonArray items = new JsonArray();
    status.files().forEach((file, since) -> items.add(new JsonObject().put("file", file).put("since", ApiResponder.time(since))
        .put("hash", status.hashes().get(file))));
    return new JsonObject().put("items", items).put("watched", watched).put("last", json(status.last()));
  }

  private JsonObject reload(RequestParameters none) {
    try {
      JsonObject outcome = json(reload.reload());
      Outcome taken = reload.status().taken();
      return outcome.put("taken", new JsonObject().put("at", ApiResponder.time(taken.at())).put("changed", new JsonArray(taken.changed())));
    } catch (IllegalStateException e) {
      throw new ProblemException(409, e.getMessage());
    }
  }

  private static JsonObject json(Outcome outcome) {
    JsonArray findings = new JsonArray();
    outcome.findings().forEach(finding -> findings.add(json(finding)));
    return new JsonObject()
        .put("outcome", outcome.kind().name().toLowerCase(Locale.ROOT))
        .put("at", ApiResponder.time(outcome.at()))
        .put("changed", new JsonArray(outcome.changed()))
        .put("swapped", new JsonArray(outcome.swapped()))
        .put("findings", findings)
        .put("failure", outcome.failure());
  }

  private static JsonObject json(Finding finding) {
    return new JsonObject()
        .put("severity", finding.severity().name().toLowerCase(Locale.ROOT))
        .put("rule", finding.rule())
        .put("file", finding.file())
        .put("line", finding.line())
        .put("column", finding.column())
        .put("message", finding.message());
  }
}
