package io.github.mentagateway.destination;

import io.github.mentagateway.envelope.Envelope;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/**
 * Finds the value of a name in a kamelet's parameter: first a variable ({@code deliveryId}, or one that the route has set), then a field of
 * the body. The fields of an envelope are {@code data} ({@code id} or {@code data.id}), {@code metadata.…}, {@code family}, {@code action}
 * and {@code type}; those of a map, such as a query's row, are its keys.
 */
public final class FieldResolver {
  /** A name in a parameter; its parts between the dots lead into nested objects. */
  public static final String NAME = "[A-Za-z_]\\w*(?:\\.\\w+)*";

  private final Set<String> optional;

  /** @param optional comma-separated names of fields that may be missing */
  public FieldResolver(String optional) {
    this.optional = Arrays.stream(optional.split(",")).map(String::trim).filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }

  /**
   * The value of a field, of any kind; null only when the field may be missing.
   *
   * @throws PermanentFailureException when the field is missing or null
   */
  public Object any(Exchange exchange, String name) {
    Object value = exchange.getVariable(name);
    if (value == null) {
      value = inBody(exchange.getMessage().getBody(), name);
    }
    if (value == null && !optional.contains(name)) {
      throw new PermanentFailureException(missing(name, exchange.getMessage().getBody()));
    }
    return value;
  }

  /** The plain value of a field: a nested object or a list is a permanent failure too. */
  public Object plain(Exchange exchange, String name) {
    Object value = any(exchange, name);
    if (value == null || value instanceof CharSequence || value instanceof Number || value instanceof Boolean
        || value instanceof Temporal) {
      return value;
    }
    throw new PermanentFailureException("the field '" + name + "' is no plain value but "
        + (value instanceof Map ? "an object" : "a list or the like") + ": name a field inside it, such as " + name + ".part");
  }

  private static Object inBody(Object body, String name) {
    if (body instanceof Envelope envelope) {
      return inEnvelope(envelope, name);
    }
    return body instanceof Map<?, ?> map ? inMap(map, name) : null;
  }

  private static Object inEnvelope(Envelope envelope, String name) {
    return switch (name) {
      case "family" -> envelope.family();
      case "action" -> envelope.action();
      case "type" -> envelope.type();
      case "data" -> envelope.data();
      case "metadata" -> envelope.metadata();
      default -> {
        if (name.startsWith("data.")) {
          yield inMap(envelope.data(), name.substring("data.".length()));
        }
        yield name.startsWith("metadata.")
            ? inMap(envelope.metadata(), name.substring("metadata.".length()))
            : inMap(envelope.data(), name);
      }
    };
  }

  private static Object inMap(Map<?, ?> map, String name) {
    if (map.containsKey(name)) {
      return map.get(name);
    }
    int dot = name.indexOf('.');
    return dot > 0 && map.get(name.substring(0, dot)) instanceof Map<?, ?> inner ? inMap(inner, name.substring(dot + 1)) : null;
  }

  private static String missing(String name, Object body) {
    return "the field '" + name + "' is missing" + (body instanceof List
        ? ": the body is the list of rows that a query gave. Keep the notification with variableReceive on the query's step, such as"
            + " variableReceive: rows"
        : " in " + kind(body) + ": list it in the kamelet's parameter 'optional' if it may be missing");
  }

  private static String kind(Object body) {
    if (body instanceof Envelope envelope) {
      return envelope.action();
    }
    return body instanceof Map ? "the body" : "a body that has no fields";
  }
}
