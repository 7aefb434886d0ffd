package io.github.mentagateway.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.mentagateway.privacy.Masks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Turns answers into lines for people. A text from the network is printed on one line, without control characters. */
final class ConsoleText {
  private static final int LONGEST_CELL = 60;
  static final int LONGEST_LINE = 500;
  static final String START_IT = "start the gateway in this folder with ./menta-gateway (or java -jar target/menta-gateway.jar), "
      + "or, if it runs with other settings in its environment, set the same here";

  private ConsoleText() {}

  /** Parses JSON; a text that is none becomes the missing node, without any field. Jackson's mapper would load 300 classes more. */
  static JsonNode json(String body) {
    try (JsonParser parser = new JsonFactory().createParser(body)) {
      return parser.nextToken() == null ? MissingNode.getInstance() : node(parser);
    } catch (IOException noJson) {
      return MissingNode.getInstance();
    }
  }

  private static JsonNode node(JsonParser parser) throws IOException {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        ObjectNode object = nodes.objectNode();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
          parser.nextToken();
          object.set(name, node(parser));
        }
        yield object;
      }
      case START_ARRAY -> {
        ArrayNode array = nodes.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(node(parser));
        }
        yield array;
      }
      case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDecimalValue());
      case VALUE_TRUE, VALUE_FALSE -> nodes.booleanNode(parser.getBooleanValue());
      case VALUE_NULL -> nodes.nullNode();
      default -> nodes.textNode(parser.getText());
    };
  }

  static String shown(String text) {
    return Masks.oneLine(text, LONGEST_LINE);
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

  /** A time to the second, which is enough for a person. */
  static String time(JsonNode node, String name) {
    return field(node, name).replaceFirst("\\.\\d+Z$", "Z");
  }

  /** Such as "1 dead, 3 delivered". */
  static String counts(JsonNode counts) {
    StringJoiner text = new StringJoiner(", ");
    counts.properties().forEach(one -> text.add(one.getValue().asText() + " " + one.getKey()));
    return text.toString();
  }

  /** Makes columns as wide as their widest cell. The first row is the heading; the last column is cut after {@code longestLast}. */
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
