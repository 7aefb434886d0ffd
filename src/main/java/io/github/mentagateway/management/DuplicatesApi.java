package io.github.mentagateway.management;

import io.github.mentagateway.inbox.DuplicateRule;
import io.github.mentagateway.inbox.Duplicates;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/duplicates}: lists the notifications of which copies came, and delivers one of them once more. */
final class DuplicatesApi {
  private static final Logger LOG = LoggerFactory.getLogger(DuplicatesApi.class);

  private final Duplicates duplicates;

  DuplicatesApi(Duplicates duplicates) {
    this.duplicates = duplicates;
  }

  void mount(Router router) {
    router.get("/api/duplicates").handler(request -> ApiResponder.answer(request, () -> list(new RequestParameters(request))));
    router.post("/api/duplicates/:id/deliver")
        .handler(request -> ApiResponder.answer(request, () -> deliver(new RequestParameters(request))));
  }

  private JsonObject list(RequestParameters asked) {
    int limit = asked.limit();
    List<Duplicates.Counted> found = duplicates.list(asked.before(), limit + 1);
    List<Duplicates.Counted> shown = found.subList(0, Math.min(limit, found.size()));
    JsonArray items = new JsonArray();
    shown.forEach(counted -> items.add(item(counted)));
    return new JsonObject()
        .put("items", items)
        .put("next", found.size() > shown.size() ? String.valueOf(shown.get(shown.size() - 1).number()) : null);
  }

  private static JsonObject item(Duplicates.Counted counted) {
    Map<String, Object> copies = new TreeMap<>();
    for (Map.Entry<DuplicateRule, Long> rule : counted.copies().entrySet()) {
      copies.put(rule.getKey().name().toLowerCase(Locale.ROOT), rule.getValue());
    }
    return new JsonObject()
        .put("notificationId", counted.notificationId())
        .put("action", counted.action())
        .put("entity", counted.entity())
        .put("receivedAt", ApiResponder.time(counted.receivedAt()))
        .put("copies", new JsonObject(copies))
        .put("lastCopyAt", ApiResponder.time(counted.lastAt()));
  }

  private JsonObject deliver(RequestParameters asked) {
    String id = duplicates.deliver(asked.id(), asked.flag("force"));
    LOG.info("deliver duplicate_of={} force={} result={}", asked.id(), asked.flag("force"), id);
    return new JsonObject().put("id", id);
  }
}
