package io.github.mentagateway.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * JSON in which a string that is exactly {@code {name}} stands for a value with its own JSON type, and a {@code {name}} inside a longer
 * string for its text. It is parsed once, before any value is known, so that a value cannot change the structure.
 */
public final class JsonTemplate {
  /** Maps, lists and plain values, with a {@link TextTemplate} for each text that names values. */
  private final Object template;

  public JsonTemplate(String json, ObjectMapper mapper) {
    try {
      template = parsed(mapper.readValue(json, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("json is no JSON: " + e.getOriginalMessage()
          + "; a {name} stands in double quotes, such as {\"id\": \"{data.id}\"}", e);
    }
  }

  /** @throws IllegalArgumentException when the text is neither empty nor a template */
  public static void check(String json) {
    if (!json.isBlank()) {
      new JsonTemplate(json, new ObjectMapper());
    }
  }

  private static Object parsed(Object part) {
    if (part instanceof Map<?, ?> object) {
      Map<Object, Object> result = new LinkedHashMap<>();
      object.forEach((key, value) -> result.put(key, parsed(value)));
      return result;
    }
    if (part instanceof List<?> array) {
      List<Object> result = new ArrayList<>();
      array.forEach(value -> result.add(parsed(value)));
      return result;
    }
    return part instanceof String text && new TextTemplate(text).hasNames() ? new TextTemplate(text) : part;
  }

  /** Fills in the values. A member whose optional value is missing is left out: menta sends deltas, and a missing field is no null. */
  public Object fill(Exchange exchange, FieldResolver fields) {
    return filled(template, exchange, fields);
  }

  private Object filled(Object part, Exchange exchange, FieldResolver fields) {
    if (part instanceof Map<?, ?> object) {
      Map<String, Object> result = new LinkedHashMap<>();
      object.forEach((key, value) -> {
        Object replaced = filled(value, exchange, fields);
        if (replaced != null || value == null) {
          result.put((String) key, replaced);
        }
      });
      return result;
    }
    if (part instanceof List<?> array) {
      List<Object> result = new ArrayList<>();
      array.forEach(value -> result.add(filled(value, exchange, fields)));
      return result;
    }
    return part instanceof TextTemplate text ? filledText(text, exchange, fields) : part;
  }

  private static Object filledText(TextTemplate text, Exchange exchange, FieldResolver fields) {
    if (text.onlyName() != null) {
      return fields.any(exchange, text.onlyName());
    }
    return text.fill(name -> {
      Object value = fields.plain(exchange, name);
      return value == null ? "" : value.toString();
    });
  }
}
