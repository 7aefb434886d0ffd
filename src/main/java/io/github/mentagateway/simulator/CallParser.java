package io.github.mentagateway.simulator;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Tells what a call says, whatever the route that made it looks like. A ticket's change is a call with a simulated ticket's id in a segment
 * of its path, or in a text or number of its JSON, and with its new owner; anything else that can be told is a whole notification.
 */
final class CallParser {
  /** What the shipped routes and menta's envelopes call the new owner. */
  static final List<String> OWNERS = List.of("owner", "newOwner", "newOwnerEmail");

  private static final String TICKET_UPDATED = "ticket.updated";

  private final Function<String, String> tickets;
  private final List<String> owners;

  /**
   * @param tickets the entity of a simulated ticket's id; null when it is no such id
   * @param owners the members, at any depth, that may hold the new owner; the first of the list that is there counts
   */
  CallParser(Function<String, String> tickets, List<String> owners) {
    this.tickets = tickets;
    this.owners = owners;
  }

  /** @return null when it cannot be told what the call says, or which of several tickets it is about */
  Call of(long at, String key, String path, byte[] body) {
    List<String> segments = segments(path);
    Object json = json(body);
    if (segments.isEmpty()) {
      return null;
    }
    String destination = segments.get(0);
    Map<?, ?> notification = notification(json);
    if (notification != null && !notification.get("action").equals(TICKET_UPDATED)) {
      return new Call(at, destination, key, (String) notification.get("action"), null, CanonicalJson.of(notification.get("data")));
    }
    String ticket = ticket(segments, json);
    String owner = owners.stream().map(name -> member(json, name)).filter(found -> found != null).findFirst().orElse(null);
    return ticket == null || owner == null ? null : new Call(at, destination, key, TICKET_UPDATED, ticket, owner);
  }

  private String ticket(List<String> segments, Object json) {
    Set<String> found = new LinkedHashSet<>();
    segments.forEach(segment -> add(found, segment));
    if (found.isEmpty()) {
      addAll(found, json);
    }
    return found.size() == 1 ? found.iterator().next() : null;
  }

  private void addAll(Set<String> found, Object json) {
    if (json instanceof Map<?, ?> object) {
      object.values().forEach(value -> addAll(found, value));
    } else if (json instanceof List<?> array) {
      array.forEach(value -> addAll(found, value));
    } else if (json instanceof String || json instanceof CanonicalJson.Digits) {
      add(found, json.toString());
    }
  }

  private void add(Set<String> found, String id) {
    String entity = tickets.apply(id);
    if (entity != null) {
      found.add(entity);
    }
  }

  /** The outermost object that has an action and data, as in all three envelopes. */
  private static Map<?, ?> notification(Object json) {
    if (json instanceof Map<?, ?> object && object.get("action") instanceof String && object.get("data") instanceof Map) {
      return object;
    }
    return inside(json).map(CallParser::notification).filter(found -> found != null).findFirst().orElse(null);
  }

  private static String member(Object json, String name) {
    if (json instanceof Map<?, ?> object && object.get(name) instanceof String text) {
      return text;
    }
    return inside(json).map(value -> member(value, name)).filter(found -> found != null).findFirst().orElse(null);
  }

  private static Stream<?> inside(Object json) {
    if (json instanceof Map<?, ?> object) {
      return object.values().stream();
    }
    return json instanceof List<?> array ? array.stream() : Stream.empty();
  }

  private static Object json(byte[] body) {
    try {
      return CanonicalJson.read(body);
    } catch (IOException noJson) {
      // the path may say it all the same; if it does not, the call is counted as one that cannot be told
      return null;
    }
  }

  private static List<String> segments(String path) {
    return Stream.of(path.split("/")).filter(segment -> !segment.isEmpty()).map(CallParser::decoded).toList();
  }

  private static String decoded(String segment) {
    try {
      // a plus is a plus in a path
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException halfAnEscape) {
      return segment;
    }
  }
}
