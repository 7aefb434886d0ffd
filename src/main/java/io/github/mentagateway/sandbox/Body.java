package io.github.mentagateway.sandbox;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A body as a person reads it. */
final class Body {
  private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private Body() {}

  /** The value of a JSON object or list; any other body as text. */
  static Object read(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    String start = text.stripLeading();
    if (!start.startsWith("{") && !start.startsWith("[")) {
      return text;
    }
    try {
      return JSON.readValue(text, Object.class);
    } catch (IOException noJson) {
      return text;
    }
  }
}
