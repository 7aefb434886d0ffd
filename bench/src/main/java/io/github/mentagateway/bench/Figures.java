package io.github.mentagateway.bench;

import java.util.Arrays;
import java.util.List;

/** The same figure from several rounds: its median, and how far the rounds were apart. */
record Figures(double median, double least, double most) {

  static Figures of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no values: at least one round must be measured");
    }
    int middle = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Figures(median, sorted[0], Arrays.stream(sorted).max().getAsDouble());
  }

  String print(String format) {
    return String.format(java.util.Locale.ROOT, format + " [" + format + " to " + format + "]", median, least, most);
  }
}
