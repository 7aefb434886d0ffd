package io.github.mentagateway.envelope;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON as plain Java values: maps, lists, texts, exact numbers. They cannot be changed, and do not print what they hold. */
public final class JsonContent {
  /** The limit that Jackson has for integers. An exponent counts as digits, because arithmetic makes digits of it. */
  private static final int MOST_DIGITS = 1000;

  private JsonContent() {}

  /** @throws IOException when the bytes are not JSON, or hold a number of more than 1000 digits once its exponent is spelt out */
  public static Object read(ObjectMapper mapper, byte[] json) throws IOException {
    try (JsonParser parser = mapper.createParser(json)) {
      Object value = parser.nextToken() == null ? null : value(parser);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "something follows after the end of the JSON");
      }
      return value;
    }
  }

  /**
   * Reads a value without a tree of Jackson's in between, because each request and each delivery reads one.
   *
   * @param parser at the value's first token
   */
  static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> new RedactedMap(fields(parser));
      case START_ARRAY -> {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield new RedactedList(items);
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> parser.getText();
    };
  }

  /** @param parser at the object's first token */
  static Map<String, Object> fields(JsonParser parser) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return fields;
  }

  private static Number number(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return parser.getNumberValue();
    }
    BigDecimal decimal = decimal(parser);
    if (Math.abs((long) decimal.scale()) + decimal.precision() > MOST_DIGITS) {
      throw new UnusableEnvelopeException(UnusableEnvelopeException.NUMBER_WITHOUT_END);
    }
    // 1E5 is 100000 from here on, in a text as in JSON
    return decimal.scale() < 0 ? decimal.setScale(0) : decimal;
  }

  /** Jackson throws a runtime exception that quotes a number which BigDecimal cannot hold, such as 1e99999999999. */
  private static BigDecimal decimal(JsonParser parser) throws IOException {
    try {
      return parser.getDecimalValue();
    } catch (ArithmeticException | NumberFormatException e) {
      throw new UnusableEnvelopeException(UnusableEnvelopeException.NUMBER_WITHOUT_END);
    }
  }
}
