package io.github.mentagateway.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.Map;
import java.util.TreeMap;

/** A book as text. */
final class AlertJson {
  private static final TypeReference<TreeMap<String, WatchedTrouble>> ENTRIES = new TypeReference<>() {};
  private static final ObjectMapper MAPPER = new ObjectMapper().registerModule(new JavaTimeModule())
      .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      // of another form, it is one that somebody else has written
      .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

  private AlertJson() {}

  static String write(AlertBook book) {
    try {
      return MAPPER.writeValueAsString(new TreeMap<>(book.entries()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** @throws JsonProcessingException when somebody else has written it */
  static AlertBook read(String text) throws JsonProcessingException {
    return new AlertBook(text.isBlank() ? Map.of() : MAPPER.readValue(text, ENTRIES));
  }
}
