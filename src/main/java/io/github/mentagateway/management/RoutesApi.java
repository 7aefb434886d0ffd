package io.github.mentagateway.management;

import io.github.mentagateway.inbox.Acts.Ending;
import io.github.mentagateway.inbox.Acts.What;
import io.github.mentagateway.reload.Outcome;
import io.github.mentagateway.reload.RouteReload;
import io.github.mentagateway.routes.Finding;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/** {@code /api/routes}: which route files run, and what became of the latest edit; takes edited files into use. */
final class RoutesApi {
  private final RouteReload reload;
  private final boolean watched;
  private final ActRecorder recorder;

  /** @param watched whether edits count by themselves */
  RoutesApi(RouteReload reload, boolean watched, ActRecorder recorder) {
    this.reload = reload;
    this.watched = watched;
    this.recorder = recorder;
  }

  void mount(Router router) {
    router.get("/api/routes").handler(request -> ApiResponder.answer(request, () -> list(request)));
    router.post("/api/routes/reload").handler(request -> ApiResponder.answer(request, () -> reload(new RequestParameters(request, "reason"))));
  }

  private JsonObject list(RoutingContext request) {
    RequestParameters.refuseAny(request);
    RouteReload.Status status = reload.status();
    JsonArray items = new JsonArray();
    status.files().forEach((file, since) -> items.add(new JsonObject().put("file", file).put("since", ApiResponder.time(since))
        .put("hash", status.hashes().get(file))));
    return new JsonObject().put("items", items).put("watched", watched).put("last", json(status.last()));
  }

  private JsonObject reload(RequestParameters asked) {
    Outcome outcome = recorder.carryOut(ActRecorder.act(asked.caller(), What.RELOAD, "routes", asked.reasonIfAny()), this::reload, RoutesApi::ending);
    Outcome taken = reload.status().taken();
    return json(outcome).put("taken", new JsonObject().put("at", ApiResponder.time(taken.at())).put("changed", new JsonArray(taken.changed())));
  }

  private Outcome reload() {
    try {
      return reload.reload();
    } catch (IllegalStateException e) {
      throw new ProblemException(409, e.getMessage());
    }
  }

  private static Ending ending(Outcome outcome) {
    String kind = outcome.kind().name().toLowerCase(Locale.ROOT);
    if (!outcome.isRefused()) {
      return Ending.done(outcome.swapped().isEmpty() ? kind : kind + ": " + String.join(", ", outcome.swapped()));
    }
    return Ending.refused(kind + ": " + outcome.errors().stream().findFirst()
        .map(error -> error.file() + ":" + error.line() + ": " + error.message()).orElse(outcome.failure()));
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
