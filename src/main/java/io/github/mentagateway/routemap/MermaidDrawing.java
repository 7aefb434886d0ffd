package io.github.mentagateway.routemap;

import io.github.mentagateway.privacy.Masks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A flowchart in Mermaid's language, which wikis and code platforms draw. */
final class MermaidDrawing {
  private static final int LONGEST = 80;

  private MermaidDrawing() {}

  static String of(Graph graph) {
    StringBuilder text = new StringBuilder("flowchart LR\n");
    for (int i = 0; i < graph.boxes().size(); i++) {
      Graph.Box box = graph.boxes().get(i);
      List<String> lines = new ArrayList<>(List.of(box.title()));
      lines.addAll(box.lines());
      String label = label(lines);
      text.append("  n").append(i).append(box.layer() == 0 ? "([\"" + label + "\"])" : "[\"" + label + "\"]").append('\n');
    }
    for (Graph.Arrow arrow : graph.arrows()) {
      text.append("  n").append(arrow.from()).append(arrow.on().isEmpty() ? " --> " : " -->|\"" + label(List.of(arrow.on())) + "\"| ")
          .append('n').append(arrow.to()).append('\n');
    }
    graph.notes().forEach(note -> text.append("  %% ").append(escaped(note)).append('\n'));
    return text.toString();
  }

  /** Mermaid takes {@code style}, a colon and a number behind it for a definition of its own, even in quotes. */
  private static String label(List<String> lines) {
    String label = lines.stream().map(MermaidDrawing::escaped).collect(Collectors.joining("<br>"));
    return label.contains("style") || label.contains("classDef") ? label.replace(":", "#58;") : label;
  }

  /** What means something to Mermaid, to its Markdown or to HTML is written as its number. */
  private static String escaped(String line) {
    StringBuilder text = new StringBuilder();
    Masks.oneLine(line, LONGEST).codePoints().forEach(c -> {
      if ("\"#&<>`%;|[]{}()\\*_~".indexOf(c) >= 0) {
        text.append('#').append(c).append(';');
      } else {
        text.appendCodePoint(c);
      }
    });
    return text.toString();
  }
}
