package io.github.mentagateway.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as plain Java values that cannot be changed and do not print what they hold: maps, lists, texts, exact numbers. */
public final class JsonContent {
  private JsonContent() {}

  /** @throws IOException when the bytes are not JSON */
  public static Object read(ObjectMapper mapper, byte[] json) throws IOException {
    return of(mapper.readTree(json));
  }

  static Map<String, Object> fields(JsonNode object) {
    Map<String, Object> fields = new LinkedHashMap<>();
    object.fields().forEachRemaining(field -> fields.put(field.getKey(), of(field.getValue())));
    return fields;
  }

  private static Object of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> new RedactedMap(fields(node));
      case ARRAY -> {
        List<Object> items = new ArrayList<>(node.size());
        node.forEach(item -> items.add(of(item)));
        yield new RedactedList(items);
      }
      case NUMBER -> node.numberValue();
      case BOOLEAN -> node.booleanValue();
      case NULL, MISSING -> null;
      default -> node.asText();
    };
  }
}
