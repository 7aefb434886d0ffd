package io.github.mentagateway.envelope;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** The three shapes of {@code MENTA.md}, told apart by where the action stands. */
final class EnvelopeDeserializer extends JsonDeserializer<Envelope> {

  @Override
  public Envelope deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    JsonNode root = tree(parser);
    if (!root.isObject()) {
      throw new UnusableEnvelopeException("the body is a JSON " + kind(root) + ", and an envelope is an object");
    }
    if (root.has("action") || !root.has("message")) {
      return envelope(JsonContent.fields(root), Map.of());
    }
    JsonNode message = root.get("message");
    if (!message.isObject()) {
      throw new UnusableEnvelopeException("'message' is a JSON " + kind(message) + ", and a wrapped envelope has an object there");
    }
    Map<String, Object> around = JsonContent.fields(root);
    around.remove("message");
    return envelope(JsonContent.fields(message), around);
  }

  /** For a number that BigDecimal cannot hold, such as 1e99999999999, Jackson throws a runtime exception that cites it. */
  private static JsonNode tree(JsonParser parser) throws IOException {
    try {
      return parser.readValueAsTree();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new UnusableEnvelopeException(UnusableEnvelopeException.NUMBER_WITHOUT_END);
    }
  }

  /** JSON null: Jackson would hand out a null body in silence. */
  @Override
  public Envelope getNullValue(DeserializationContext context) throws UnusableEnvelopeException {
    throw new UnusableEnvelopeException("the body is JSON null, and an envelope is an object");
  }

  /** @param around what stood beside {@code message}; a field inside wins over one of the same name there */
  private static Envelope envelope(Map<String, Object> fields, Map<String, Object> around) throws UnusableEnvelopeException {
    around.forEach(fields::putIfAbsent);
    Object action = fields.remove("action");
    if (!(action instanceof String name) || name.isBlank()) {
      throw new UnusableEnvelopeException("there is no 'action', or it is no text: no route can be chosen");
    }
    Object family = fields.remove("family");
    if (family != null && !(family instanceof String)) {
      throw new UnusableEnvelopeException("'family' is no text");
    }
    Object data = fields.remove("data");
    if (!(data instanceof RedactedMap content)) {
      throw new UnusableEnvelopeException("'data' is missing or no object");
    }
    String type = fields.get("type") instanceof String ? (String) fields.remove("type") : null;
    Map<String, Object> metadata =
        fields.get("metadata") instanceof RedactedMap ? (RedactedMap) fields.remove("metadata") : new RedactedMap(Map.of());
    String familyName = family == null ? name.split("\\.", 2)[0] : (String) family;
    return new Envelope(familyName, name, type, content, metadata, new RedactedMap(fields));
  }

  private static String kind(JsonNode node) {
    return node.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
