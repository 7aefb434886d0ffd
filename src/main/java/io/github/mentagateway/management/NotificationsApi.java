package io.github.mentagateway.management;

import io.github.mentagateway.envelope.EntityResolver;
import io.github.mentagateway.inbox.Acts;
import io.github.mentagateway.inbox.Acts.Ending;
import io.github.mentagateway.inbox.Acts.What;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.Letters;
import io.github.mentagateway.inbox.Notifications;
import io.github.mentagateway.inbox.Notifications.Filter;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/notifications}: finds and shows whatever was received; and delivers again whatever has an id. */
final class NotificationsApi {
  private static final Logger LOG = LoggerFactory.getLogger(NotificationsApi.class);
  private static final int DELIVERIES = 200;

  private final Notifications notifications;
  private final Letters letters;
  private final Acts acts;
  private final ActRecorder recorder;
  private final EntityResolver entities;
  private final LetterJson json;

  NotificationsApi(Inbox inbox, EntityResolver entities, LetterJson json) {
    this.notifications = inbox.notifications();
    this.letters = inbox.letters();
    this.acts = inbox.acts();
    this.recorder = new ActRecorder(acts);
    this.entities = entities;
    this.json = json;
  }

  void mount(Router router) {
    router.get("/api/notifications").handler(request -> ApiResponder.answer(request, () -> find(new RequestParameters(request, "q", "entity",
        "action", "family", "destination", "state", "error", "since", "until", "limit", "before", "after"))));
    router.get("/api/notifications/:id").handler(request -> ApiResponder.answer(request, () -> show(new RequestParameters(request, "reveal"))));
    for (String path : List.of("/api/notifications/:id/deliver", "/api/deliveries/:id/deliver", "/api/duplicates/:id/deliver")) {
      router.post(path).handler(request -> ApiResponder.answer(request, () -> deliver(new RequestParameters(request, "force", "reason"))));
    }
  }

  private JsonObject find(RequestParameters asked) {
    String word = asked.text("q");
    Filter filter = new Filter(asked.text("entity") == null ? null : List.of(asked.text("entity")), null, asked.action(),
        asked.text("family"), asked.text("destination"), asked.oneOf("state", Notifications.STATES), asked.text("error"), asked.time("since"),
        asked.time("until"));
    int limit = asked.limit();
    long before = asked.before();
    long after = asked.after();
    if (after > 0) {
      if (word != null || !asked.isFirstPage()) {
        throw new ProblemException(400, "after goes on to what came since, and neither q nor before can be given with it");
      }
      if (filter.state() != null || filter.error() != null) {
        throw new ProblemException(400, "after tells each as it comes: state and error are about what becomes of it, and cannot be given with it");
      }
      return following(notifications.follow(filter, after, limit));
    }
    if (word == null) {
      // asked first: what comes in between is told twice rather than never
      Long newest = asked.isFirstPage() ? notifications.follow(Filter.NONE, Long.MAX_VALUE, 1).next() : null;
      JsonObject page = json.page(notifications.find(filter, before, limit));
      return newest == null ? page : page.put("after", String.valueOf(newest));
    }
    if (filter.entities() != null) {
      throw new ProblemException(400, "q finds an entity too: give either q or entity");
    }
    return json.page(byWord(word, filter, before, limit));
  }

  private JsonObject following(Notifications.Page page) {
    return json.page(new Notifications.Page(page.items(), null, null)).put("after", String.valueOf(page.next()));
  }

  /** An id, an entity, or what identifies one in its family; where that finds none, what is a part of an entity. */
  private Notifications.Page byWord(String word, Filter filter, long before, int limit) {
    Notifications.Detail byId = notifications.show(word, 0).orElse(null);
    if (byId != null) {
      return new Notifications.Page(List.of(byId.summary()), null, byId.summary().receivedAt());
    }
    Notifications.Page page = notifications.find(about(filter, Stream.concat(Stream.of(word), entities.of(word).stream()).toList(), null),
        before, limit);
    return page.items().isEmpty() ? notifications.find(about(filter, null, EntityResolver.part(word)), before, limit) : page;
  }

  private static Filter about(Filter filter, List<String> entities, String inEntity) {
    return new Filter(entities, inEntity, filter.action(), filter.family(), filter.destination(), filter.state(), filter.error(), filter.since(),
        filter.until());
  }

  private JsonObject show(RequestParameters asked) {
    boolean reveal = asked.flag("reveal");
    Notifications.Detail detail = notifications.show(asked.id(), DELIVERIES)
        .orElseThrow(() -> new ProblemException(404, "there is no notification with the id " + asked.id()));
    recorder.looks(asked);
    return json.notification(detail, reveal).put("acts", ActJson.about(acts, detail.summary().id()));
  }

  private JsonObject deliver(RequestParameters asked) {
    String id = asked.id();
    boolean force = asked.flag("force");
    String made = recorder.carryOut(ActRecorder.act(asked.caller(), What.DELIVER, id, asked.reasonIfAny()), () -> letters.deliverAgain(id, force),
        now -> Ending.done((force ? "with force; " : "") + "made " + now, now));
    LOG.info("deliver again={} force={} result={} by={}", id, force, made, asked.caller().name());
    return new JsonObject().put("id", made);
  }
}
