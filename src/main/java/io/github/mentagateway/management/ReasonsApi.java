package io.github.mentagateway.management;

import io.github.mentagateway.inbox.InboxUnavailableException;
import io.github.mentagateway.inbox.Letters;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The letters of one kind by reason and destination. Each open page of the console asks every few seconds, and the store looks through thousands of
 * letters for it: all requests together ask it once in that time.
 */
final class ReasonsApi {
  private static final Duration OLDEST = Duration.ofSeconds(3);
  /** Shorter than a page waits: it would ask again while the store still works on it. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);
  /** More than a person reads. */
  private static final int MOST = 200;

  private final Letters letters;
  private final Letters.Kind kind;
  private final ThrottledRefresh refresh;
  private volatile JsonObject groups;

  ReasonsApi(Letters letters, Letters.Kind kind, Clock clock) {
    this.letters = letters;
    this.kind = kind;
    this.refresh = new ThrottledRefresh(() -> groups = grouped(), OLDEST, LONGEST_WAIT, ReasonsApi::late, clock);
  }

  void answer(RoutingContext request) {
    RequestParameters.refuseAny(request);
    Context own = request.vertx().getOrCreateContext();
    Future<JsonObject> answer = refresh.recent(request.vertx()).map(done -> groups);
    answer.onComplete(done -> own.runOnContext(nothing -> ApiResponder.answer(request, answer)));
  }

  private static void late() {
    throw new InboxUnavailableException("the store has not grouped them within " + LONGEST_WAIT.toSeconds() + " s");
  }

  /** Those that differ only in what quotes a person, or in a number, are of one reason. */
  private JsonObject grouped() {
    Map<String, JsonObject> together = new HashMap<>();
    long seen = 0;
    for (Letters.Group group : letters.groups(kind)) {
      String reason = Objects.requireNonNullElse(LetterJson.errorText(group.reason(), false), "").replaceAll("\\d{4,}", "#");
      together.merge(group.channel() + "\n" + reason, LetterJson.group(group, reason), LetterJson::together);
      seen += group.count();
    }
    List<JsonObject> items = together.values().stream().sorted(ReasonsApi::mostFirst).limit(MOST).toList();
    return new JsonObject().put("items", new JsonArray(items)).put("newest", seen < Letters.MOST_GROUPED ? null : seen);
  }

  private static int mostFirst(JsonObject one, JsonObject other) {
    int most = Long.compare(other.getLong("count"), one.getLong("count"));
    return most != 0 ? most : (one.getString("destination") + one.getString("reason")).compareTo(other.getString("destination") + other.getString("reason"));
  }
}
