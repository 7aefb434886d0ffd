package io.github.mentagateway.cli;

import io.github.mentagateway.privacy.Masks;
import io.github.mentagateway.simulator.Report;
import io.github.mentagateway.simulator.VerdictText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the summary of a run for people. */
final class SimulationText {
  private static final String LINE = "%-15s %s";

  private SimulationText() {}

  static List<String> lines(Report report) {
    List<String> lines = new ArrayList<>();
    int made = report.sent().values().stream().mapToInt(Integer::intValue).sum();
    add(lines, "seed", report.seed() + ", against " + report.endpoint());
    add(lines, "time", String.format(Locale.ROOT, "%.1f s, %s at menta", report.seconds(), span(report.mentaSeconds())));
    add(lines, "notifications", made + " made, " + report.acknowledged() + " acknowledged: " + counts(report.sent()));
    add(lines, "attempts", report.attempts() + ", of which " + report.retries() + " retries");
    add(lines, "answers", report.statuses().isEmpty() ? "none" : counts(report.statuses())
        + (report.outcomes().isEmpty() ? "" : " (" + counts(report.outcomes()) + ")"));
    if (report.latencyMillis().count() > 0) {
      Report.Latency latency = report.latencyMillis();
      add(lines, "latency", String.format(Locale.ROOT, "half of %d answers within %.1f ms, 99 %% within %.1f ms, the slowest %.1f ms",
          latency.count(), latency.p50(), latency.p99(), latency.max()));
    }
    if (!report.causes().isEmpty()) {
      add(lines, "failed", counts(report.causes()));
      report.reasons().forEach((cause, reason) -> add(lines, "", cause + ": " + Masks.oneLine(reason, ConsoleText.LONGEST_LINE)));
    }
    if (!report.faults().isEmpty()) {
      add(lines, "made to fail", counts(report.faults()));
    }
    add(lines, "menta has", waiting(report.waiting()));
    if (report.verdict() != null) {
      lines.add("");
      lines.addAll(VerdictText.lines(report.verdict()));
    }
    return lines;
  }

  private static String waiting(Report.Waiting waiting) {
    StringBuilder text = new StringBuilder(waiting.messages() == 0 ? "nothing left" : messages(waiting.messages()) + " left");
    if (waiting.nonPriority() > 0) {
      text.append(", ").append(waiting.nonPriority()).append(" of them in non-priority sending, every 12 to 24 h");
    }
    if (waiting.heldBack() > 0) {
      text.append(", ").append(waiting.heldBack()).append(" of them held back until a newer one is acknowledged");
    }
    if (waiting.notMade() > 0) {
      text.append("; ").append(waiting.notMade()).append(waiting.notMade() == 1 ? " was" : " were").append(" not made any more");
    }
    return text.toString();
  }

  private static String messages(int count) {
    return count == 1 ? "1 message" : count + " messages";
  }

  private static String counts(Map<?, Integer> counts) {
    return counts.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue()).collect(Collectors.joining(", "));
  }

  private static String span(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60 ? String.format(Locale.ROOT, "%.1f s", seconds)
        : whole < 3600 ? "%d min %d s".formatted(whole / 60, whole % 60)
        : "%d h %d min".formatted(whole / 3600, whole % 3600 / 60);
  }

  private static void add(List<String> lines, String name, String text) {
    lines.add(LINE.formatted(name, text).stripTrailing());
  }
}
