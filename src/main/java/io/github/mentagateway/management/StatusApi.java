package io.github.mentagateway.management;

import io.github.mentagateway.intake.IntakeActivity;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

/**
 * {@code /api/status}: whether notifications are taken and if not why, what came and was refused lately, and all that is wrong, which is what the
 * health checks say. Its numbers are some seconds old at most, as in health.
 */
final class StatusApi {
  static final String PATH = "/api/status";

  private final IntakeActivity intake;
  private final Supplier<Optional<String>> refusing;
  private final InboxGauges gauges;
  private final LongSupplier freeBytes;
  private final CamelContext context;
  private final Clock clock;
  private final Instant startedAt;

  /**
   * @param refusing why no notification can be taken; empty when they are
   * @param freeBytes how much may still be written where the store is, or the gateway's folder when that is another machine's
   */
  StatusApi(IntakeActivity intake, Supplier<Optional<String>> refusing, InboxGauges gauges, LongSupplier freeBytes, CamelContext context,
      Clock clock, Instant startedAt) {
    this.intake = intake;
    this.refusing = refusing;
    this.gauges = gauges;
    this.freeBytes = freeBytes;
    this.context = context;
    this.clock = clock;
    this.startedAt = startedAt;
  }

  void mount(Router router) {
    router.get(PATH).handler(request -> ApiResponder.answer(request, () -> status(request)));
  }

  private JsonObject status(RoutingContext request) {
    RequestParameters.refuseAny(request);
    InboxGauges.Snapshot numbers = gauges.numbers();
    List<DestinationStatus> destinations = numbers.destinations();
    boolean known = numbers.known();
    String reason = refusing.get().orElse(null);
    return new JsonObject()
        .put("taking", reason == null)
        .put("reason", reason)
        .put("now", ApiResponder.time(clock.instant()))
        .put("version", ProcessMeters.version())
        .put("startedAt", ApiResponder.time(startedAt))
        .put("lastAccepted", ApiResponder.time(intake.lastAccepted()))
        .put("refused", refused())
        .put("held", HeldApi.json(intake.held()))
        .put("certificateEnds", ApiResponder.time(intake.certificateEnd()))
        .put("freeBytes", freeBytes.getAsLong())
        .put("waiting", known ? destinations.stream().mapToLong(DestinationStatus::waiting).sum() : null)
        .put("oldest", ApiResponder.time(destinations.stream().map(DestinationStatus::oldest).filter(Objects::nonNull)
            .min(Instant::compareTo).orElse(null)))
        .put("deadLetters", known ? destinations.stream().mapToLong(DestinationStatus::deadLetters).sum() : null)
        .put("quarantined", known ? numbers.quarantined().values().stream().mapToLong(Long::longValue).sum() : null)
        .put("down", down(destinations))
        .put("troubles", troubles(known));
  }

  private JsonArray refused() {
    JsonArray refused = new JsonArray();
    intake.refused().forEach(one -> refused.add(new JsonObject().put("what", one.what()).put("meaning", one.meaning()).put("count", one.count())
        .put("last", ApiResponder.time(one.last()))));
    return refused;
  }

  private static JsonArray down(List<DestinationStatus> destinations) {
    JsonArray down = new JsonArray();
    destinations.stream().filter(DestinationStatus::down).forEach(one -> down.add(new JsonObject().put("name", one.name())
        .put("since", ApiResponder.time(one.downSince())).put("waiting", one.waiting())
        .put("error", LetterJson.errorText(one.downError(), false))));
    return down;
  }

  /** What each check says that does not say that all is well. */
  private JsonArray troubles(boolean known) {
    JsonArray troubles = new JsonArray();
    if (!known) {
      troubles.add(new JsonObject().put("check", "store").put("text", "the store does not say what waits, and the log says why"));
    }
    TroubleFinder.said(context).forEach(one -> troubles.add(new JsonObject().put("check", one.check()).put("text", one.text())));
    return troubles;
  }
}
