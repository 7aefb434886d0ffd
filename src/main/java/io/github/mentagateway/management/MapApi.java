package io.github.mentagateway.management;

import io.github.mentagateway.inbox.Letters;
import io.github.mentagateway.inbox.Letters.Kind;
import io.github.mentagateway.routemap.Graph;
import io.github.mentagateway.routemap.RouteMap;
import io.github.mentagateway.routes.RouteFiles;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code /api/map}: what comes and where it goes, as the routes that run have it, with the dead letters of each action at each destination. */
final class MapApi {
  private final Supplier<RouteFiles> running;
  private final Function<RouteFiles, RouteMap> reader;
  private final Letters letters;
  private Drawn drawn;

  /** The graph of those files. */
  private record Drawn(RouteFiles files, Graph graph) {}

  /** @param reader reads the routes out of their files; it is asked again when others run */
  MapApi(Supplier<RouteFiles> running, Function<RouteFiles, RouteMap> reader, Letters letters) {
    this.running = running;
    this.reader = reader;
    this.letters = letters;
  }

  void mount(Router router) {
    router.get("/api/map").handler(request -> ApiResponder.answer(request, () -> map(request)));
  }

  private JsonObject map(RoutingContext request) {
    RequestParameters.refuseAny(request);
    Graph graph = graph();
    JsonArray boxes = new JsonArray();
    graph.boxes().forEach(box -> boxes.add(new JsonObject().put("layer", box.layer()).put("title", box.title())
        .put("lines", new JsonArray(box.lines()))));
    JsonArray arrows = new JsonArray();
    graph.arrows().forEach(arrow -> arrows.add(new JsonObject().put("from", arrow.from()).put("to", arrow.to()).put("on", arrow.on())));
    JsonArray dead = new JsonArray();
    letters.shares(Kind.DEAD_LETTER).forEach(share -> dead.add(new JsonObject().put("destination", share.channel())
        .put("action", share.action()).put("count", share.count())));
    return new JsonObject().put("boxes", boxes).put("arrows", arrows).put("notes", new JsonArray(graph.notes())).put("deadLetters", dead);
  }

  private synchronized Graph graph() {
    RouteFiles files = running.get();
    if (drawn == null || drawn.files() != files) {
      drawn = new Drawn(files, reader.apply(files).graph());
    }
    return drawn.graph();
  }
}
