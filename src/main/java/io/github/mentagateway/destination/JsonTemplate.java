package io.github.mentagateway.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * JSON in which a string that is exactly {@code {name}} stands for a value with its own JSON type, and a {@code {name}} inside
 * a longer string for its text. Parsed once, before any value is known: a value cannot change the structure.
 */
final class JsonTemplate {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(" + Fields.NAME + ")}");

  private final Object template;

  JsonTemplate(String json, ObjectMapper mapper) {
    try {
      template = mapper.readValue(json, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("json is no JSON: " + e.getOriginalMessage()
          + "; a {name} stands in double quotes, such as {\"id\": \"{data.id}\"}", e);
    }
  }

  /** A member whose optional value is missing is left out: menta sends deltas, and a missing field is no null. */
  Object fill(Exchange exchange, Fields fields) {
    return filled(template, exchange, fields);
  }

  private Object filled(Object part, Exchange exchange, Fields fields) {
    if (part instanceof Map<?, ?> object) {
      Map<String, Object> result = new LinkedHashMap<>();
      object.forEach((key, value) -> {
        Object replaced = filled(value, exchange, fields);
        if (replaced != null || value == null) {
          result.put(key.toString(), replaced);
        }
      });
      return result;
    }
    if (part instanceof List<?> array) {
      List<Object> result = new ArrayList<>();
      array.forEach(value -> result.add(filled(value, exchange, fields)));
      return result;
    }
    return part instanceof String text ? filledText(text, exchange, fields) : part;
  }

  private static Object filledText(String text, Exchange exchange, Fields fields) {
    Matcher whole = PLACEHOLDER.matcher(text);
    if (whole.matches()) {
      return fields.any(exchange, whole.group(1));
    }
    return whole.reset().replaceAll(match -> {
      Object value = fields.plain(exchange, match.group(1));
      return value == null ? "" : Matcher.quoteReplacement(value.toString());
    });
  }
}
