package io.github.mentagateway.check;

import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.routes.RouteYaml;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** The actions that the router certainly hands on. */
public final class RouterBranches {
  static final String ROUTER = "notifications";
  static final Pattern ACTION = Pattern.compile("\\$\\{body\\??\\.action}\\s*==\\s*['\"]([^'\"]+)['\"]");
  /** Nothing but the action decides. */
  private static final Pattern BY_ACTION_ONLY = Pattern.compile("\\s*" + ACTION.pattern() + "(\\s*\\|\\|\\s*" + ACTION.pattern() + ")*\\s*");

  private RouterBranches() {}

  /**
   * Those of the branches whose condition asks for the action alone, such as {@code ${body.action} == 'event.unlock'}, and whose steps send
   * to a channel. A condition of another form may take an action or not: what it names is left out.
   */
  public static Set<String> actions(RouteFiles files) {
    Set<String> actions = new TreeSet<>();
    for (RouteYaml document : files.documents()) {
      for (Node item : RouteYaml.items(document.root())) {
        Node route = RouteYaml.at(item, "route");
        if (isRouter(route == null ? item : route)) {
          branches(route == null ? item : route, actions);
        }
      }
    }
    return actions;
  }

  private static boolean isRouter(Node route) {
    Node from = RouteYaml.at(route, "from");
    Node uri = RouteYaml.at(from, "uri");
    String text = RouteYaml.text(uri == null ? from : uri);
    return text != null && text.strip().replaceFirst("\\?.*", "").matches("durable:(//)?" + ROUTER);
  }

  /** A choice within a branch takes less than the branch does, and is not looked at. */
  private static void branches(Node route, Set<String> actions) {
    for (Node step : RouteYaml.items(RouteYaml.at(route, "from", "steps"))) {
      for (Node branch : RouteYaml.items(RouteYaml.at(step, "choice", "when"))) {
        String condition = condition(branch);
        if (condition != null && BY_ACTION_ONLY.matcher(condition).matches() && sends(RouteYaml.at(branch, "steps"))) {
          Matcher action = ACTION.matcher(condition);
          while (action.find()) {
            actions.add(action.group(1));
          }
        }
      }
    }
  }

  private static String condition(Node branch) {
    Node simple = RouteYaml.at(branch, "expression", "simple");
    simple = simple == null ? RouteYaml.at(branch, "simple") : simple;
    Node expression = RouteYaml.at(simple, "expression");
    return RouteYaml.text(expression == null ? simple : expression);
  }

  /** Whether a step hands it on, and not to the quarantine. */
  private static boolean sends(Node steps) {
    for (Node step : RouteYaml.items(steps)) {
      for (NodeTuple entry : RouteYaml.entries(step)) {
        Node uri = RouteYaml.at(entry.getValueNode(), "uri");
        String text = String.valueOf(RouteYaml.text(uri == null ? entry.getValueNode() : uri));
        boolean hasSteps = RouteYaml.at(entry.getValueNode(), "steps") != null;
        if (text.matches("(durable|direct):(?!(//)?(quarantine|dead-letters)\\b).*") || hasSteps && sends(RouteYaml.at(entry.getValueNode(), "steps"))) {
          return true;
        }
      }
    }
    return false;
  }
}
