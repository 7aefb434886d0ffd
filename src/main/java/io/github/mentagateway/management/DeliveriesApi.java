package io.github.mentagateway.management;

import io.github.mentagateway.durable.DurableComponent;
import io.github.mentagateway.inbox.Acts;
import io.github.mentagateway.inbox.Acts.Act;
import io.github.mentagateway.inbox.Acts.Ending;
import io.github.mentagateway.inbox.Acts.What;
import io.github.mentagateway.inbox.Backlogs;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.Letters.Detail;
import io.github.mentagateway.inbox.Letters.Kind;
import io.github.mentagateway.inbox.Letters.Letter;
import io.github.mentagateway.inbox.Notifications;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/deliveries}: finds and shows one in whatever state, moves one that waits, and discards one that has not ended. */
final class DeliveriesApi {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveriesApi.class);

  private final Notifications notifications;
  private final Backlogs backlogs;
  private final LetterDecisions decisions;
  private final Acts acts;
  private final ActRecorder recorder;
  private final LetterJson json;

  DeliveriesApi(Inbox inbox, LetterDecisions decisions, LetterJson json) {
    this.notifications = inbox.notifications();
    this.backlogs = inbox.backlogs();
    this.decisions = decisions;
    this.acts = inbox.acts();
    this.recorder = new ActRecorder(acts);
    this.json = json;
  }

  void mount(Router router) {
    router.get("/api/deliveries").handler(request -> ApiResponder.answer(request,
        () -> list(RequestParameters.withFilter(request, "destination", "state", "limit", "before"))));
    router.get("/api/deliveries/:id").handler(request -> ApiResponder.answer(request, () -> show(new RequestParameters(request, "reveal"))));
    router.post("/api/deliveries/:id/discard")
        .handler(request -> ApiResponder.answer(request, () -> discard(new RequestParameters(request, "reason"))));
    router.post("/api/deliveries/:id/move")
        .handler(request -> ApiResponder.answer(request, () -> move(new RequestParameters(request, "to", "force", "reason", "dry-run"))));
  }

  private JsonObject list(RequestParameters asked) {
    return json.page(notifications.deliveries(asked.deliveries().in(asked.oneOf("state", Notifications.STATES)), asked.before(), asked.limit()));
  }

  private JsonObject show(RequestParameters asked) {
    boolean reveal = asked.flag("reveal");
    Detail detail = decisions.find(asked.id());
    recorder.looks(asked);
    return json.detail(detail, reveal).put("acts", ActJson.about(acts, detail.letter().deliveryId()));
  }

  private JsonObject discard(RequestParameters asked) {
    String id = asked.id();
    String reason = asked.reason();
    recorder.carryOut(ActRecorder.act(asked.caller(), What.DISCARD, id, reason), () -> discarded(id, reason), ended -> Ending.done(null, ended));
    LOG.info("discard delivery={} reason='{}' by={}", id, reason, asked.caller().name());
    return new JsonObject().put("id", id);
  }

  private String discarded(String id, String reason) {
    Letter letter = decisions.find(id).letter();
    switch (letter.state()) {
      case "dead" -> decisions.discard(Kind.DEAD_LETTER, id, reason);
      case "quarantined" -> decisions.discard(Kind.QUARANTINE, id, reason);
      case "waiting" -> {
        if (id.equals(letter.notificationId()) && letter.channel().equals(DurableComponent.NOTIFICATIONS)) {
          throw new ProblemException(409, id + " waits for the router: no destination would get anything of it. When that is meant, discard "
              + letter.deliveryId());
        }
        backlogs.discard(id, reason);
      }
      default -> throw new ProblemException(409, id + " is " + letter.state() + ": nothing of it is left to discard");
    }
    return id;
  }

  private JsonObject move(RequestParameters asked) {
    String id = asked.id();
    String to = asked.destination("to");
    boolean force = asked.flag("force");
    boolean dryRun = asked.flag("dry-run");
    String why = asked.reasonIfAny();
    RequestParameters.movable(to);
    RequestParameters.movable(decisions.find(id).letter().channel());
    if (dryRun) {
      return new JsonObject().put("id", backlogs.move(id, to, force, true));
    }
    Act act = new Act(asked.caller().name(), What.MOVE, id + " to " + to + (force ? ", with force" : ""), List.of(id, to), why);
    String there = recorder.carryOut(act, () -> backlogs.move(id, to, force, false), now -> Ending.done("is now " + now, now));
    LOG.info("move delivery={} to={} force={} result={} by={}", id, to, force, there, asked.caller().name());
    return new JsonObject().put("id", there);
  }
}
