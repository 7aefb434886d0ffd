package io.github.mentagateway.management;

import io.github.mentagateway.inbox.Letters;
import io.github.mentagateway.inbox.Letters.Kind;
import io.github.mentagateway.management.LetterDecisions.Decision;
import io.github.mentagateway.privacy.Masks;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/deadletters} and {@code /api/quarantine}: list, show, retry, replay, discard, one or by filter. {@link AccessFilter} has checked the token. The
 * store is asked on a worker thread, never on the connection's.
 */
final class LettersApi {
  private static final Logger LOG = LoggerFactory.getLogger(LettersApi.class);

  private final Letters letters;
  private final LetterDecisions decisions;
  private final LetterJson json;
  private final RoutableQuarantine routable;

  LettersApi(Letters letters, LetterDecisions decisions, LetterJson json, RoutableQuarantine routable) {
    this.routable = routable;
    this.letters = letters;
    this.decisions = decisions;
    this.json = json;
  }

  void mount(Router router) {
    mount(router, "/api/deadletters", Kind.DEAD_LETTER);
    mount(router, "/api/quarantine", Kind.QUARANTINE);
  }

  private void mount(Router router, String path, Kind kind) {
    router.get(path + "/reasons").handler(request -> ApiResponder.answer(request, () -> reasons(new RequestParameters(request), kind)));
    for (Decision decision : Decision.values()) {
      router.post(path + "/" + decision.label()).handler(request -> ApiResponder.answer(request, () -> decideAll(kind, decision,
          new RequestParameters(request, "action", "destination", "error", "reason", "dry-run", "after"))));
    }
    router.get(path).handler(request -> ApiResponder.answer(request, () -> list(new RequestParameters(request, "limit", "before"), kind)));
    router.get(path + "/:id").handler(request -> ApiResponder.answer(request, () -> show(new RequestParameters(request, "reveal"))));
    router.post(path + "/:id/retry").handler(request -> ApiResponder.answer(request, () -> {
      RequestParameters asked = new RequestParameters(request, "force");
      return decided("retry", kind, asked, decisions.retry(kind, asked.id(), asked.flag("force")));
    }));
    router.post(path + "/:id/replay").handler(request -> ApiResponder.answer(request, () -> {
      RequestParameters asked = new RequestParameters(request, "force");
      return decided("replay", kind, asked, decisions.replay(kind, asked.id(), asked.flag("force")));
    }));
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

  /** Those that differ only in what quotes a person, or in a number, are of one reason. */
  private JsonObject reasons(RequestParameters none, Kind kind) {
    Map<String, JsonObject> groups = new LinkedHashMap<>();
    for (Letters.Group group : letters.groups(kind)) {
      String reason = Objects.requireNonNullElse(LetterJson.errorText(group.reason(), false), "").replaceAll("\\d{4,}", "#");
      groups.merge(group.channel() + "\n" + reason, LetterJson.group(group, reason), LetterJson::together);
    }
    return new JsonObject().put("items", new JsonArray(List.copyOf(groups.values())));
  }

  /** One step of it. */
  private JsonObject decideAll(Kind kind, Decision decision, RequestParameters asked) {
    Letters.Wanted wanted = new Letters.Wanted(asked.action(), asked.text("destination"), asked.text("error"));
    boolean dryRun = asked.flag("dry-run");
    String reason = decision == Decision.DISCARD ? asked.reason() : null;
    LetterDecisions.Step step = decisions.step(kind, decision, wanted, reason, dryRun, asked.after());
    LOG.info("{} kind={} action={} destination={} error='{}' reason='{}' dry_run={} done={} refused={} by={}", decision.label(), kind,
        wanted.action(), wanted.channel(), Masks.maskAddresses(wanted.reason()), reason, dryRun, step.done(), step.refused().size(),
        asked.caller().name());
    JsonArray refused = new JsonArray();
    step.refused().forEach(one -> refused.add(new JsonObject().put("id", one.id()).put("reason", one.reason())));
    return new JsonObject().put(decision.done(), step.done()).put("refused", refused)
        .put("next", step.next() == null ? null : String.valueOf(step.next()));
  }

  private JsonObject show(RequestParameters asked) {
    boolean reveal = asked.flag("reveal");
    JsonObject shown = json.detail(decisions.find(asked.id()), reveal);
    if (reveal) {
      LOG.info("revealed delivery={} by={}", asked.id(), asked.caller().name());
    }
    return shown;
  }

  private JsonObject discard(RequestParameters asked, Kind kind) {
    String reason = asked.reason();
    String id = decisions.discard(kind, asked.id(), reason);
    LOG.info("discard kind={} delivery={} reason='{}' by={}", kind, id, reason, asked.caller().name());
    return new JsonObject().put("id", id);
  }

  private static JsonObject decided(String what, Kind kind, RequestParameters asked, String id) {
    LOG.info("{} kind={} delivery={} force={} result={} by={}", what, kind, asked.id(), asked.flag("force"), id, asked.caller().name());
    return new JsonObject().put("id", id);
  }
}
