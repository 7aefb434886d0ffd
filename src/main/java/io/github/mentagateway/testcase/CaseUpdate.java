package io.github.mentagateway.testcase;

import io.github.mentagateway.routes.RouteYaml;
import io.github.mentagateway.settings.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
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

  void add(TestCase test, Report report) {
    Node firstKey = test.at().getValue().get(0).getKeyNode();
    String indent = " ".repeat(firstKey.getStartMark().map(Mark::getColumn).orElse(2));
    String text = YamlValue.text(Map.of("expect", report.asExpectation())).stripTrailing();
    texts.computeIfAbsent(test.document().file(), file -> new TreeMap<>())
        .put(lastLine(test.at()), text.replaceAll("(?m)^(?=.)", indent));
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
    int last = node instanceof ScalarNode scalar ? line(scalar) : node.getStartMark().map(Mark::getLine).orElse(0);
    for (NodeTuple entry : RouteYaml.entries(node)) {
      last = Math.max(last, lastLine(entry.getValueNode()));
    }
    for (Node item : RouteYaml.items(node)) {
      last = Math.max(last, lastLine(item));
    }
    return last;
  }

  /** A text in block style ends at the beginning of the line behind it. */
  private static int line(ScalarNode scalar) {
    Mark end = scalar.getEndMark().orElseThrow();
    return end.getColumn() == 0 && end.getLine() > 0 ? end.getLine() - 1 : end.getLine();
  }

  void write() throws IOException {
    for (Map.Entry<String, TreeMap<Integer, String>> file : texts.entrySet()) {
      Path path = home.resolve(file.getKey());
      List<String> lines = new ArrayList<>(TextFile.read(path).lines().toList());
      file.getValue().descendingMap().forEach((line, text) -> lines.add(line + 1, text));
      Path written = Files.writeString(path.resolveSibling(path.getFileName() + ".new"), String.join("\n", lines) + "\n");
      Files.move(written, path, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
