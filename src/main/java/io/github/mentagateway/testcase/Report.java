package io.github.mentagateway.testcase;

import io.github.mentagateway.sandbox.Call;
import io.github.mentagateway.sandbox.DeliveryTrace;
import io.github.mentagateway.sandbox.Received;
import io.github.mentagateway.sandbox.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What happened, in the words of an expectation.
 *
 * @param quarantine each with its {@code reason}
 * @param deliveries by channel; each delivery has {@code ends}, {@code attempts}, {@code reason}, {@code entity}, {@code at},
 *     {@code waits} and {@code calls}
 */
public record Report(List<Object> answers, List<Map<String, Object>> quarantine, Map<String, List<Map<String, Object>>> deliveries) {
  /** What stands for the ids and the number of the delivery that a text belongs to, from its name to the value; the longest value first. */
  static final String NAMES = "names";
  private static final String SEQUENCE = "{sequence}";
  private static final String ROUTER = "notifications";

  public static Report of(Trace trace) {
    List<Map<String, Object>> quarantine = new ArrayList<>();
    for (Received received : trace.received()) {
      if (received.outcome().equals("quarantined")) {
        quarantine.add(mapOf("reason", received.reason()));
      }
    }
    Map<String, List<Map<String, Object>>> deliveries = new TreeMap<>();
    for (DeliveryTrace delivery : trace.deliveries()) {
      if (delivery.end() == DeliveryTrace.End.QUARANTINED) {
        quarantine.add(mapOf("reason", delivery.reason()));
      }
      if (!isPlainRouting(delivery)) {
        deliveries.computeIfAbsent(delivery.channel(), channel -> new ArrayList<>()).add(fields(delivery));
      }
    }
    return new Report(List.copyOf(trace.received().stream().map(Received::outcome).toList()), quarantine, deliveries);
  }

  /** What the router does is seen by what it leads to. */
  private static boolean isPlainRouting(DeliveryTrace delivery) {
    return delivery.channel().equals(ROUTER) && delivery.calls().isEmpty() && delivery.attempts() == 1
        && (delivery.end() == DeliveryTrace.End.DELIVERED || delivery.end() == DeliveryTrace.End.QUARANTINED);
  }

  private static Map<String, Object> fields(DeliveryTrace delivery) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ends", delivery.end().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    fields.put("attempts", delivery.attempts());
    fields.put("reason", delivery.reason());
    fields.put("entity", delivery.entity());
    fields.put(NAMES, names(delivery));
    fields.put("at", delivery.at().toString());
    fields.put("waits", delivery.waits().stream().map(Report::text).toList());
    fields.put("calls", delivery.calls().stream().map(Report::fields).toList());
    return fields;
  }

  private static Map<String, Object> fields(Call call) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("step", call.step());
    fields.putAll(call.fields());
    return fields;
  }

  private static String text(Duration wait) {
    return wait.toMillis() % 1000 != 0 ? wait.toMillis() + "ms" : wait.toSeconds() % 60 != 0 || wait.isZero() ? wait.toSeconds() + "s"
        : wait.toMinutes() % 60 != 0 ? wait.toMinutes() + "m" : wait.toHours() + "h";
  }

  Report without(Set<String> channels) {
    Map<String, List<Map<String, Object>>> others = new TreeMap<>(deliveries);
    others.keySet().removeAll(channels);
    return new Report(answers, quarantine, others);
  }

  /** As an author would write it: without what goes without saying. */
  Map<String, Object> asExpectation() {
    Map<String, Object> expectation = new LinkedHashMap<>();
    if (!answers.stream().allMatch("accepted"::equals)) {
      expectation.put("answers", answers);
    }
    if (!quarantine.isEmpty()) {
      expectation.put("quarantine", quarantine);
    }
    expectation.put("deliveries", done());
    return expectation;
  }

  static Map<String, Object> written(Map<String, Object> delivery) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("ends", delivery.get("ends"));
    if (!delivery.get("attempts").equals(1)) {
      written.put("attempts", delivery.get("attempts"));
    }
    if (delivery.get("reason") != null) {
      written.put("reason", delivery.get("reason"));
    }
    List<Map<String, Object>> calls = new ArrayList<>();
    for (Object made : (List<?>) delivery.get("calls")) {
      Map<String, Object> call = new LinkedHashMap<>();
      ((Map<?, ?>) made).forEach((name, value) -> call.put((String) name, named(value, (Map<?, ?>) delivery.get(NAMES))));
      call.remove("step");
      if (call.containsKey("subject") || Map.of().equals(call.get("headers"))) {
        call.remove("headers");
      }
      Map<String, Object> last = calls.isEmpty() ? null : calls.get(calls.size() - 1);
      if (last != null && isSame(last, call)) {
        last.merge("times", 2, (times, two) -> (int) times + 1);
      } else {
        calls.add(call);
      }
    }
    if (!calls.isEmpty()) {
      written.put("calls", calls);
    }
    return written;
  }

  private static Map<String, Object> names(DeliveryTrace delivery) {
    Map<String, Object> names = new LinkedHashMap<>();
    names.put("{deliveryId}", delivery.id());
    names.put("{notificationId}", delivery.notificationId());
    names.put(SEQUENCE, delivery.sequence());
    return names;
  }

  /** The value as a case writes it: numbers and ids are others as soon as the router sends to one more destination. */
  private static Object named(Object value, Map<?, ?> names) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> named = new LinkedHashMap<>();
      map.forEach((name, inner) -> named.put(name, named(inner, names)));
      return named;
    } else if (value instanceof List<?> list) {
      return list.stream().map(inner -> named(inner, names)).toList();
    } else if (String.valueOf(names.get(SEQUENCE)).equals(String.valueOf(value))) {
      return SEQUENCE;
    } else if (!(value instanceof String)) {
      return value;
    }
    String text = (String) value;
    for (Map.Entry<?, ?> name : names.entrySet()) {
      text = name.getKey().equals(SEQUENCE) ? text : text.replace(name.getValue().toString(), name.getKey().toString());
    }
    return text;
  }

  private static boolean isSame(Map<String, Object> one, Map<String, Object> other) {
    Map<String, Object> once = new LinkedHashMap<>(one);
    once.remove("times");
    return once.equals(other);
  }

  /** What was done, by channel, without what differs from one run to the next. */
  public Map<String, List<Map<String, Object>>> done() {
    Map<String, List<Map<String, Object>>> done = new TreeMap<>();
    deliveries.forEach((channel, list) -> done.put(channel, list.stream().map(Report::written).toList()));
    return done;
  }

  /** As YAML, for a person. */
  public static String text(Map<String, Object> done) {
    return done.isEmpty() ? "" : YamlValue.text(done);
  }

  private static Map<String, Object> mapOf(String name, Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(name, Objects.requireNonNullElse(value, ""));
    return map;
  }
}
