package io.github.mentagateway.check;

import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.routes.RouteYaml;
import io.github.mentagateway.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** All route files together, as their routes, steps and endpoints, with the settings that they may refer to. */
public final class RouteSet {
  private final RouteFiles files;
  private final List<RouteYaml> documents;
  private final Settings settings;
  private final Placeholders placeholders;
  private final Kamelets kamelets;
  private final List<Route> routes = new ArrayList<>();
  private final List<Endpoint> endpoints = new ArrayList<>();

  /**
   * @param kind its key in the file: {@code route}, {@code from}, {@code routeTemplate}, {@code routeConfiguration}, …; {@code kamelet} for
   *     the template of a kamelet
   * @param from null when there is none
   * @param steps all of them, those within others included, in the order of the file
   */
  public record Route(RouteYaml document, String kind, Node at, Node body, Node from, List<Step> steps) {
    public String id() {
      return RouteYaml.text(RouteYaml.at(body, "id"));
    }

    /** Whether it runs by itself; else it is a part of others, or a pattern for some. */
    public boolean isRoute() {
      return kind.equals("route") || kind.equals("from");
    }
  }

  /** @param kind the name of the EIP, such as {@code setBody} */
  public record Step(String kind, Node key, Node body) {}

  public RouteSet(RouteFiles files, Settings settings, Map<String, String> environment) {
    this.files = files;
    this.documents = files.documents();
    this.settings = settings;
    this.placeholders = new Placeholders(settings.values(), environment);
    this.kamelets = new Kamelets(documents);
    documents.forEach(this::add);
  }

  private void add(RouteYaml document) {
    if (document.isKamelet()) {
      Node template = RouteYaml.at(document.root(), "spec", "template");
      Node route = RouteYaml.at(template, "route");
      add(document, "kamelet", template, route == null ? template : route);
    }
    for (Node item : RouteYaml.items(document.root())) {
      for (NodeTuple entry : RouteYaml.entries(item)) {
        String kind = String.valueOf(RouteYaml.text(entry.getKeyNode()));
        Node body = entry.getValueNode();
        Node route = kind.equals("routeTemplate") && RouteYaml.at(body, "route") != null ? RouteYaml.at(body, "route") : body;
        add(document, kind, entry.getKeyNode(), kind.equals("from") ? item : route);
      }
    }
  }

  private void add(RouteYaml document, String kind, Node at, Node body) {
    List<Step> steps = new ArrayList<>();
    steps(kind.equals("from") ? RouteYaml.at(body, "from") : body, steps, Collections.newSetFromMap(new IdentityHashMap<>()));
    Route route = new Route(document, kind, at, body, RouteYaml.at(body, "from"), steps);
    routes.add(route);
    if (route.from() != null) {
      endpoints.add(Endpoint.of(route, "from", route.from(), placeholders));
    }
    for (Step step : steps) {
      if (Endpoint.KINDS.contains(step.kind())) {
        endpoints.add(Endpoint.of(route, step.kind(), step.body(), placeholders));
      }
    }
  }

  private static void steps(Node node, List<Step> found, Set<Node> visited) {
    if (!visited.add(node)) {
      return;
    }
    for (NodeTuple entry : RouteYaml.entries(node)) {
      boolean areSteps = "steps".equals(RouteYaml.text(entry.getKeyNode()));
      for (Node item : RouteYaml.items(entry.getValueNode())) {
        for (NodeTuple step : areSteps ? RouteYaml.entries(item) : List.<NodeTuple>of()) {
          found.add(new Step(String.valueOf(RouteYaml.text(step.getKeyNode())), step.getKeyNode(), step.getValueNode()));
        }
        steps(item, found, visited);
      }
      if (entry.getValueNode() instanceof MappingNode) {
        steps(entry.getValueNode(), found, visited);
      }
    }
  }

  public List<RouteYaml> documents() {
    return documents;
  }

  /** Whether every file could be read. Else a rule about what is nowhere must be silent. */
  boolean isComplete() {
    return files.isComplete();
  }

  RouteFiles files() {
    return files;
  }

  Settings settings() {
    return settings;
  }

  Path folder() {
    return settings.routes();
  }

  Placeholders placeholders() {
    return placeholders;
  }

  public Kamelets kamelets() {
    return kamelets;
  }

  public List<Route> routes() {
    return routes;
  }

  public List<Endpoint> endpoints() {
    return endpoints;
  }

  Stream<Endpoint> sends(String scheme) {
    return endpoints.stream().filter(endpoint -> !endpoint.isConsumer() && endpoint.scheme().equals(scheme));
  }

  Stream<Endpoint> reads(String scheme) {
    return endpoints.stream().filter(endpoint -> endpoint.isConsumer() && endpoint.scheme().equals(scheme));
  }
}
