package io.github.mentagateway.routes;

import io.github.mentagateway.settings.NotUtf8Exception;
import io.github.mentagateway.settings.TextFile;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The YAML tree of one file, with the places of its parts. The parser is Camel's own.
 *
 * @param file the path from the gateway's folder
 */
public record RouteYaml(String file, boolean isKamelet, Node root) {

  /** Empty when the file is no YAML or has no content. The findings get what is wrong with it. */
  static Optional<RouteYaml> parse(String shown, RouteFile file, List<Finding> findings) {
    boolean isKamelet = file.path().toString().endsWith(RouteFile.KAMELET);
    Optional<RouteYaml> document = parse(shown, file.content(), isKamelet, isKamelet ? "a kamelet" : "a route", findings);
    document.ifPresent(yaml -> yaml.findOtherContent(findings));
    return document;
  }

  /** A file of YAML that holds no routes. Empty as in {@link #parse}. */
  public static Optional<RouteYaml> parseOther(String shown, byte[] content, String what, List<Finding> findings) {
    return parse(shown, content, false, what, findings);
  }

  private static Optional<RouteYaml> parse(String shown, byte[] content, boolean isKamelet, String what, List<Finding> findings) {
    String text = "";
    try {
      text = TextFile.decode(content);
      Optional<RouteYaml> document = new Compose(LoadSettings.builder().build())
          .composeString(text)
          .filter(root -> !isEmpty(root)).map(root -> new RouteYaml(shown, isKamelet, root));
      if (document.isEmpty()) {
        findings.add(new Finding(Severity.ERROR, "empty-file", shown, 1, 1, "the file is empty: write " + what + " into it, or remove it"));
      }
      if (document.isPresent() && document.get().holdsItself(document.get().root, identities(), identities(), findings)) {
        return Optional.empty();
      }
      document.ifPresent(yaml -> yaml.findEqualKeys(findings));
      return document;
    } catch (NotUtf8Exception e) {
      findings.add(new Finding(Severity.ERROR, "not-utf8", shown, e.line(), 1, NotUtf8Exception.RULE));
    } catch (YamlEngineException e) {
      YamlFault fault = YamlFault.of(e, text);
      findings.add(new Finding(Severity.ERROR, "no-yaml", shown, fault.line(), fault.column(), "is no YAML: " + fault.message()));
    } catch (RuntimeException | StackOverflowError e) {
      findings.add(new Finding(Severity.ERROR, "no-yaml", shown, 1, 1, "cannot be read as YAML (" + e + "): write it in a simpler way"));
    }
    return Optional.empty();
  }

  private static boolean isEmpty(Node root) {
    return root.getTag().equals(Tag.NULL) || root instanceof SequenceNode list && list.getValue().isEmpty();
  }

  public Finding error(String rule, Node at, String message) {
    return finding(Severity.ERROR, rule, at, message);
  }

  public Finding warning(String rule, Node at, String message) {
    return finding(Severity.WARNING, rule, at, message);
  }

  private Finding finding(Severity severity, String rule, Node at, String message) {
    return new Finding(severity, rule, file, line(at.getStartMark()), column(at.getStartMark()), message);
  }

  /** The line and column of a node, from 1. */
  public String place(Node at) {
    return file + ":" + line(at.getStartMark()) + ":" + column(at.getStartMark());
  }

  /** Whether a finding is about something in that node. */
  public boolean contains(Node node, Finding finding) {
    return finding.file().equals(file) && isBefore(line(node.getStartMark()), column(node.getStartMark()), finding.line(), finding.column())
        && isBefore(finding.line(), finding.column(), line(node.getEndMark()), column(node.getEndMark()));
  }

  private static boolean isBefore(int line, int column, int otherLine, int otherColumn) {
    return line < otherLine || line == otherLine && column <= otherColumn;
  }

  /** Visits every mapping of the tree once. */
  public void eachMapping(Consumer<MappingNode> task) {
    visit(root, task, identities());
  }

  private static void visit(Node node, Consumer<MappingNode> task, Set<Node> visited) {
    if (!visited.add(node)) {
      return;
    }
    if (node instanceof MappingNode mapping) {
      task.accept(mapping);
      mapping.getValue().forEach(entry -> visit(entry.getValueNode(), task, visited));
    } else if (node instanceof SequenceNode list) {
      list.getValue().forEach(item -> visit(item, task, visited));
    }
  }

  /** No reader comes to the end of such a tree. @param above the nodes on the way here; {@code seen}: those that are done with */
  private boolean holdsItself(Node node, Set<Node> above, Set<Node> seen, List<Finding> findings) {
    if (above.contains(node)) {
      String anchor = node.getAnchor().map(Anchor::getValue).orElse("");
      return findings.add(error("anchor-in-itself", node, "what the anchor '&" + anchor + "' names holds itself, by '*" + anchor
          + "': write the lines out where they are meant"));
    }
    if (!seen.add(node)) {
      return false;
    }
    above.add(node);
    boolean found = entries(node).stream().anyMatch(entry -> holdsItself(entry.getValueNode(), above, seen, findings))
        || items(node).stream().anyMatch(item -> holdsItself(item, above, seen, findings));
    above.remove(node);
    return found;
  }

  private static Set<Node> identities() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private void findEqualKeys(List<Finding> findings) {
    eachMapping(mapping -> {
      Map<String, Node> first = new HashMap<>();
      for (NodeTuple entry : mapping.getValue()) {
        Node key = entry.getKeyNode();
        Node before = key instanceof ScalarNode scalar ? first.putIfAbsent(scalar.getValue(), key) : null;
        if (before != null) {
          findings.add(error("equal-key", key, "the key '" + text(key) + "' stands twice in one mapping (first in line " + line(before.getStartMark())
              + "), and Camel would keep only the last: put both into one, or remove one"));
        }
      }
    });
  }

  /** Camel ignores a file in which it finds no list, and does not say which kamelet has no template. */
  private void findOtherContent(List<Finding> findings) {
    String kind = String.valueOf(text(at(root, "kind")));
    if (isKamelet && at(root, "spec", "template") == null) {
      findings.add(new Finding(Severity.ERROR, "no-routes", file, 1, 1, "holds no kamelet, which has its route under spec.template: write it there, or name the file"
          + " *.camel.yaml when it holds routes"));
    } else if (!isKamelet && kind.equals("Kamelet")) {
      findings.add(new Finding(Severity.ERROR, "no-routes", file, 1, 1, "holds no list of routes but a kamelet: name the file *.kamelet.yaml"));
    } else if (!isKamelet && !(root instanceof SequenceNode) && !(kind.equals("Pipe") && isOfCamel())) {
      findings.add(new Finding(Severity.ERROR, "no-routes", file, 1, 1, "holds no list of routes: begin each with \"- route:\""));
    }
  }

  private boolean isOfCamel() {
    return String.valueOf(text(at(root, "apiVersion"))).startsWith("camel.apache.org/v1");
  }

  /** The value at a path of keys; null when there is none. */
  public static Node at(Node node, String... keys) {
    Node found = node;
    for (String key : keys) {
      Node in = found;
      found = !(in instanceof MappingNode mapping) ? null : mapping.getValue().stream()
          .filter(entry -> key.equals(text(entry.getKeyNode()))).map(NodeTuple::getValueNode).findFirst().orElse(null);
    }
    return found;
  }

  public static List<NodeTuple> entries(Node node) {
    return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
  }

  public static List<Node> items(Node node) {
    return node instanceof SequenceNode list ? list.getValue() : List.of();
  }

  /** The text of a scalar; null when the node is none. */
  public static String text(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : null;
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(Mark::getLine).orElse(0) + 1;
  }

  private static int column(Optional<Mark> mark) {
    return mark.map(Mark::getColumn).orElse(0) + 1;
  }
}
