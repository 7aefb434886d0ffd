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
 * Finds out what a call says, whatever route made it. A ticket's change is a call with a simulated ticket's id in a segment of its path, or
 * in a text or number of its JSON, and with its new owner. Any other call must hold a whole notification.
 */
final class CallParser {
  /** The names of the new owner in the shipped routes and in menta's envelopes. */
  static final List<String> OWNERS = List.of("owner", "newOwner", "newOwnerEmail");

  private static final String TICKET_UPDATED = "ticket.updated";

  private final Function<String, String> tickets;
  private final List<String> owners;

  /**
   * @param tickets the entity of a simulated ticket's id; null when it is no such id
   * @param owners the members, at any depth, that may hold the new owner; the first of the list that is present counts
   */
  CallParser(Function<String, String> tickets, List<String> owners) {
    this.tickets = tickets;
    this.owners = owners;
  }

  /** @return null when the call says nothing that is known, or it is about one of several tickets */
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
      // the path may say it all; if it does not, the call counts as unrecognised
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
