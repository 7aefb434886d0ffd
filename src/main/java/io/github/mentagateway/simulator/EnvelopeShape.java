package io.github.mentagateway.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** The three shapes that menta has published (MENTA.md). */
enum EnvelopeShape {
  FLAT, FLAT_WITH_METADATA, WRAPPED;

  private static final ObjectMapper AS_IT_STANDS = new ObjectMapper();

  /**
   * @param type is written in the wrapped shape only; null when the event has none
   * @param metadata is written in {@link #FLAT_WITH_METADATA} only
   */
  byte[] write(String family, String action, String type, Map<String, Object> data, Map<String, Object> metadata) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (this == FLAT_WITH_METADATA) {
      // the order of menta's page
      fields.put("action", action);
      fields.put("family", family);
      fields.put("data", data);
      fields.put("metadata", metadata);
      return bytes(fields);
    }
    fields.put("family", family);
    fields.put("action", action);
    if (this == WRAPPED && type != null) {
      fields.put("type", type);
    }
    fields.put("data", data);
    return bytes(this == WRAPPED ? Map.of("message", fields) : fields);
  }

  private static byte[] bytes(Map<String, Object> fields) {
    try {
      return AS_IT_STANDS.writeValueAsBytes(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
