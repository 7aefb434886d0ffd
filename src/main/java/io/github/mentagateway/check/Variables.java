package io.github.mentagateway.check;

import io.github.mentagateway.routes.RouteYaml;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/** The variables that a route can read: the gateway's own, and those that a step sets. A send to a channel carries the gateway's own only. */
final class Variables {
  /** What the channels and the intake set. */
  static final Set<String> OF_GATEWAY = new TreeSet<>(Set.of("notificationId", "deliveryId", "entity", "sequence", "attempt", "receivedAt", "receipt"));
  /** Steps whose code may set any variable. */
  private static final Set<String> CODE = Set.of("bean", "process", "script");

  private final RouteSet routes;
  private final Map<RouteYaml, Set<String>> set = new IdentityHashMap<>();
  /** The files whose code may set what is not written there. */
  private final Map<RouteYaml, Boolean> opaque = new IdentityHashMap<>();

  Variables(RouteSet routes) {
    this.routes = routes;
    routes.documents().forEach(document -> {
      Set<String> names = new TreeSet<>();
      document.eachMapping(mapping -> {
        named(RouteYaml.at(mapping, "setVariable"), "name", names);
        named(RouteYaml.at(mapping, "convertVariableTo"), "toName", names);
        named(mapping, "variableReceive", names);
        Stream.of("setVariables", "variables").map(key -> RouteYaml.at(mapping, key)).flatMap(
            node -> RouteYaml.items(RouteYaml.at(node, "variables") == null ? node : RouteYaml.at(node, "variables")).stream())
            .forEach(one -> named(one, "name", names));
      });
      set.put(document, names);
      opaque.put(document, names.stream().anyMatch(name -> name.contains("{{") || name.contains("${")) || hasCode(document));
    });
  }

  private static void named(Node node, String key, Set<String> names) {
    String name = RouteYaml.text(RouteYaml.at(node, key));
    if (name != null) {
      names.add(name);
    }
  }

  private boolean hasCode(RouteYaml document) {
    return routes.routes().stream().filter(route -> route.document() == document && !isOfGateway(route))
        .flatMap(route -> route.steps().stream()).anyMatch(step -> CODE.contains(step.kind())
            && !"authenticator".equals(RouteYaml.text(RouteYaml.at(step.body(), "ref"))))
        || routes.endpoints().stream().anyMatch(to -> to.document() == document && Set.of("bean", "class", "").contains(to.scheme()));
  }

  /** Whether the route is a kamelet of the gateway's own beans, or of plain values, which set no variable. */
  private static boolean isOfGateway(RouteSet.Route route) {
    List<Node> beans = RouteYaml.items(RouteYaml.at(route.document().root(), "spec", "template", "beans"));
    return route.kind().equals("kamelet") && !beans.isEmpty() && beans.stream().allMatch(bean ->
        String.valueOf(RouteYaml.text(RouteYaml.at(bean, "type")))
            .matches("#class:(io\\.github\\.mentagateway\\.destination|java\\.lang|org\\.springframework\\.jms\\.connection)\\..*"));
  }

  /** The names that may have a value in a file; empty when code may set any. */
  Set<String> in(RouteYaml document) {
    boolean alone = readsChannelsOnly(document);
    Set<String> names = new TreeSet<>(OF_GATEWAY);
    for (RouteYaml other : routes.documents()) {
      if (other == document || !alone || !readsChannelsOnly(other)) {
        if (opaque.get(other)) {
          return Set.of();
        }
        names.addAll(set.get(other));
      }
    }
    return names;
  }

  /** A file that sets the name. */
  Optional<String> elsewhere(String name) {
    return routes.documents().stream().filter(document -> set.get(document).contains(name)).map(RouteYaml::file).findFirst();
  }

  private boolean readsChannelsOnly(RouteYaml document) {
    return routes.routes().stream().filter(route -> route.document() == document)
        .allMatch(route -> route.isRoute() && routes.reads("durable").anyMatch(from -> from.route() == route));
  }
}
