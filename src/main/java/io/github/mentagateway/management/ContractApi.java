package io.github.mentagateway.management;

import io.github.mentagateway.contract.ContractRadar;
import io.github.mentagateway.inbox.Acts.Act;
import io.github.mentagateway.inbox.Acts.Ending;
import io.github.mentagateway.inbox.Acts.What;
import io.github.mentagateway.inbox.Contract.Field;
import io.github.mentagateway.inbox.Contract.Seen;
import io.github.mentagateway.privacy.Masks;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /api/contract}: which fields each action has had, by their names and types; what is new is acknowledged there. */
final class ContractApi {
  private static final String PATH = "/api/contract";
  private static final int LONGEST_ACTION = 200;
  private static final int LONGEST_FIELD = 300;

  private final ContractRadar radar;
  private final ActRecorder recorder;

  ContractApi(ContractRadar radar, ActRecorder recorder) {
    this.radar = radar;
    this.recorder = recorder;
  }

  void mount(Router router) {
    router.get(PATH).handler(request -> ApiResponder.answer(request, () -> list(new RequestParameters(request, "action", "new"))));
    router.post(PATH + "/acknowledge").handler(
        request -> ApiResponder.answer(request, () -> acknowledge(new RequestParameters(request, "action", "upTo", "reason"))));
    router.post(PATH + "/forget").handler(
        request -> ApiResponder.answer(request, () -> forget(new RequestParameters(request, "action", "field", "reason"))));
  }

  private JsonObject acknowledge(RequestParameters asked) {
    String action = asked.action();
    Instant upTo = asked.time("upTo");
    String about = action == null ? "contract" : "contract action=" + Masks.oneLine(action, LONGEST_ACTION);
    return new JsonObject().put("acknowledged", recorder.carryOut(new Act(asked.caller().name(), What.ACKNOWLEDGE, about, List.of(), asked.reasonIfAny()),
        () -> radar.acknowledge(action, upTo), changed -> Ending.done("acknowledged " + changed)));
  }

  private JsonObject forget(RequestParameters asked) {
    String action = asked.action();
    String field = asked.text("field");
    String why = asked.reasonIfAny();
    if (action == null) {
      throw new ProblemException(400, "action must say of which action");
    }
    String about = "contract action=" + Masks.oneLine(action, LONGEST_ACTION) + (field == null ? "" : " field=" + Masks.oneLine(field, LONGEST_FIELD));
    return new JsonObject().put("forgotten", recorder.carryOut(new Act(asked.caller().name(), What.FORGET, about, List.of(), why),
        () -> forgotten(action, field), gone -> Ending.done("forgotten " + gone)));
  }

  private int forgotten(String action, String field) {
    int forgotten = radar.forget(action, field);
    if (forgotten == 0) {
      throw new ProblemException(404, "nothing is known of " + (field == null ? "" : "the field " + Masks.oneLine(field, LONGEST_FIELD) + " of ")
          + "the action " + Masks.oneLine(action, LONGEST_ACTION) + ": contract list shows what is");
    }
    return forgotten;
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
