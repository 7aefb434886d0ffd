package io.github.mentagateway.destination.database;

import io.github.mentagateway.destination.PermanentFailureException;
import java.time.temporal.Temporal;
import java.util.Date;
import java.util.UUID;

/** A database's value as JSON has it. */
final class JsonValue {
  private JsonValue() {}

  /** @param what the value is, for the failure, such as {@code column a} */
  static Object of(String what, Object value) {
    if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Temporal || value instanceof UUID) {
      return value.toString();
    }
    if (!(value instanceof Date date)) {
      throw new PermanentFailureException(what + " is a " + value.getClass().getSimpleName()
          + ", which JSON cannot carry: CAST it to VARCHAR in the query");
    }
    try {
      return date.toInstant().toString();
    } catch (UnsupportedOperationException dateOrTimeOnly) {
      return date.toString();
    }
  }
}
