package io.github.mentagateway.check;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import io.github.mentagateway.routes.Severity;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Which routes a {@code precondition} leaves out, or may leave out: what such a route names need not be there. */
final class Preconditions {
  /** What Camel finds out when it builds a route, and not when it reads the file. */
  private static final Set<String> OF_BUILDING = Set.of("unknown-component", "unknown-option", "missing-option", "wrong-option-value",
      "unknown-kamelet", "unknown-parameter", "missing-parameter", "wrong-parameter-type", "unknown-language", "bad-expression",
      "unknown-exception", "unknown-bean", "unknown-property",
      "unknown-data-format", "bad-uri");

  private final RouteSet routes;
  private final SimpleLanguage simple;

  Preconditions(RouteSet routes, SimpleLanguage simple) {
    this.routes = routes;
    this.simple = simple;
  }

  /** An error in a route that may be left out is a warning. */
  Finding judged(Finding finding) {
    boolean isHarmless = finding.isError() && OF_BUILDING.contains(finding.rule()) && routes.routes().stream()
        .anyMatch(route -> route.document().contains(route.body(), finding) && mayBeLeftOut(route.body()));
    return !isHarmless ? finding
        : new Finding(Severity.WARNING, finding.rule(), finding.file(), finding.line(), finding.column(), finding.message());
  }

  /** @param route its body */
  boolean mayBeLeftOut(Node route) {
    String written = RouteYaml.text(RouteYaml.at(route, "precondition"));
    if (written == null) {
      return false;
    }
    String condition = routes.placeholders().fill(written);
    return Placeholders.isUnknown(condition)
        || simple.problem(condition, true).isEmpty() && !simple.holds(condition).orElse(false);
  }
}
