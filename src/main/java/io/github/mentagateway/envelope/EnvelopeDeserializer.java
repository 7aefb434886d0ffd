package io.github.mentagateway.envelope;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the three shapes of {@code MENTA.md}; the place of the action tells them apart. */
final class EnvelopeDeserializer extends JsonDeserializer<Envelope> {

  @Override
  public Envelope deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (!parser.hasToken(JsonToken.START_OBJECT)) {
      throw new UnusableEnvelopeException("the body is a JSON " + kind(JsonContent.value(parser)) + ", and an envelope is an object");
    }
    Map<String, Object> root = JsonContent.fields(parser);
    if (root.containsKey("action") || !root.containsKey("message")) {
      return envelope(root, Map.of());
    }
    Object wrapped = root.remove("message");
    if (!(wrapped instanceof RedactedMap message)) {
      throw new UnusableEnvelopeException("'message' is a JSON " + kind(wrapped) + ", and a wrapped envelope has an object there");
    }
    return envelope(new LinkedHashMap<>(message), root);
  }

  /** Jackson would hand out a null body in silence for JSON null. */
  @Override
  public Envelope getNullValue(DeserializationContext context) throws UnusableEnvelopeException {
    throw new UnusableEnvelopeException("the body is JSON null, and an envelope is an object");
  }

  /** @param around the fields beside {@code message}; a field inside wins over one of the same name there */
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

  private static String kind(Object value) {
    if (value == null) {
      return "null";
    } else if (value instanceof Number) {
      return "number";
    } else if (value instanceof Boolean) {
      return "boolean";
    }
    return value instanceof List ? "array" : "string";
  }
}
