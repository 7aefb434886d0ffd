package io.github.mentagateway.management;

import io.github.mentagateway.inbox.Acts;
import io.github.mentagateway.inbox.Acts.Filter;
import io.github.mentagateway.inbox.Acts.Recorded;
import io.github.mentagateway.inbox.Acts.What;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /api/acts}: what people did, and about which deliveries. */
final class ActsApi {
  private static final Set<String> WHAT = Arrays.stream(What.values()).map(ActJson::label).collect(Collectors.toSet());

  private final Acts acts;

  ActsApi(Acts acts) {
    this.acts = acts;
  }

  void mount(Router router) {
    router.get("/api/acts").handler(request -> ApiResponder.answer(request,
        () -> list(new RequestParameters(request, "who", "what", "about", "since", "limit", "before"))));
    router.get("/api/acts/:number").handler(request -> ApiResponder.answer(request, () -> show(new RequestParameters(request, "limit", "after"))));
  }

  private JsonObject list(RequestParameters asked) {
    String what = asked.oneOf("what", WHAT);
    Filter filter = new Filter(asked.text("who"), what == null ? null : What.valueOf(what.toUpperCase(Locale.ROOT)), asked.text("about"),
        asked.time("since"));
    int limit = asked.limit();
    List<Recorded> found = acts.list(filter, asked.before(), limit + 1);
    List<Recorded> shown = found.subList(0, Math.min(limit, found.size()));
    return new JsonObject().put("items", ActJson.items(shown))
        .put("next", found.size() > shown.size() ? String.valueOf(shown.get(shown.size() - 1).number()) : null);
  }

  /** One with a page of the deliveries and notifications that it was about; {@code changed} ones of them were changed or made by it. */
  private JsonObject show(RequestParameters asked) {
    long number = asked.pathNumber("act");
    int limit = asked.limit();
    String after = asked.text("after");
    Recorded act = acts.find(number).orElseThrow(() -> new ProblemException(404, "there is no act with the number " + number));
    List<Acts.About> found = acts.about(number, after == null ? "" : after, limit + 1);
    List<Acts.About> shown = found.subList(0, Math.min(limit, found.size()));
    JsonArray about = new JsonArray();
    shown.forEach(one -> about.add(new JsonObject().put("id", one.id()).put("changed", one.changed())));
    return ActJson.item(act).put("items", about).put("next", found.size() > shown.size() ? shown.get(shown.size() - 1).id() : null);
  }
}
