package io.github.mentagateway.management;

import io.github.mentagateway.console.ActivitySeries;
import io.github.mentagateway.console.Sample;
import io.github.mentagateway.console.Sample.Interval;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** {@code /api/series}: what this process counted in the last hour and day, since its start at most. It looks at the meters, and costs no notification anything. */
final class SeriesApi {
  static final String PATH = "/api/series";

  private final ActivitySeries series = new ActivitySeries();
  private final MeterRegistry meters;
  private final InboxGauges gauges;
  private final Clock clock;
  private final Instant startedAt;

  SeriesApi(MeterRegistry meters, InboxGauges gauges, Clock clock, Instant startedAt) {
    this.meters = meters;
    this.gauges = gauges;
    this.clock = clock;
    this.startedAt = startedAt;
  }

  void mount(Router router) {
    router.get(PATH).handler(request -> ApiResponder.answer(request, () -> series(request)));
  }

  /** To be called each minute, once the gauges are fresh. */
  void keep() {
    series.keep(now());
  }

  private Sample now() {
    InboxGauges.Snapshot numbers = gauges.numbers();
    Instant now = clock.instant();
    Long waiting = numbers.known() ? numbers.destinations().stream().mapToLong(DestinationStatus::waiting).sum() : null;
    Long oldest = numbers.known() ? numbers.destinations().stream().map(DestinationStatus::oldest).filter(Objects::nonNull)
        .mapToLong(at -> Math.max(0, Duration.between(at, now).toSeconds())).max().orElse(0) : null;
    return Sample.of(meters, now, waiting, oldest);
  }

  private JsonObject series(RoutingContext request) {
    RequestParameters.refuseAny(request);
    Sample now = now();
    List<Sample> hour = series.hour(now);
    List<Sample> day = series.day(now);
    JsonObject actions = new JsonObject();
    now.taken().keySet().forEach(action -> actions.put(action, new JsonObject()
        .put("hour", count(hour, Sample::taken, action)).put("day", count(day, Sample::taken, action))));
    JsonObject destinations = new JsonObject();
    now.delivered().keySet().forEach(name -> destinations.put(name, new JsonObject()
        .put("hour", outcome(hour, name)).put("day", outcome(day, name)).put("delivered", steps(hour, Sample::delivered, name))
        .put("failed", steps(hour, Sample::failed, name))));
    return new JsonObject().put("startedAt", ApiResponder.time(startedAt)).put("hour", points(hour)).put("day", points(day))
        .put("actions", actions).put("destinations", destinations);
  }

  private static JsonArray points(List<Sample> samples) {
    JsonArray points = new JsonArray();
    for (int i = 1; i < samples.size(); i++) {
      Interval interval = samples.get(i).since(samples.get(i - 1));
      points.add(new JsonObject().put("at", ApiResponder.time(interval.at())).put("taken", interval.taken())
          .put("duplicates", interval.duplicates()).put("refused", interval.refused()).put("delivered", interval.delivered())
          .put("failed", interval.failed()).put("waiting", interval.waiting()).put("oldestSeconds", interval.oldestSeconds()));
    }
    return points;
  }

  private static JsonObject outcome(List<Sample> samples, String destination) {
    return new JsonObject().put("delivered", count(samples, Sample::delivered, destination))
        .put("failed", count(samples, Sample::failed, destination));
  }

  /** From the first to the last. */
  private static long count(List<Sample> samples, Function<Sample, Map<String, Long>> of, String name) {
    return at(samples, samples.size() - 1, of, name) - at(samples, 0, of, name);
  }

  private static JsonArray steps(List<Sample> samples, Function<Sample, Map<String, Long>> of, String name) {
    JsonArray steps = new JsonArray();
    for (int i = 1; i < samples.size(); i++) {
      steps.add(at(samples, i, of, name) - at(samples, i - 1, of, name));
    }
    return steps;
  }

  private static long at(List<Sample> samples, int index, Function<Sample, Map<String, Long>> of, String name) {
    return of.apply(samples.get(index)).getOrDefault(name, 0L);
  }
}
