package io.github.mentagateway.envelope;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** A JSON object that cannot be changed, and prints its size instead of personal data. */
final class RedactedMap extends AbstractMap<String, Object> {
  private final Map<String, Object> fields;

  RedactedMap(Map<String, Object> fields) {
    this.fields = fields;
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return Collections.unmodifiableMap(fields).entrySet();
  }

  @Override
  public Object get(Object key) {
    return fields.get(key);
  }

  @Override
  public boolean containsKey(Object key) {
    return fields.containsKey(key);
  }

  @Override
  public String toString() {
    return "{" + size() + " fields, not shown}";
  }
}
