package io.github.mentagateway.management;

import io.github.mentagateway.inbox.Acts;
import io.github.mentagateway.inbox.Acts.Filter;
import io.github.mentagateway.inbox.Acts.Recorded;
import io.github.mentagateway.inbox.Acts.What;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Writes what people did as JSON. */
final class ActJson {
  /** How many are told of one thing. */
  private static final int ABOUT_ONE = 50;
  private static final Map<What, String> DONE = Map.of(What.RETRY, "retried", What.REPLAY, "replayed", What.DISCARD, "discarded", What.MOVE, "moved");

  private ActJson() {}

  /** The newest about one notification with its deliveries, or about one delivery. */
  static JsonArray about(Acts acts, String id) {
    return items(acts.list(new Filter(null, null, id, null), Long.MAX_VALUE, ABOUT_ONE));
  }

  static JsonArray items(List<Recorded> acts) {
    JsonArray items = new JsonArray();
    acts.forEach(act -> items.add(item(act)));
    return items;
  }

  static JsonObject item(Recorded act) {
    return new JsonObject()
        .put("number", String.valueOf(act.number()))
        .put("at", ApiResponder.time(act.at()))
        .put("who", act.who())
        .put("what", label(act.what()))
        .put("about", act.about())
        .put("why", act.why())
        .put("outcome", label(act.outcome()))
        .put("detail", detail(act));
  }

  /** How many, of an act about many; then what else there is to say. */
  private static String detail(Recorded act) {
    StringJoiner detail = new StringJoiner("; ");
    if (act.done() + act.refused() > 0) {
      detail.add(DONE.getOrDefault(act.what(), "changed") + " " + act.done() + ", refused " + act.refused());
    }
    if (act.detail() != null) {
      detail.add(act.detail());
    }
    return detail.length() == 0 ? null : detail.toString();
  }

  static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
