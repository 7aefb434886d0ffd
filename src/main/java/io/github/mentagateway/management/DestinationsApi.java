package io.github.mentagateway.management;

import io.github.mentagateway.delivery.Reading;
import io.github.mentagateway.inbox.Acts.Act;
import io.github.mentagateway.inbox.Acts.Ending;
import io.github.mentagateway.inbox.Acts.What;
import io.github.mentagateway.inbox.Backlogs;
import io.github.mentagateway.inbox.DeliveryFilter;
import io.github.mentagateway.inbox.Inbox;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /api/destinations}: lists what waits, is down or paused; pauses and resumes a destination; moves or discards what waits. */
final class DestinationsApi {
  private static final Logger LOG = LoggerFactory.getLogger(DestinationsApi.class);

  private final Inbox inbox;
  private final Supplier<Map<String, Reading>> reading;
  private final Clock clock;
  private final ActRecorder recorder;

  DestinationsApi(Inbox inbox, Supplier<Map<String, Reading>> reading, Clock clock) {
    this.inbox = inbox;
    this.reading = reading;
    this.clock = clock;
    this.recorder = new ActRecorder(inbox.acts());
  }

  void mount(Router router) {
    router.get("/api/destinations").handler(request -> ApiResponder.answer(request, () -> list(request)));
    router.post("/api/destinations/:name/pause")
        .handler(request -> ApiResponder.answer(request, () -> pause(new RequestParameters(request, "reason"))));
    router.post("/api/destinations/:name/resume")
        .handler(request -> ApiResponder.answer(request, () -> resume(new RequestParameters(request, "reason"))));
    router.post("/api/destinations/:name/retry")
        .handler(request -> ApiResponder.answer(request, () -> retry(new RequestParameters(request, "reason"))));
    router.post("/api/destinations/:name/move")
        .handler(request -> ApiResponder.answer(request, () -> move(RequestParameters.withFilter(request, "to", "force", "while-read", "reason", "dry-run", "after"))));
    router.post("/api/destinations/:name/discard")
        .handler(request -> ApiResponder.answer(request, () -> discard(RequestParameters.withFilter(request, "while-read", "reason", "dry-run", "after"))));
  }

  private JsonObject list(RoutingContext request) {
    RequestParameters.refuseAny(request);
    JsonArray items = new JsonArray();
    all().forEach(destination -> items.add(item(destination)));
    return new JsonObject().put("items", items);
  }

  private List<DestinationStatus> all() {
    return DestinationStatus.all(inbox, reading.get(), clock.instant());
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
        .put("window", destination.window().isAlways() ? null : destination.window().text())
        .put("rate", destination.reading() == null || destination.reading().rate().isUnlimited() ? null : destination.reading().rate().text())
        .put("concurrency", destination.reading() == null ? null : destination.reading().concurrency())
        .put("allowed", destination.reading() == null ? null : destination.reading().allowed())
        .put("closedUntil", ApiResponder.time(destination.closedUntil()))
        .put("downSince", ApiResponder.time(destination.downSince()))
        .put("nextProbeAt", ApiResponder.time(destination.nextProbeAt()))
        .put("downError", LetterJson.errorText(destination.downError(), false));
  }

  private JsonObject pause(RequestParameters asked) {
    String reason = asked.reason();
    String name = known(asked.destination());
    String by = asked.caller().name();
    String before = recorder.carryOut(ActRecorder.act(asked.caller(), What.PAUSE, name, reason), () -> inbox.channels().pause(name, reason),
        was -> Ending.done(was == null ? null : "was paused already: " + was, name));
    JsonObject answer = new JsonObject().put("name", name);
    if (before == null) {
      LOG.info("pause destination={} reason='{}' by={}", name, reason, by);
      return answer;
    }
    LOG.info("pause destination={} reason='{}' reason_before='{}' by={}", name, reason, before, by);
    return answer.put("reasonBefore", before);
  }

  private JsonObject resume(RequestParameters asked) {
    String name = known(asked.destination());
    boolean resumed = recorder.carryOut(ActRecorder.act(asked.caller(), What.RESUME, name, asked.reasonIfAny()), () -> inbox.channels().resume(name),
        changed -> changed ? Ending.done(null, name) : Ending.done("was not paused"));
    if (resumed) {
      LOG.info("resume destination={} by={}", name, asked.caller().name());
    }
    return new JsonObject().put("name", name).put("resumed", resumed);
  }

  private JsonObject retry(RequestParameters asked) {
    String name = known(asked.destination());
    boolean down = recorder.carryOut(ActRecorder.act(asked.caller(), What.PROBE, name, asked.reasonIfAny()), () -> inbox.channels().probe(name),
        was -> was ? Ending.done(null, name) : Ending.done("was not down"));
    LOG.info("probe destination={} down={} by={}", name, down, asked.caller().name());
    return new JsonObject().put("name", name).put("down", down);
  }

  /** One step of it: the next one is asked for with {@code after}. */
  private JsonObject move(RequestParameters asked) {
    DeliveryFilter what = asked.deliveries().at(RequestParameters.movable(known(asked)));
    Backlogs.Move move = new Backlogs.Move(what, RequestParameters.movable(known(asked.destination("to"))), asked.flag("force"), asked.flag("while-read"), asked.flag("dry-run"));
    Act act = new Act(asked.caller().name(), What.MOVE, move.from() + " to " + move.to() + ActRecorder.described(what.at(null))
        + (move.force() ? ", with force" : "") + (move.whileRead() ? ", while read" : ""), List.of(move.from(), move.to()), asked.reasonIfAny());
    Instant asOf = clock.instant();
    Backlogs.Step step = step(act, move.dryRun(), asked.after(), () -> inbox.backlogs().move(move, asked.after()));
    LOG.info("move{} to={} force={} while_read={} dry_run={} moved={} left={} by={}", ActRecorder.described(what), move.to(), move.force(),
        move.whileRead(), move.dryRun(), step.done(), step.left().size(), asked.caller().name());
    return next("moved", step, move.from(), move.dryRun() ? asOf : null);
  }

  /** One step of it. */
  private JsonObject discard(RequestParameters asked) {
    DeliveryFilter what = asked.deliveries().at(known(asked));
    Backlogs.Discard discard = new Backlogs.Discard(what, asked.reason(), asked.flag("while-read"), asked.flag("dry-run"));
    Act act = new Act(asked.caller().name(), What.DISCARD, "what waits for " + what.destination() + ActRecorder.described(what.at(null))
        + (discard.whileRead() ? ", while read" : ""), List.of(what.destination()), discard.reason());
    Instant asOf = clock.instant();
    Backlogs.Step step = step(act, discard.dryRun(), asked.after(), () -> inbox.backlogs().discard(discard, asked.after()));
    LOG.info("discard{} reason='{}' while_read={} dry_run={} discarded={} left={} by={}", ActRecorder.described(what), discard.reason(),
        discard.whileRead(), discard.dryRun(), step.done(), step.left().size(), asked.caller().name());
    return next("discarded", step, what.destination(), discard.dryRun() ? asOf : null);
  }

  private Backlogs.Step step(Act act, boolean dryRun, long after, Supplier<Backlogs.Step> decision) {
    return dryRun ? decision.get()
        : recorder.carryOut(act, after, decision, step -> Ending.step(step.changed(), step.left().size(), step.next()));
  }

  /** After the first step there may be nothing left of it. */
  private String known(RequestParameters asked) {
    return asked.after() == 0 ? known(asked.destination()) : asked.destination();
  }

  /**
   * A pause stays, and the last answer tells of it: it keeps the name in the list.
   *
   * @param asOf when it was counted, for who goes on with what was counted alone; null when it was done
   */
  private JsonObject next(String done, Backlogs.Step step, String from, Instant asOf) {
    JsonArray left = new JsonArray();
    step.left().forEach(one -> left.add(new JsonObject().put("id", one.deliveryId()).put("reason", one.reason())));
    JsonObject answer = new JsonObject().put(done, step.done()).put("left", left);
    if (asOf != null) {
      answer.put("asOf", ApiResponder.time(asOf));
    }
    boolean paused = step.next() == null
        && inbox.channels().list().stream().anyMatch(status -> status.channel().equals(from) && status.pausedSince() != null);
    return (paused ? answer.put("paused", true) : answer).put("next", step.next() == null ? null : String.valueOf(step.next()));
  }

  /** The store would pause any name, and a typing error would look like success. */
  private String known(String name) {
    List<DestinationStatus> all = all();
    if (all.stream().noneMatch(destination -> destination.name().equals(name))) {
      throw new ProblemException(404, "there is no destination " + name + "; there are: "
          + all.stream().map(DestinationStatus::name).collect(Collectors.joining(", ")));
    }
    return name;
  }
}
