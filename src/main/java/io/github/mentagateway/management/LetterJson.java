package io.github.mentagateway.management;

import io.github.mentagateway.inbox.Attempt;
import io.github.mentagateway.inbox.Letters;
import io.github.mentagateway.inbox.Notifications;
import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.inbox.Payload;
import io.github.mentagateway.privacy.Masks;
import io.github.mentagateway.privacy.PrivateText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Writes notifications, deliveries and letters as JSON. Times are ISO 8601 in UTC; what is not known is null. */
final class LetterJson {
  private final MaskedBody body;

  LetterJson(MaskedBody body) {
    this.body = body;
  }

  /** @param letters at most one more than the page has; with one more there is a next page, and {@code next} is its {@code before} */
  JsonObject page(List<Letters.Letter> letters, int limit) {
    List<Letters.Letter> shown = letters.subList(0, Math.min(limit, letters.size()));
    JsonArray items = new JsonArray();
    shown.forEach(letter -> items.add(summary(letter, false)));
    boolean more = letters.size() > shown.size();
    return new JsonObject()
        .put("items", items)
        .put("next", more ? String.valueOf(shown.get(shown.size() - 1).number()) : null);
  }

  JsonObject page(Notifications.Page page) {
    return page(page.items().stream().map(LetterJson::summary).toList(), page.next(), page.back());
  }

  JsonObject page(Notifications.DeliveryPage page) {
    return page(page.items().stream().map(letter -> summary(letter, false)).toList(), page.next(), page.back());
  }

  private static JsonObject page(List<JsonObject> items, Long next, Instant back) {
    return new JsonObject()
        .put("items", new JsonArray(items))
        .put("next", next == null ? null : String.valueOf(next))
        .put("lookedBackTo", ApiResponder.time(back));
  }

  private static JsonObject summary(Notifications.Summary one) {
    JsonObject states = new JsonObject();
    one.states().forEach(states::put);
    return new JsonObject()
        .put("id", one.id())
        .put("action", one.action())
        .put("entity", one.entity())
        .put("receivedAt", ApiResponder.time(one.receivedAt()))
        .put("deliveries", states);
  }

  /** {@code deliveries} of it is how many stand how, {@code newest} the newest of them. */
  JsonObject notification(Notifications.Detail detail, boolean reveal) {
    JsonObject copies = new JsonObject();
    detail.copies().forEach((rule, count) -> copies.put(rule.name().toLowerCase(Locale.ROOT), count));
    JsonArray newest = new JsonArray();
    detail.deliveries().forEach(letter -> newest.add(summary(letter, reveal)));
    JsonObject json = summary(detail.summary())
        .put("newest", newest)
        .put("copies", copies)
        .put("lastCopyAt", ApiResponder.time(detail.lastCopyAt()))
        .put("masked", !reveal);
    return original(json, detail.original(), reveal);
  }

  private JsonObject original(JsonObject json, Original original, boolean reveal) {
    JsonObject headers = new JsonObject();
    new TreeMap<>(original.headers()).forEach((name, value) -> headers.put(name, masked(value, reveal)));
    return json.put("headers", headers).put("body", body.show(original.body(), original.headers(), reveal));
  }

  /** @param reason as it is shown */
  static JsonObject group(Letters.Group group, String reason) {
    return new JsonObject()
        .put("destination", group.channel())
        .put("count", group.count())
        .put("first", ApiResponder.time(group.first()))
        .put("last", ApiResponder.time(group.last()))
        .put("reason", reason);
  }

  /** Two groups of one reason. */
  static JsonObject together(JsonObject one, JsonObject other) {
    Instant first = one.getInstant("first").isBefore(other.getInstant("first")) ? one.getInstant("first") : other.getInstant("first");
    Instant last = one.getInstant("last").isAfter(other.getInstant("last")) ? one.getInstant("last") : other.getInstant("last");
    return one.copy().put("count", one.getLong("count") + other.getLong("count"))
        .put("first", ApiResponder.time(first)).put("last", ApiResponder.time(last));
  }

  JsonObject detail(Letters.Detail detail, boolean reveal) {
    JsonArray history = new JsonArray();
    detail.attempts().forEach(attempt -> history.add(attempt(attempt, reveal)));
    JsonObject json = summary(detail.letter(), reveal).put("history", history).put("masked", !reveal);
    Original original = detail.original();
    if (original != null) {
      original(json, original, reveal);
    }
    Payload payload = detail.payload();
    if (payload != null && !payload.isOriginal()) {
      json.put("payload", body.show(payload.bytes(), Map.of(), reveal));
    }
    return json;
  }

  private static JsonObject summary(Letters.Letter letter, boolean reveal) {
    return new JsonObject()
        .put("id", letter.deliveryId())
        .put("notificationId", letter.notificationId())
        .put("destination", letter.channel())
        .put("action", letter.action())
        .put("entity", letter.entity())
        .put("state", letter.state())
        .put("attempts", letter.attempts())
        .put("receivedAt", ApiResponder.time(letter.receivedAt()))
        .put("since", ApiResponder.time(letter.since()))
        .put("reason", errorText(letter.reason(), reveal));
  }

  private static JsonObject attempt(Attempt attempt, boolean reveal) {
    return new JsonObject()
        .put("number", attempt.number())
        .put("startedAt", ApiResponder.time(attempt.startedAt()))
        .put("tookMillis", attempt.took() == null ? null : attempt.took().toMillis())
        .put("outcome", attempt.outcome().name())
        .put("error", errorText(attempt.error(), reveal));
  }

  /** The text of a reason or an error, without the private part that may quote the destination unless it is to be revealed. */
  static String errorText(String text, boolean reveal) {
    return reveal ? PrivateText.reveal(text) : Masks.maskAddresses(PrivateText.hide(text));
  }

  private static String masked(String text, boolean reveal) {
    return reveal ? text : Masks.maskAddresses(text);
  }
}
