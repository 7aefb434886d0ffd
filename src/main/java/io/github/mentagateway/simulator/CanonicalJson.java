package io.github.mentagateway.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JSON in the one form that equal contents share: keys sorted, no white space, every number with the digits that it was written with. */
final class CanonicalJson {
  private static final int DEEPEST = 100;
  private static final JsonFactory JSON = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .build();

  private CanonicalJson() {}

  /** A number as it was written: 10.50 is not 10.5, and a long id keeps every digit. */
  record Digits(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  /** @throws IOException when that is no JSON, or more than one value, or a key stands twice in an object */
  static String of(byte[] json) throws IOException {
    return of(read(json));
  }

  /** @param value a map with texts as keys, a list, a text, a number, a boolean or null, to any depth */
  static String of(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      write(out, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Maps in the order of the text, lists, texts, booleans, null, and {@link Digits}.
   *
   * @throws IOException as {@link #of(byte[])}
   */
  static Object read(byte[] json) throws IOException {
    try (JsonParser in = JSON.createParser(json)) {
      in.nextToken();
      Object value = value(in);
      if (in.nextToken() != null) {
        throw new JsonParseException(in, "something follows after the end");
      }
      return value;
    }
  }

  private static Object value(JsonParser in) throws IOException {
    JsonToken token = in.currentToken();
    if (token == null) {
      throw new JsonParseException(in, "nothing is there");
    }
    return switch (token) {
      case START_OBJECT -> object(in);
      case START_ARRAY -> array(in);
      case VALUE_STRING -> in.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Digits(in.getText());
      case VALUE_TRUE, VALUE_FALSE -> in.getBooleanValue();
      case VALUE_NULL -> null;
      default -> throw new JsonParseException(in, "no value");
    };
  }

  private static Map<String, Object> object(JsonParser in) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      in.nextToken();
      members.put(name, value(in));
    }
    return members;
  }

  private static List<Object> array(JsonParser in) throws IOException {
    List<Object> items = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(in));
    }
    return items;
  }

  private static void write(JsonGenerator out, Object value) throws IOException {
    if (value instanceof Map<?, ?> object) {
      Map<String, Object> sorted = new TreeMap<>();
      object.forEach((name, member) -> sorted.put((String) name, member));
      out.writeStartObject();
      for (Map.Entry<String, Object> member : sorted.entrySet()) {
        out.writeFieldName(member.getKey());
        write(out, member.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof Iterable<?> array) {
      out.writeStartArray();
      for (Object item : array) {
        write(out, item);
      }
      out.writeEndArray();
    } else if (value instanceof Digits || value instanceof Number) {
      out.writeNumber(value.toString());
    } else if (value instanceof Boolean bool) {
      out.writeBoolean(bool);
    } else if (value == null) {
      out.writeNull();
    } else {
      out.writeString((String) value);
    }
  }
}
