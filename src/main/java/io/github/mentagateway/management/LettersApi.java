package io.github.mentagateway.management;

import io.github.mentagateway.inbox.Acts;
import io.github.mentagateway.inbox.Acts.Act;
import io.github.mentagateway.inbox.Acts.Ending;
import io.github.mentagateway.inbox.Acts.Outcome;
import io.github.mentagateway.inbox.Acts.What;
import io.github.mentagateway.inbox.DeliveryFilter;
import io.github.mentagateway.inbox.Inbox;
import io.github.mentagateway.inbox.Letters;
import io.github.mentagateway.inbox.Letters.Kind;
import io.github.mentagateway.management.LetterDecisions.Decision;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/deadletters} and {@code /api/quarantine}: list, show, retry, replay, perhaps edited, discard, one or by filter.
 * {@link AccessFilter} has checked the token. The store is asked on a worker thread, never on the connection's.
 */
final class LettersApi {
  private static final Logger LOG = LoggerFactory.getLogger(LettersApi.class);
  private static final String DEAD_LETTERS = "deadletters";
  private static final String QUARANTINE = "quarantine";
  private static final String WITH_FORCE = "with force";

  private final Letters letters;
  private final LetterDecisions decisions;
  private final LetterJson json;
  private final RoutableQuarantine routable;
  private final Acts acts;
  private final ActRecorder recorder;
  private final EditedBody edited;
  private final Clock clock;

  LettersApi(Inbox inbox, LetterDecisions decisions, LetterJson json, RoutableQuarantine routable, EditedBody edited, Clock clock) {
    this.letters = inbox.letters();
    this.decisions = decisions;
    this.json = json;
    this.routable = routable;
    this.acts = inbox.acts();
    this.recorder = new ActRecorder(acts);
    this.edited = edited;
    this.clock = clock;
  }

  void mount(Router router) {
    mount(router, DEAD_LETTERS, Kind.DEAD_LETTER);
    mount(router, QUARANTINE, Kind.QUARANTINE);
  }

  private void mount(Router router, String list, Kind kind) {
    String path = "/api/" + list;
    ReasonsApi reasons = new ReasonsApi(letters, kind, clock);
    router.get(path + "/reasons").handler(reasons::answer);
    for (Decision decision : Decision.values()) {
      router.post(path + "/" + decision.label()).handler(request -> ApiResponder.answer(request, () -> decideAll(kind, decision,
          RequestParameters.withFilter(request, "destination", "reason", "dry-run", "after"))));
    }
    router.get(path).handler(request -> ApiResponder.answer(request, () -> list(new RequestParameters(request, "limit", "before"), kind)));
    router.get(path + "/:id").handler(request -> ApiResponder.answer(request, () -> show(new RequestParameters(request, "reveal"))));
    router.post(path + "/:id/retry")
        .handler(request -> ApiResponder.answer(request, () -> retry(new RequestParameters(request, "force", "reason"), kind)));
    router.post(path + "/:id/replay").handler(edited.reader()).handler(request -> ApiResponder.answer(request,
        () -> replay(new RequestParameters(request, "force", "reason", "dry-run"), kind, edited.of(request, kind == Kind.QUARANTINE))));
    router.post(path + "/:id/discard")
        .handler(request -> ApiResponder.answer(request, () -> discard(new RequestParameters(request, "reason"), kind)));
  }

  private JsonObject list(RequestParameters asked, Kind kind) {
    int limit = asked.limit();
    JsonObject page = json.page(letters.list(kind, asked.before(), limit + 1), limit);
    if (kind == Kind.QUARANTINE && asked.isFirstPage()) {
      JsonObject couldBeRouted = new JsonObject();
      routable.counts().forEach(couldBeRouted::put);
      page.put("couldBeRouted", couldBeRouted);
    }
    return page;
  }

  /** One step of it. */
  private JsonObject decideAll(Kind kind, Decision decision, RequestParameters asked) {
    DeliveryFilter wanted = asked.deliveries();
    boolean dryRun = asked.flag("dry-run");
    String reason = decision == Decision.DISCARD ? asked.reason() : null;
    Instant asOf = clock.instant();
    Letters.Page few = decisions.few(kind, wanted, asked.after());
    LetterDecisions.Step step = dryRun ? decisions.step(kind, decision, few, reason, true)
        : recorder.carryOut(act(kind, decision, wanted, few, asked), asked.after(), () -> decisions.step(kind, decision, few, reason, false),
            done -> new Ending(Outcome.DONE, null, done.changed(), done.done(), done.refused().size(), done.next()));
    LOG.info("{} kind={}{} reason='{}' dry_run={} done={} refused={} by={}", decision.label(), kind, ActRecorder.described(wanted), reason, dryRun,
        step.done(), step.refused().size(), asked.caller().name());
    JsonArray refused = new JsonArray();
    step.refused().forEach(one -> refused.add(new JsonObject().put("id", one.id()).put("reason", one.reason())));
    JsonObject answer = new JsonObject().put(decision.done(), step.done()).put("refused", refused);
    return (dryRun ? answer.put("asOf", ApiResponder.time(asOf)) : answer).put("next", step.next() == null ? null : String.valueOf(step.next()));
  }

  /** The ids are those that it is about to decide upon. */
  private static Act act(Kind kind, Decision decision, DeliveryFilter wanted, Letters.Page few, RequestParameters asked) {
    Stream<String> ids = few.letters().stream().map(Letters.Letter::deliveryId);
    return new Act(asked.caller().name(), What.valueOf(decision.name()),
        (kind == Kind.DEAD_LETTER ? DEAD_LETTERS : QUARANTINE) + ActRecorder.described(wanted),
        Stream.concat(Stream.ofNullable(wanted.destination()), ids).toList(), asked.reasonIfAny());
  }

  private JsonObject show(RequestParameters asked) {
    boolean reveal = asked.flag("reveal");
    Letters.Detail detail = decisions.find(asked.id());
    recorder.looks(asked);
    return json.detail(detail, reveal).put("acts", ActJson.about(acts, asked.id()));
  }

  private JsonObject retry(RequestParameters asked, Kind kind) {
    String id = asked.id();
    boolean force = asked.flag("force");
    recorder.carryOut(ActRecorder.act(asked.caller(), What.RETRY, id, asked.reasonIfAny()), () -> decisions.retry(kind, id, force),
        same -> Ending.done(force ? WITH_FORCE : null, same));
    return decided("retry", kind, asked, id);
  }

  /** @param body what a person has made of it; null: it is replayed as it is */
  private JsonObject replay(RequestParameters asked, Kind kind, byte[] body) {
    String id = asked.id();
    boolean force = asked.flag("force");
    if (asked.flag("dry-run")) {
      Letters.Revision would = decisions.tryReplay(kind, id, body, force);
      return new JsonObject().put("id", id).put("action", would.action()).put("entity", would.entity()).put("dryRun", true);
    }
    Act act = ActRecorder.act(asked.caller(), body == null ? What.REPLAY : What.EDIT, id, asked.reasonIfAny());
    String made = recorder.carryOut(act, () -> body == null ? decisions.replay(kind, id, force) : decisions.replayEdited(id, body, force),
        now -> Ending.done((force ? WITH_FORCE + "; " : "") + "made " + now + (body == null ? "" : "; " + EditedBody.described(body)), id, now));
    return decided(body == null ? "replay" : "edit", kind, asked, made);
  }

  private JsonObject discard(RequestParameters asked, Kind kind) {
    String reason = asked.reason();
    String id = asked.id();
    recorder.carryOut(ActRecorder.act(asked.caller(), What.DISCARD, id, reason), () -> decisions.discard(kind, id, reason),
        ended -> Ending.done(null, ended));
    LOG.info("discard kind={} delivery={} reason='{}' by={}", kind, id, reason, asked.caller().name());
    return new JsonObject().put("id", id);
  }

  private static JsonObject decided(String what, Kind kind, RequestParameters asked, String id) {
    LOG.info("{} kind={} delivery={} force={} result={} by={}", what, kind, asked.id(), asked.flag("force"), id, asked.caller().name());
    return new JsonObject().put("id", id);
  }
}
