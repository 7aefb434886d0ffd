package io.github.mentagateway.check;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * Finds ids of routes and steps that stand twice. Camel refuses them too, but names the id and no place. Ids that Camel does not compare
 * may be equal: those in kamelets, of branches such as {@code when} or {@code doCatch}, and in what is handled apart from the route.
 */
final class EqualIdRule implements Rule {
  private static final Set<String> APART = Set.of("onException", "onCompletion", "intercept", "interceptFrom", "interceptSendToEndpoint",
      "saga", "transacted");

  private final Preconditions preconditions;

  EqualIdRule(Preconditions preconditions) {
    this.preconditions = preconditions;
  }

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    Search search = new Search(findings, preconditions);
    routes.documents().forEach(search::look);
  }

  private static final class Search {
    private final Consumer<Finding> findings;
    private final Map<String, String> places = new HashMap<>();
    private final Set<Node> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Preconditions preconditions;

    Search(Consumer<Finding> findings, Preconditions preconditions) {
      this.preconditions = preconditions;
      this.findings = findings;
    }

    void look(RouteYaml document) {
      for (Node item : RouteYaml.items(document.root())) {
        Node route = RouteYaml.at(item, "route");
        // a prefix changes the ids of the route's steps; of two routes with preconditions one may be left out
        if (!preconditions.mayBeLeftOut(route) && RouteYaml.at(route, "nodePrefixId") == null) {
          id(route, document);
          steps(RouteYaml.at(route, "from"), document);
        }
        steps(RouteYaml.at(item, "from"), document);
      }
    }

    private void steps(Node parent, RouteYaml document) {
      for (Node step : RouteYaml.items(RouteYaml.at(parent, "steps"))) {
        for (NodeTuple entry : RouteYaml.entries(step)) {
          Node body = entry.getValueNode();
          // a step that YAML repeats by an alias, or that holds itself, is checked by Camel
          if (!APART.contains(String.valueOf(RouteYaml.text(entry.getKeyNode()))) && visited.add(body)) {
            id(body, document);
            steps(body, document);
            RouteYaml.items(RouteYaml.at(body, "when")).forEach(when -> steps(when, document));
            steps(RouteYaml.at(body, "otherwise"), document);
          }
        }
      }
    }

    private void id(Node of, RouteYaml document) {
      Node id = RouteYaml.at(of, "id");
      String text = RouteYaml.text(id);
      // only Camel knows the value of a placeholder
      if (text == null || text.isBlank() || text.contains("{{")) {
        return;
      }
      String first = places.putIfAbsent(text, document.place(id));
      if (first != null) {
        findings.accept(document.error("equal-id", id, "the id '" + text + "' stands twice (first in " + first
            + "), and Camel takes it for one route or step only: choose another"));
      }
    }
  }
}
