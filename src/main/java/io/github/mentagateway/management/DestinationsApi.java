package io.github.mentagateway.management;

import io.github.mentagateway.inbox.Inbox;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/destinations}: lists what waits, is down or paused; pauses and resumes a destination. */
final class DestinationsApi {
  private static final Logger LOG = LoggerFactory.getLogger(DestinationsApi.class);

  private final Inbox inbox;

  DestinationsApi(Inbox inbox) {
    this.inbox = inbox;
  }

  void mount(Router router) {
    router.get("/api/destinations").handler(request -> ApiResponder.answer(request, this::list));
    router.post("/api/destinations/:name/pause")
        .handler(request -> ApiResponder.answer(request, () -> pause(new RequestParameters(request))));
    router.post("/api/destinations/:name/resume")
        .handler(request -> ApiResponder.answer(request, () -> resume(new RequestParameters(request))));
  }

  private JsonObject list() {
    JsonArray items = new JsonArray();
    DestinationStatus.all(inbox).forEach(destination -> items.add(item(destination)));
    return new JsonObject().put("items", items);
  }

  private static JsonObject item(DestinationStatus destination) {
    return new JsonObject()
        .put("name", destination.name())
        .put("read", destination.read())
        .put("waiting", destination.waiting())
        .put("oldest", ApiResponder.time(destination.oldest()))
        .put("deadLetters", destination.deadLetters())
        .put("pausedSince", ApiResponder.time(destination.pausedSince()))
        .put("pauseReason", destination.pauseReason())
        .put("downSince", ApiResponder.time(destination.downSince()))
        .put("nextProbeAt", ApiResponder.time(destination.nextProbeAt()))
        .put("downError", LetterJson.errorText(destination.downError(), false));
  }

  private JsonObject pause(RequestParameters asked) {
    String reason = asked.reason();
    String name = known(asked.destination());
    inbox.channels().pause(name, reason);
    LOG.info("pause destination={} reason='{}'", name, reason);
    return new JsonObject().put("name", name);
  }

  private JsonObject resume(RequestParameters asked) {
    String name = known(asked.destination());
    if (!inbox.channels().resume(name)) {
      throw new ProblemException(409, name + " is not paused: there is nothing to resume");
    }
    LOG.info("resume destination={}", name);
    return new JsonObject().put("name", name);
  }

  /** The store would pause any name, and a typing error would look like success. */
  private String known(String name) {
    List<DestinationStatus> all = DestinationStatus.all(inbox);
    if (all.stream().noneMatch(destination -> destination.name().equals(name))) {
      throw new ProblemException(404, "there is no destination " + name + "; there are: "
          + all.stream().map(DestinationStatus::name).collect(Collectors.joining(", ")));
    }
    return name;
  }
}
