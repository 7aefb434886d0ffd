package io.github.mentagateway.management;

import io.github.mentagateway.contract.ContractRadar;
import io.github.mentagateway.inbox.Contract.Field;
import io.github.mentagateway.inbox.Contract.Seen;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /api/contract}: which fields each action has had, by their names and types; what is new is acknowledged there. */
final class ContractApi {
  private static final String PATH = "/api/contract";

  private final ContractRadar radar;

  ContractApi(ContractRadar radar) {
    this.radar = radar;
  }

  void mount(Router router) {
    router.get(PATH).handler(request -> ApiResponder.answer(request, () -> list(new RequestParameters(request, "action", "new"))));
    router.post(PATH + "/acknowledge").handler(request -> ApiResponder.answer(request, () -> {
      String action = new RequestParameters(request, "action").action();
      return new JsonObject().put("acknowledged", radar.acknowledge(action));
    }));
  }

  private JsonObject list(RequestParameters asked) {
    String action = asked.action();
    boolean onlyNew = asked.flag("new");
    List<Seen> shown = radar.all().stream().filter(one -> action == null || one.action().equals(action)).filter(one -> !onlyNew || one.isNew()).toList();
    Map<String, JsonObject> actions = new LinkedHashMap<>();
    for (Seen one : shown) {
      JsonObject of = actions.computeIfAbsent(one.action(), name -> new JsonObject().put("action", name).put("fields", new JsonArray()));
      if (one.field().equals(Field.ACTION)) {
        of.mergeIn(tally(one));
      } else {
        of.getJsonArray("fields").add(new JsonObject().put("path", one.field().path()).put("type", one.field().type()).mergeIn(tally(one)));
      }
    }
    return new JsonObject().put("actions", new JsonArray(List.copyOf(actions.values())));
  }

  private static JsonObject tally(Seen one) {
    return new JsonObject().put("count", one.count()).put("first", ApiResponder.time(one.first())).put("last", ApiResponder.time(one.last()))
        .put("example", one.exampleId()).put("new", one.isNew());
  }
}
