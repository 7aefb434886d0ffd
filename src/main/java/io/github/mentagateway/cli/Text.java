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
  static final int LONGEST_LINE = 500;
  static final String START_IT = "start the gateway in this folder with ./menta-gateway (or java -jar target/menta-gateway.jar), "
      + "or, if it runs with other settings in its environment, set the same here";

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

  /** To the second: that is what a person reads. */
  static String time(JsonNode node, String name) {
    return field(node, name).replaceFirst("\\.\\d+Z$", "Z");
  }

  /** Columns as wide as their widest cell; the first row is the heading, the last column is cut after {@code longestLast}. */
  static List<String> table(List<List<String>> rows, int longestLast) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    List<List<String>> cells = new ArrayList<>();
    for (List<String> row : rows) {
      List<String> shown = new ArrayList<>();
      for (int i = 0; i < columns; i++) {
        shown.add(cell(row.get(i), i == columns - 1 ? longestLast : LONGEST_CELL));
      }
      cells.add(shown);
    }
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

  private static String cell(String text, int longest) {
    return text.isEmpty() ? "-" : Masks.oneLine(text, longest);
  }
}
