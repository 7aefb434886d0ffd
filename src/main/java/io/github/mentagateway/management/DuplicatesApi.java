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

/** {@code /api/duplicates}: lists the notifications of which copies came. */
final class DuplicatesApi {
  private final Duplicates duplicates;

  DuplicatesApi(Duplicates duplicates) {
    this.duplicates = duplicates;
  }

  void mount(Router router) {
    router.get("/api/duplicates").handler(request -> ApiResponder.answer(request, () -> list(new RequestParameters(request, "limit", "before"))));
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
}
