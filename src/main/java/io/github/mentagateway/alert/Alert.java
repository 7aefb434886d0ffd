package io.github.mentagateway.alert;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One message to people: what begins, and what has ended.
 *
 * @param host who tells it
 * @param owner the instance that alone has these troubles; empty for those of all instances, which have one id whoever tells them
 */
record Alert(String host, String owner, List<Item> items) {
  private static final int LONGEST_TITLE = 120;

  enum State { BEGINS, ENDS }

  /** @param until null while it lasts */
  record Item(State state, String key, String text, String next, Instant since, Instant until) {
    /** The same for as long as the same is to be told of it. */
    String id() {
      return state + " " + key + " " + since;
    }

    private Map<String, Object> asMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("state", state.name().toLowerCase(Locale.ROOT));
      map.put("key", key);
      map.put("text", text);
      map.put("next", next);
      map.put("since", time(since));
      map.put("until", time(until));
      return map;
    }

    private String line() {
      return state == State.BEGINS
          ? "BEGINS, since " + time(since) + " (" + key + ")\n" + text + (next.isEmpty() ? "" : "\nNext: " + next)
          : "HAS ENDED, after " + time(since) + " to " + time(until) + " (" + key + ")\nIt was: " + text;
    }
  }

  /** The same for as long as the same is to be told. */
  String id() {
    String content = owner + items.stream().map(Item::id).collect(Collectors.joining("\n"));
    return "alert-" + UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8));
  }

  /** What a route has for its body: plain texts and lists of maps, which go as JSON as they are. */
  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("id", id());
    body.put("title", title());
    body.put("text", items.stream().map(Item::line).collect(Collectors.joining("\n\n")));
    body.put("host", host);
    body.put("begins", count(State.BEGINS));
    body.put("ends", count(State.ENDS));
    body.put("troubles", items.stream().map(Item::asMap).toList());
    return body;
  }

  private long count(State state) {
    return items.stream().filter(one -> one.state() == state).count();
  }

  private String title() {
    Item first = items.get(0);
    String title = items.size() == 1 ? (first.state() == State.ENDS ? "ended: " : "") + first.text()
        : count(State.BEGINS) + " begin, " + count(State.ENDS) + " ended: " + items.stream().map(Item::key).distinct().collect(Collectors.joining(", "));
    return title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE - 1) + "…";
  }

  private static String time(Instant instant) {
    return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
