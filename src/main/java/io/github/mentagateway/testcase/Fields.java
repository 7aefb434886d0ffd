package io.github.mentagateway.testcase;

import io.github.mentagateway.check.Names;
import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** The keys of one mapping of a case. What is none of the known keys, or no value for its key, is a finding. */
final class Fields {
  private final RouteYaml document;
  private final Node at;
  private final String what;
  private final List<Finding> findings;

  /**
   * @param what the mapping is, for the findings, such as {@code a case}
   * @param known its keys
   */
  Fields(RouteYaml document, Node at, String what, List<Finding> findings, List<String> known) {
    this.document = document;
    this.at = at;
    this.what = what;
    this.findings = findings;
    if (!(at instanceof MappingNode)) {
      problem(at, what + " must be a mapping with the keys " + String.join(", ", known));
    }
    for (NodeTuple entry : RouteYaml.entries(at)) {
      String key = String.valueOf(RouteYaml.text(entry.getKeyNode()));
      if (!known.contains(key)) {
        problem(entry.getKeyNode(), what + " has no '" + key + "'" + Names.didYouMean(key, known) + " It has: " + String.join(", ", known));
      }
    }
  }

  boolean has(String key) {
    return node(key) != null;
  }

  Node node(String key) {
    return RouteYaml.at(at, key);
  }

  List<Node> items(String key) {
    Node node = node(key);
    List<Node> items = RouteYaml.items(node);
    if (node != null && items.isEmpty()) {
      problem(node, "'" + key + "' must be a list: begin each of its items with '- '");
    }
    return items;
  }

  String text(String key) {
    Node node = node(key);
    if (node != null && RouteYaml.text(node) == null) {
      problem(node, "'" + key + "' must be a text or a number, and no list or mapping");
    }
    return node == null ? null : RouteYaml.text(node);
  }

  /** @param parser throws an {@link IllegalArgumentException} whose message is the rule that was broken */
  <T> T value(String key, Function<String, T> parser, T otherwise) {
    String text = text(key);
    if (text == null) {
      return otherwise;
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      problem(node(key), "'" + key + "' is '" + text + "': it " + e.getMessage());
      return otherwise;
    }
  }

  Map<String, String> texts(String key) {
    Map<String, String> texts = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (node(key) != null && !(node(key) instanceof MappingNode)) {
      problem(node(key), "'" + key + "' must be a mapping: write each as 'name: value'");
    }
    RouteYaml.entries(node(key)).forEach(entry ->
        texts.put(String.valueOf(RouteYaml.text(entry.getKeyNode())), String.valueOf(RouteYaml.text(entry.getValueNode()))));
    return texts;
  }

  void problem(Node where, String message) {
    findings.add(document.error("wrong-case", where, message));
  }

  void problem(String message) {
    problem(at, what + " " + message);
  }
}
