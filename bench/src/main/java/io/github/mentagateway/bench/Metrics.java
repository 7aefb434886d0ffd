package io.github.mentagateway.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a gateway tells of itself, in Prometheus' text format. */
record Metrics(List<String> lines) {
  private static final Pattern BUCKET = Pattern.compile(".*le=\"([^\"]+)\".* (\\S+)");

  static Metrics of(String text) {
    return new Metrics(text.lines().filter(line -> !line.startsWith("#")).toList());
  }

  /** The sum of all lines that begin so and hold all these labels. */
  double sum(String name, String... labels) {
    return lines.stream().filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> List.of(labels).stream().allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
  }

  /** Counts below each upper limit, in seconds, of a histogram, over all its labels but {@code without}. */
  Map<Double, Double> buckets(String name, String without) {
    Map<Double, Double> counts = new TreeMap<>();
    for (String line : lines) {
      if (line.startsWith(name + "_bucket{") && !line.contains(without)) {
        Matcher matcher = BUCKET.matcher(line);
        if (matcher.matches()) {
          double limit = matcher.group(1).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(matcher.group(1));
          counts.merge(limit, Double.parseDouble(matcher.group(2)), Double::sum);
        }
      }
    }
    return counts;
  }
}
