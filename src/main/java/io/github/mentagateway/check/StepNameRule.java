package io.github.mentagateway.check;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/** Asks for names on what talks to a system: the log, health and the traces name a step by its id. */
final class StepNameRule implements Rule {
  private static final Set<String> TALKS = Set.of("to", "toD", "wireTap", "enrich", "pollEnrich", "poll", "kamelet", "recipientList");

  @Override
  public void check(RouteSet routes, Consumer<Finding> findings) {
    for (RouteSet.Route route : routes.routes()) {
      if (!route.isRoute()) {
        continue;
      }
      name(route.document(), route.at(), route.kind().equals("route") ? route.body() : null, "this route", findings);
      route.steps().stream().filter(step -> TALKS.contains(step.kind()))
          .forEach(step -> name(route.document(), step.key(), step.body(), "the step '" + step.kind() + "'", findings));
    }
  }

  private static void name(RouteYaml document, Node at, Node body, String what, Consumer<Finding> findings) {
    String missing = Stream.of("id", "description").filter(key -> RouteYaml.at(body, key) == null).collect(Collectors.joining(" and no "));
    if (!missing.isEmpty()) {
      findings.accept(document.warning("unnamed-step", at, what + " has no " + missing
          + ": the log and health name it by its id, and who comes next reads the description; write both"));
    }
  }
}
