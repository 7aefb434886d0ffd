package io.github.mentagateway.check;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import io.github.mentagateway.settings.Spelling;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Finds {@code {{name}}} that stands for nothing. */
final class PlaceholderRule implements Rule {
  /** Without those that have a default, are optional, or are a function such as {@code secret:}. */
  private static final Pattern PLACEHOLDER = Pattern.compile("(?<!\\\\)\\{\\{\\s*([A-Za-z_][\\w.-]*)\\s*}}");
  /** What Camel gives to every template by itself. */
  private static final Set<String> OF_CAMEL = Set.of("routeId", "parentRouteId", "templateId", "context");

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    if (routes.settings().values().keySet().stream().map(name -> name.toLowerCase(Locale.ROOT))
        .anyMatch(name -> name.startsWith("camel.component.properties.") && name.endsWith("location"))) {
      return; // another file has properties too
    }
    for (RouteYaml document : routes.documents()) {
      if (document.isKamelet()) {
        Set<String> own = own(RouteYaml.at(document.root(), "spec", "template"));
        RouteYaml.entries(RouteYaml.at(document.root(), "spec", "definition", "properties"))
            .forEach(entry -> own.add(RouteYaml.text(entry.getKeyNode())));
        new Search(document, routes, own, findings).look(RouteYaml.at(document.root(), "spec", "template"));
      }
      for (Node item : RouteYaml.items(document.root())) {
        Node template = RouteYaml.at(item, "routeTemplate");
        Set<String> own = own(template);
        RouteYaml.items(RouteYaml.at(template, "parameters")).forEach(parameter -> own.add(RouteYaml.text(RouteYaml.at(parameter, "name"))));
        new Search(document, routes, own, findings).look(item);
      }
    }
  }

  /** The names of a template's own beans. */
  private static Set<String> own(Node template) {
    Set<String> own = new HashSet<>(OF_CAMEL);
    RouteYaml.items(RouteYaml.at(template, "beans")).forEach(bean -> own.add(RouteYaml.text(RouteYaml.at(bean, "name"))));
    return own;
  }

  private record Search(RouteYaml document, RouteSet routes, Set<String> own, Consumer<Finding> findings, Set<Node> visited) {
    Search(RouteYaml document, RouteSet routes, Set<String> own, Consumer<Finding> findings) {
      this(document, routes, own, findings, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    void look(Node node) {
      if (node == null || !visited.add(node)) {
        return;
      }
      for (NodeTuple entry : RouteYaml.entries(node)) {
        if (!Set.of("description", "note").contains(String.valueOf(RouteYaml.text(entry.getKeyNode())))) {
          look(entry.getValueNode());
        }
      }
      RouteYaml.items(node).forEach(this::look);
      String text = RouteYaml.text(node);
      if (text != null && text.contains("{{")) {
        read(node, text);
      }
    }

    private void read(Node node, String text) {
      Matcher placeholder = PLACEHOLDER.matcher(text);
      while (placeholder.find()) {
        String name = placeholder.group(1);
        if (!own.contains(name) && !name.equals("gateway.stand-ins.rest") && !routes.placeholders().isKnown(name)) {
          Set<String> known = new HashSet<>(routes.placeholders().names());
          known.addAll(own);
          known.add("gateway.stand-ins.rest");
          known.removeAll(OF_CAMEL);
          findings.accept(document.error("unknown-placeholder", node, "{{" + name + "}} stands for nothing"
              + Names.nearest(name, known).filter(near -> Spelling.distance(name, near) <= 2).map(near -> "; did you mean {{" + near + "}}?")
                  .orElse(name.startsWith("gateway.") ? ", and names that begin with gateway. are the gateway's: choose a name such as "
                      + name.substring("gateway.".length()) + ", and set it in config/application.properties"
                      : ": set " + name + "=… in config/application.properties")));
        }
      }
    }
  }
}
