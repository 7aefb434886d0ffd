package io.github.mentagateway.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as plain Java values that cannot be changed and do not print what they hold: maps, lists, texts, exact numbers. */
public final class JsonContent {
  /** As many as Jackson takes in an integer. An exponent counts: whoever does arithmetic with the number makes digits of it. */
  private static final int MOST_DIGITS = 1000;

  private JsonContent() {}

  /** @throws IOException when the bytes are not JSON, or hold a number of more than 1000 digits once its exponent is spelt out */
  public static Object read(ObjectMapper mapper, byte[] json) throws IOException {
    return of(mapper.readTree(json));
  }

  static Map<String, Object> fields(JsonNode object) throws UnusableEnvelopeException {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      fields.put(field.getKey(), of(field.getValue()));
    }
    return fields;
  }

  private static Object of(JsonNode node) throws UnusableEnvelopeException {
    return switch (node.getNodeType()) {
      case OBJECT -> new RedactedMap(fields(node));
      case ARRAY -> {
        List<Object> items = new ArrayList<>(node.size());
        for (JsonNode item : node) {
          items.add(of(item));
        }
        yield new RedactedList(items);
      }
      case NUMBER -> number(node.numberValue());
      case BOOLEAN -> node.booleanValue();
      case NULL, MISSING -> null;
      default -> node.asText();
    };
  }

  private static Number number(Number number) throws UnusableEnvelopeException {
    if (number instanceof BigDecimal decimal && Math.abs((long) decimal.scale()) + decimal.precision() > MOST_DIGITS) {
      throw new UnusableEnvelopeException(UnusableEnvelopeException.NUMBER_WITHOUT_END);
    }
    // 1E5 is 100000 from here on, in a text as in JSON
    return number instanceof BigDecimal decimal && decimal.scale() < 0 ? decimal.setScale(0) : number;
  }
}
