package io.github.mentagateway.bench;

import java.util.List;

/** What a gateway tells of itself, in Prometheus' text format. */
record Metrics(List<String> lines) {
  static Metrics of(String text) {
    return new Metrics(text.lines().filter(line -> !line.startsWith("#")).toList());
  }

  /** The sum of all lines that begin so and hold all these labels. */
  double sum(String name, String... labels) {
    return lines.stream().filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> List.of(labels).stream().allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
  }
}
