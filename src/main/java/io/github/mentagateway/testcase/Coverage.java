package io.github.mentagateway.testcase;

import io.github.mentagateway.routes.RouteFiles;
import io.github.mentagateway.routes.RouteYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Which steps of the routes no case has reached. A branch none of whose steps was reached is told once. Kamelets are building blocks, whose
 * steps are not counted.
 *
 * @param steps how many there are
 * @param missed those that no case has reached
 */
public record Coverage(int steps, int reached, List<Missed> missed) {

  /** @param what such as {@code the branch 'listing-deleted'} or {@code the step 'to-crm'} */
  public record Missed(String file, int line, int column, String what) {}

  /** @param walked the steps that were reached, as {@code file:line} */
  public static Coverage of(RouteFiles files, Set<String> walked) {
    Count count = new Count(walked);
    for (RouteYaml document : files.documents()) {
      if (!document.isKamelet()) {
        count.visit(document, document.root());
      }
    }
    return new Coverage(count.steps, count.reached, count.missed);
  }

  private static final class Count {
    private final Set<String> walked;
    private final List<Missed> missed = new ArrayList<>();
    private int steps;
    private int reached;

    Count(Set<String> walked) {
      this.walked = walked;
    }

    void visit(RouteYaml document, Node node) {
      for (NodeTuple entry : RouteYaml.entries(node)) {
        if ("steps".equals(RouteYaml.text(entry.getKeyNode())) && entry.getValueNode() instanceof SequenceNode list) {
          branch(document, node, list);
        } else {
          visit(document, entry.getValueNode());
        }
      }
      RouteYaml.items(node).forEach(item -> visit(document, item));
    }

    private void branch(RouteYaml document, Node owner, SequenceNode list) {
      List<NodeTuple> own = list.getValue().stream().flatMap(step -> RouteYaml.entries(step).stream()).toList();
      steps += own.size();
      boolean entered = own.stream().anyMatch(step -> isReached(document, step));
      if (!entered && !own.isEmpty()) {
        String uri = RouteYaml.text(RouteYaml.at(owner, "uri"));
        add(document, owner, uri == null ? "the branch" : "the route from", uri == null ? RouteYaml.text(RouteYaml.at(owner, "id")) : uri, "without an id");
        own.forEach(step -> steps += inside(step.getValueNode()));
        return;
      }
      for (NodeTuple step : own) {
        if (isReached(document, step)) {
          reached++;
          visit(document, step.getValueNode());
        } else {
          add(document, step.getKeyNode(), "the step", RouteYaml.text(RouteYaml.at(step.getValueNode(), "id")),
              RouteYaml.text(step.getKeyNode()));
          steps += inside(step.getValueNode());
        }
      }
    }

    /** How many steps stand below one that was not reached. */
    private static int inside(Node node) {
      return stepsIn(node).stream().mapToInt(step -> 1 + inside(step.getValueNode())).sum();
    }

    private boolean isReached(RouteYaml document, NodeTuple step) {
      // Camel tells of no doTry and the like that it was entered: it was when a step in it was
      return walked.contains(document.file() + ":" + CaseRun.place(document, step.getKeyNode())[0])
          || stepsIn(step.getValueNode()).stream().anyMatch(inner -> isReached(document, inner));
    }

    private static List<NodeTuple> stepsIn(Node node) {
      List<NodeTuple> found = new ArrayList<>();
      for (NodeTuple entry : RouteYaml.entries(node)) {
        if ("steps".equals(RouteYaml.text(entry.getKeyNode()))) {
          RouteYaml.items(entry.getValueNode()).forEach(step -> found.addAll(RouteYaml.entries(step)));
        } else {
          found.addAll(stepsIn(entry.getValueNode()));
        }
      }
      RouteYaml.items(node).forEach(item -> found.addAll(stepsIn(item)));
      return found;
    }

    private void add(RouteYaml document, Node at, String what, String id, String otherwise) {
      int[] place = CaseRun.place(document, at);
      missed.add(new Missed(document.file(), place[0], place[1], what + " '" + (id == null ? otherwise : id) + "'"));
    }
  }
}
