package io.github.mentagateway.cli;

import io.github.mentagateway.routes.Finding;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;

/** Findings in SARIF 2.1.0 (OASIS), which code review tools show beside the lines of a change. */
final class Sarif {
  private Sarif() {}

  static Map<String, Object> of(List<Finding> findings, boolean strict) {
    List<Map<String, String>> rules = findings.stream().map(Finding::rule).distinct().sorted().map(rule -> Map.of("id", rule)).toList();
    return Map.of(
        "$schema", "https://json.schemastore.org/sarif-2.1.0.json",
        "version", "2.1.0",
        "runs", List.of(Map.of(
            "tool", Map.of("driver", Map.of("name", "menta-gateway", "rules", rules)),
            "columnKind", "unicodeCodePoints",
            "results", findings.stream().map(finding -> result(finding, strict)).toList())));
  }

  private static Map<String, Object> result(Finding finding, boolean strict) {
    return Map.of(
        "ruleId", finding.rule(),
        "level", strict || finding.isError() ? "error" : "warning",
        "message", Map.of("text", finding.message()),
        "locations", List.of(Map.of("physicalLocation", Map.of(
            "artifactLocation", Map.of("uri", uri(finding.file())),
            "region", Map.of("startLine", finding.line(), "startColumn", finding.column())))));
  }

  private static String uri(String file) {
    try {
      return new URI(null, null, file.replace('\\', '/'), null).toASCIIString();
    } catch (URISyntaxException e) {
      return file;
    }
  }
}
