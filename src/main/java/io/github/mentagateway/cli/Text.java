package io.github.mentagateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.mentagateway.privacy.Masks;
import java.util.ArrayList;
import java.util.List;

/** Answers as lines for people. Whatever came over the network is printed on one line, without control characters. */
final class Text {
  private static final int LONGEST_CELL = 60;
  private static final int LONGEST_LINE = 500;

  private Text() {}

  /** What is no JSON is the missing node: every field of it is absent. */
  static JsonNode json(String body) {
    try {
      JsonNode node = new ObjectMapper().readTree(body);
      return node == null ? MissingNode.getInstance() : node;
    } catch (JsonProcessingException noJson) {
      return MissingNode.getInstance();
    }
  }

  static String field(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isMissingNode() || value.isNull() ? "" : Masks.oneLine(value.asText(), LONGEST_LINE);
  }

  static void add(StringBuilder line, String before, JsonNode node, String name) {
    String value = field(node, name);
    if (!value.isEmpty()) {
      line.append(before).append(value);
    }
  }

  /** Columns as wide as their widest cell; the first row is the heading. */
  static List<String> table(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    List<List<String>> cells = rows.stream().map(row -> row.stream().map(Text::cell).toList()).toList();
    cells.forEach(row -> {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    });
    List<String> lines = new ArrayList<>();
    for (List<String> row : cells) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static String cell(String text) {
    return text.isEmpty() ? "-" : Masks.oneLine(text, LONGEST_CELL);
  }
}
