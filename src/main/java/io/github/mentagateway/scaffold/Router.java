package io.github.mentagateway.scaffold;

import io.github.mentagateway.check.Endpoint;
import io.github.mentagateway.check.RouteSet;
import io.github.mentagateway.routes.RouteYaml;
import io.github.mentagateway.settings.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** The route that reads the notifications. A step is put into it as text, so that comments and layout stay. */
final class Router {
  private static final Set<String> RESERVED = Set.of("quarantine", "dead-letters");

  private final RouteSet routes;
  private final Optional<RouteSet.Route> route;

  /** @param line from 1 */
  record Edit(String file, int line) {}

  Router(RouteSet routes) {
    this.routes = routes;
    this.route = routes.endpoints().stream().filter(Endpoint::isConsumer)
        .filter(from -> from.scheme().equals("durable") && from.path().equals("notifications")).map(Endpoint::route).findFirst();
  }

  /** The steps of the branch that takes this action and no other; null when there is none. */
  private static Node branch(Node choices, String action) {
    Pattern condition = Pattern.compile("\\s*\\$\\{body\\??\\.action}\\s*==\\s*(['\"])" + Pattern.quote(action) + "\\1\\s*");
    for (Node step : RouteYaml.items(choices)) {
      for (Node when : RouteYaml.items(RouteYaml.at(step, "choice", "when"))) {
        String text = RouteYaml.text(RouteYaml.at(when, "expression", "simple", "expression"));
        if (text != null && condition.matcher(text).matches()) {
          return RouteYaml.at(when, "steps");
        }
      }
    }
    return null;
  }

  boolean hasBranch(String action) {
    return branch(action) != null;
  }

  private Node branch(String action) {
    return route.map(router -> branch(RouteYaml.at(router.from(), "steps"), action)).orElse(null);
  }

  /**
   * Where a notification of this action goes, when the files tell all of it: the branch only sends, and what is behind only talks to
   * systems.
   */
  Optional<List<String>> deliveries(String action) {
    List<String> channels = new ArrayList<>();
    for (Node step : RouteYaml.items(branch(action))) {
      String uri = String.valueOf(RouteYaml.text(RouteYaml.at(step, "to", "uri")));
      String channel = uri.replaceFirst("^durable:", "");
      if (!uri.startsWith("durable:") || channel.contains("{") || RESERVED.contains(channel) || !isLast(channel)) {
        return Optional.empty();
      }
      channels.add(channel);
    }
    return channels.isEmpty() ? Optional.empty() : Optional.of(channels);
  }

  private boolean isLast(String channel) {
    return routes.endpoints().stream().filter(Endpoint::isConsumer)
        .filter(from -> from.scheme().equals("durable") && from.path().equals(channel))
        .anyMatch(from -> from.route().steps().stream().allMatch(step -> step.kind().equals("log") || step.kind().equals("to")
            && String.valueOf(RouteYaml.text(RouteYaml.at(step.body(), "uri"))).startsWith("kamelet:")));
  }

  /** Puts the step behind the last one of the action's branch; empty when it has no such branch, or one in another layout. */
  Optional<Edit> add(Path home, String action, String step, String id) throws IOException {
    Node steps = branch(action);
    List<Node> items = RouteYaml.items(steps);
    if (items.isEmpty()) {
      return Optional.empty();
    }
    Path file = home.resolve(route.orElseThrow().document().file());
    String text = Files.readString(file);
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("(?<=\n)", -1)));
    Mark start = items.get(items.size() - 1).getStartMark().orElseThrow();
    String first = lines.get(start.getLine());
    int dash = first.indexOf('-');
    String before = first.substring(0, Math.min(first.length(), start.getColumn()));
    if (dash < 0 || !before.strip().equals("-")) {
      return Optional.empty();
    }
    int last = start.getLine();
    for (int i = last + 1; i < lines.size() && (lines.get(i).isBlank() || indent(lines.get(i)) > dash); i++) {
      last = lines.get(i).isBlank() ? last : i;
    }
    String end = text.contains("\r\n") ? "\r\n" : "\n";
    if (!lines.get(last).endsWith("\n")) {
      lines.set(last, lines.get(last) + end);
    }
    lines.add(last + 1, step.indent(dash).replace("\n", end));
    String edited = String.join("", lines);
    if (!isThere(edited, action, items.size() + 1, id)) {
      return Optional.empty();
    }
    TextEdit.replace(file, edited);
    return Optional.of(new Edit(route.orElseThrow().document().file(), last + 2));
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  /** Whether the text reads as it is meant, in whichever of its lists the router stands. */
  private static boolean isThere(String text, String action, int size, String id) {
    try {
      Node root = new Compose(LoadSettings.builder().build()).composeString(TextFile.decode(text.getBytes(StandardCharsets.UTF_8)))
          .orElseThrow();
      for (Node item : RouteYaml.items(root)) {
        Node from = RouteYaml.at(item, "route", "from");
        List<Node> items = RouteYaml.items(branch(RouteYaml.at(from != null ? from : RouteYaml.at(item, "from"), "steps"), action));
        if (items.size() == size && id.equals(RouteYaml.text(RouteYaml.at(items.get(size - 1), "to", "id")))) {
          return true;
        }
      }
      return false;
    } catch (IOException | YamlEngineException e) {
      return false;
    }
  }
}
