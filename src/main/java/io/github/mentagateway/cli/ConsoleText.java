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
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns answers into lines for people. A text from the network is printed on one line, without control characters. */
final class ConsoleText {
  static final int LONGEST_LINE = 500;
  /** What could move a terminal's cursor or turn what it shows around: \p{Cntrl} alone is ASCII. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\n\r\t]]");
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
    counts.properties().forEach(one -> text.add(shown(one.getValue().asText() + " " + one.getKey())));
    return text.toString();
  }

  /** Rows as lines; the first row is the heading. */
  static List<String> table(List<List<String>> rows, Display display) {
    return new TextTable(rows, display).lines();
  }

  /** JSON as it came, but for characters that could move a terminal's cursor: JSON has them in texts only, and knows another form for them. */
  static String safe(String json) {
    return CONTROL.matcher(json).replaceAll(found -> found.group().chars().mapToObj("\\\\u%04x"::formatted).collect(Collectors.joining()));
  }

  /** A text from outside as it came, over its own lines, but for other characters that could move a terminal's cursor. */
  static String plain(String text) {
    return CONTROL.matcher(text.replace('\r', '?')).replaceAll("?");
  }
}
