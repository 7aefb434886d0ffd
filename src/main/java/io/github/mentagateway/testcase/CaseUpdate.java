package io.github.mentagateway.testcase;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteYaml;
import io.github.mentagateway.routes.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Writes expectations behind the cases that have none, and destinations into those that lack them. Everything else in a file stays as its author wrote it. */
final class CaseUpdate {
  private final Path home;
  /** By file, and by the line that an expectation comes behind. */
  private final Map<String, TreeMap<Integer, String>> texts = new LinkedHashMap<>();

  CaseUpdate(Path home) {
    this.home = home;
  }

  /** False when a case stands in braces, where its expectation would be hard to read. */
  boolean add(TestCase test, Report report) {
    if (isFlow(test.at())) {
      return false;
    }
    Node firstKey = test.at().getValue().get(0).getKeyNode();
    String indent = " ".repeat(firstKey.getStartMark().map(Mark::getColumn).orElse(2));
    String text = YamlValue.text(Map.of("expect", report.asExpectation())).stripTrailing();
    texts.computeIfAbsent(test.document().file(), file -> new TreeMap<>())
        .put(lastLine(test.at()), text.replaceAll("(?m)^(?=.)", indent));
    return true;
  }

  private static boolean isFlow(Node node) {
    return node instanceof CollectionNode<?> collection && collection.getFlowStyle() == FlowStyle.FLOW;
  }

  /**
   * Lists, with how its deliveries end, each of these destinations that a case reaches and does not list.
   *
   * @return those that were added
   */
  Set<String> accept(TestCase test, Report report, Set<String> accepted) {
    Set<String> added = new TreeSet<>(report.deliveries().keySet());
    added.retainAll(accepted);
    Node listed = RouteYaml.at(test.expectation(), "deliveries");
    RouteYaml.entries(listed).forEach(entry -> added.remove(RouteYaml.text(entry.getKeyNode())));
    if (added.isEmpty() || !(listed instanceof MappingNode mapping) || mapping.getFlowStyle() == FlowStyle.FLOW) {
      return Set.of();
    }
    Map<String, Object> entries = new LinkedHashMap<>();
    added.forEach(channel -> entries.put(channel, report.deliveries().get(channel).stream().map(one -> Map.of("ends", one.get("ends"))).toList()));
    String indent = " ".repeat(mapping.getValue().get(0).getKeyNode().getStartMark().map(Mark::getColumn).orElse(0));
    texts.computeIfAbsent(test.document().file(), file -> new TreeMap<>())
        .put(lastLine(mapping), YamlValue.text(entries).stripTrailing().replaceAll("(?m)^(?=.)", indent));
    return added;
  }

  /** Of the last value of a case, from 0: a mapping ends only where the next one begins. */
  private static int lastLine(Node node) {
    int last = node instanceof ScalarNode || isFlow(node) ? line(node) : node.getStartMark().map(Mark::getLine).orElse(0);
    for (NodeTuple entry : RouteYaml.entries(node)) {
      last = Math.max(last, Math.max(lastLine(entry.getKeyNode()), lastLine(entry.getValueNode())));
    }
    for (Node item : RouteYaml.items(node)) {
      last = Math.max(last, lastLine(item));
    }
    return last;
  }

  /** A text in block style ends at the beginning of the line behind it. */
  private static int line(Node node) {
    Mark end = node.getEndMark().orElseThrow();
    return end.getColumn() == 0 && end.getLine() > 0 ? end.getLine() - 1 : end.getLine();
  }

  /** A file stays as it is when it cannot be written, or would no longer say what it said: the findings tell that. */
  void write(List<Finding> findings) throws IOException {
    for (Map.Entry<String, TreeMap<Integer, String>> file : texts.entrySet()) {
      Path path = home.resolve(file.getKey()).toRealPath();
      String before = Files.readString(path);
      String after = with(file.getValue(), before);
      if (!Files.isWritable(path)) {
        findings.add(notWritten(file.getKey(), "may not be written"));
      } else if (!isSame(before, after)) {
        findings.add(notWritten(file.getKey(), "is written in a way into which no 'expect' can be put: write it yourself"));
      } else {
        Path written = Files.writeString(path.resolveSibling(path.getFileName() + ".new"), after);
        Files.move(written, path, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static Finding notWritten(String file, String why) {
    return new Finding(Severity.ERROR, "not-updated", file, 1, 1, why + "; nothing was changed in it");
  }

  private static String with(TreeMap<Integer, String> expectations, String before) {
    String end = before.contains("\r\n") ? "\r\n" : "\n";
    List<String> lines = new ArrayList<>(before.lines().toList());
    expectations.descendingMap().forEach((line, text) -> lines.add(line + 1, text.replace("\n", end)));
    return String.join(end, lines) + end;
  }

  /** Whether the cases are the same but for what they expect. */
  private static boolean isSame(String before, String after) {
    return withoutExpectations(before).filter(cases -> withoutExpectations(after).filter(cases::equals).isPresent()).isPresent();
  }

  private static Optional<List<Object>> withoutExpectations(String text) {
    return RouteYaml.parseOther("", text.getBytes(StandardCharsets.UTF_8), "a case", new ArrayList<>()).map(document -> {
      List<Object> cases = new ArrayList<>();
      for (Node item : RouteYaml.items(document.root())) {
        Map<Object, Object> fields = new LinkedHashMap<>((Map<?, ?>) YamlValue.of(item));
        fields.remove("expect");
        cases.add(fields);
      }
      return cases;
    });
  }
}
