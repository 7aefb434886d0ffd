package io.github.mentagateway.reload;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.routes.RouteYaml;
import io.github.mentagateway.routes.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.nodes.Node;

/** The two routes without which nothing works: the intake, and the router. The check knows only what is there. */
final class NeededRoutes {
  private NeededRoutes() {}

  /** Errors for those that some files have and others lack. */
  static List<Finding> lost(RouteFiles running, RouteFiles next) {
    List<Finding> findings = new ArrayList<>();
    file(running, NeededRoutes::isIntake).filter(file -> file(next, NeededRoutes::isIntake).isEmpty())
        .ifPresent(file -> findings.add(lost(file, "no-intake", "reads platform-http:, and no other route does: no notification would get in")));
    file(running, NeededRoutes::isRouter).filter(file -> file(next, NeededRoutes::isRouter).isEmpty())
        .ifPresent(file -> findings.add(lost(file, "no-router", "reads durable:notifications, and no other route does: every notification"
            + " would wait")));
    return findings;
  }

  static boolean areIn(RouteFiles files) {
    return file(files, NeededRoutes::isIntake).isPresent() && file(files, NeededRoutes::isRouter).isPresent();
  }

  private static Finding lost(String file, String rule, String what) {
    return new Finding(Severity.ERROR, rule, file, 1, 1, "the route that was here " + what + ". Bring it back, here or in another file");
  }

  private static Optional<String> file(RouteFiles files, Predicate<Node> from) {
    return files.documents().stream().filter(document -> {
      boolean[] found = {false};
      document.eachMapping(mapping -> found[0] |= RouteYaml.at(mapping, "from") != null && from.test(RouteYaml.at(mapping, "from")));
      return found[0] && !document.isKamelet();
    }).map(RouteYaml::file).findFirst();
  }

  private static boolean isIntake(Node from) {
    return uri(from).startsWith("platform-http");
  }

  private static boolean isRouter(Node from) {
    return uri(from).matches("durable:(//)?notifications(\\?.*)?")
        || uri(from).equals("durable") && "notifications".equals(RouteYaml.text(RouteYaml.at(from, "parameters", "name")));
  }

  private static String uri(Node from) {
    String uri = RouteYaml.text(from) == null ? RouteYaml.text(RouteYaml.at(from, "uri")) : RouteYaml.text(from);
    return uri == null ? "" : uri.strip();
  }
}
