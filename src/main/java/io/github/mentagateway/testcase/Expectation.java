package io.github.mentagateway.testcase;

import io.github.mentagateway.check.Names;
import io.github.mentagateway.routes.RouteYaml;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Holds what happened against a case's expectation. Which destinations are reached, how often, and what is in the quarantine must be as
 * expected, no more and no less. Of a delivery and of a call only the named fields are compared; a body whole; headers by name.
 */
final class Expectation {
  private static final List<String> PARTS = List.of("answers", "quarantine", "deliveries");
  private static final List<String> DELIVERY = List.of("ends", "attempts", "reason", "entity", "at", "waits", "calls");
  private static final String TIMES = "times";

  private final RouteYaml document;
  private final UnaryOperator<String> placeholders;
  private final List<Mismatch> mismatches = new ArrayList<>();
  /** The names that may stand for what belongs to the delivery that is compared. */
  private Map<String, Object> names = Map.of();

  private Expectation(RouteYaml document, UnaryOperator<String> placeholders) {
    this.document = document;
    this.placeholders = placeholders;
  }

  /** @param placeholders fills the {@code {{name}}} of a text with the settings' values */
  static List<Mismatch> compare(TestCase test, Report report, UnaryOperator<String> placeholders) {
    Expectation expectation = new Expectation(test.document(), placeholders);
    expectation.parts(test.expectation(), report);
    return expectation.mismatches;
  }

  private void parts(Node expected, Report report) {
    known(expected, "", PARTS);
    Node answers = RouteYaml.at(expected, "answers");
    if (answers != null) {
      list(answers, "answers", report.answers(), this::value);
    } else {
      for (Object answer : report.answers()) {
        if (!List.of("accepted", "quarantined").contains(answer)) {
          add(expected, "answers", "accepted", answer);
        }
      }
    }
    Node quarantine = RouteYaml.at(expected, "quarantine");
    Comparison reasons = (node, what, actual) -> fields(node, what, asMap(actual), List.of("reason"));
    if (quarantine == null) {
      compare(expected, List.of(), "quarantine", report.quarantine(), reasons);
    } else {
      list(quarantine, "quarantine", report.quarantine(), reasons);
    }
    deliveries(expected, RouteYaml.at(expected, "deliveries"), report);
  }

  private void deliveries(Node expectation, Node expected, Report report) {
    Map<String, List<Map<String, Object>>> unexpected = new TreeMap<>(report.deliveries());
    for (NodeTuple entry : RouteYaml.entries(expected)) {
      String channel = String.valueOf(RouteYaml.text(entry.getKeyNode()));
      List<Map<String, Object>> actual = report.deliveries().getOrDefault(channel, List.of());
      unexpected.remove(channel);
      String what = "deliveries." + channel;
      if (actual.isEmpty() && entry.getValueNode() instanceof SequenceNode list && !list.getValue().isEmpty()) {
        add(entry.getKeyNode(), what, "it is reached", "it is not reached; reached are: " + Names.list(report.deliveries().keySet()));
      } else {
        list(entry.getValueNode(), what, actual, this::delivery);
      }
    }
    unexpected.forEach((channel, actual) -> add(expected == null ? expectation : expected, "deliveries." + channel,
        "it is not reached", actual.stream().map(Report::written).toList()));
  }

  private void delivery(Node expected, String what, Object actual) {
    Map<String, Object> delivery = asMap(actual);
    names = asMap(delivery.get(Report.NAMES));
    known(expected, what, DELIVERY);
    for (NodeTuple entry : RouteYaml.entries(expected)) {
      String name = String.valueOf(RouteYaml.text(entry.getKeyNode()));
      if (name.equals("calls")) {
        calls(entry.getValueNode(), what + ".calls", (List<?>) delivery.get("calls"));
      } else if (name.equals("at")) {
        time(entry.getValueNode(), what + ".at", String.valueOf(delivery.get("at")));
      } else if (name.equals("waits")) {
        list(entry.getValueNode(), what + ".waits", (List<?>) delivery.get("waits"), this::value);
      } else if (name.equals("ends")) {
        value(entry.getValueNode(), what + ".ends", delivery.get("ends"), whyEnded(delivery));
      } else if (DELIVERY.contains(name)) {
        value(entry.getValueNode(), what + "." + name, delivery.get(name), "");
      }
    }
  }

  /** An end that nobody expected is told with its reason, which the case may not name. */
  private static String whyEnded(Map<String, Object> delivery) {
    return delivery.get("reason") == null ? "" : ", because: " + delivery.get("reason");
  }

  /** The same moment, whatever the offset in which it is written. */
  private void time(Node expected, String what, String actual) {
    String text = RouteYaml.text(expected);
    try {
      OffsetDateTime time = OffsetDateTime.parse(String.valueOf(text));
      OffsetDateTime there = OffsetDateTime.parse(actual).withOffsetSameInstant(time.getOffset());
      if (!time.isEqual(there)) {
        add(expected, what, text, DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(there));
      }
    } catch (DateTimeParseException e) {
      add(expected, what, "a time with its offset from UTC, such as 2026-03-03T08:00:00+01:00", text);
    }
  }

  private void calls(Node expected, String what, List<?> actual) {
    if (!(expected instanceof SequenceNode)) {
      add(expected, what, "a list: begin each of its items with '- '", YamlValue.of(expected));
      return;
    }
    List<Node> each = new ArrayList<>();
    for (Node call : RouteYaml.items(expected)) {
      Node times = RouteYaml.at(call, TIMES);
      Object number = times == null ? Integer.valueOf(1) : YamlValue.of(times);
      if (!(number instanceof Integer count) || count < 1) {
        add(times, what + "." + TIMES, "a whole number from 1", number);
      } else {
        each.addAll(Collections.nCopies(count, call));
      }
    }
    compare(expected, each, what, actual, this::call);
  }

  private void call(Node expected, String what, Object actual) {
    Map<String, Object> call = asMap(actual);
    List<String> known = new ArrayList<>(call.keySet());
    known.add(TIMES);
    fields(expected, what, call, known);
  }

  private void fields(Node expected, String what, Map<String, Object> actual, Collection<String> known) {
    known(expected, what, known);
    for (NodeTuple entry : RouteYaml.entries(expected)) {
      String name = String.valueOf(RouteYaml.text(entry.getKeyNode()));
      if (name.equals(TIMES) || !known.contains(name)) {
        continue;
      }
      if (name.equals("headers")) {
        headers(entry.getValueNode(), what + ".headers", asMap(actual.get("headers")));
      } else {
        value(entry.getValueNode(), what + "." + name, actual.get(name));
      }
    }
  }

  private void headers(Node expected, String what, Map<String, Object> actual) {
    demandMapping(expected, what);
    Map<String, Object> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byName.putAll(actual);
    for (NodeTuple entry : RouteYaml.entries(expected)) {
      String name = String.valueOf(RouteYaml.text(entry.getKeyNode()));
      value(entry.getValueNode(), what + "." + name, byName.get(name));
    }
  }

  private void list(Node expected, String what, List<?> actual, Comparison items) {
    if (!(expected instanceof SequenceNode) && !isNull(expected)) {
      add(expected, what, "a list: begin each of its items with '- '", YamlValue.of(expected));
    } else {
      compare(expected, RouteYaml.items(expected), what, actual, items);
    }
  }

  private void compare(Node at, List<Node> expected, String what, List<?> actual, Comparison items) {
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      items.compare(expected.get(i), what + "[" + (i + 1) + "]", actual.get(i));
    }
    for (int i = actual.size(); i < expected.size(); i++) {
      add(expected.get(i), what + "[" + (i + 1) + "]", YamlValue.of(expected.get(i)), actual.isEmpty() ? "none" : "only " + actual.size());
    }
    for (int i = expected.size(); i < actual.size(); i++) {
      add(at, what + "[" + (i + 1) + "]", expected.isEmpty() ? "none" : "only " + expected.size(), actual.get(i));
    }
  }

  private void value(Node expected, String what, Object actual) {
    value(expected, what, actual, "");
  }

  /** @param remark follows the actual value when it is not as expected */
  private void value(Node expected, String what, Object actual, String remark) {
    Object value = YamlValue.of(expected);
    boolean text = !(actual instanceof Map) && !(actual instanceof List) && RouteYaml.text(expected) != null;
    // a status or an attempt may be written with or without quotes; in a JSON body the type counts
    boolean same = text && !isNull(expected) && !what.contains(".body")
        ? Objects.equals(stripped(filled(RouteYaml.text(expected))), stripped(actual == null ? null : actual.toString())) : isSame(value, actual);
    if (!same) {
      add(expected, what, value instanceof String written ? stripped(filled(written)) : value,
          actual instanceof String happened ? stripped(happened) + remark : actual);
    }
  }

  private String filled(String text) {
    String filled = text.contains("{{") ? placeholders.apply(text) : text;
    for (Map.Entry<String, Object> name : names.entrySet()) {
      filled = filled.replace(name.getKey(), name.getValue().toString());
    }
    return filled;
  }

  /** The line breaks at the end of a text are a matter of how it is written in YAML. */
  private static String stripped(String text) {
    return text == null ? null : text.replaceFirst("\\n+$", "");
  }

  private boolean isSame(Object one, Object other) {
    if (one instanceof String text && other != null && !filled(text).equals(text)) {
      return stripped(filled(text)).equals(stripped(other.toString()));
    } else if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> others) {
      return map.keySet().equals(others.keySet())
          && map.entrySet().stream().allMatch(entry -> isSame(entry.getValue(), others.get(entry.getKey())));
    } else if (one instanceof List<?> list && other instanceof List<?> others) {
      return list.size() == others.size() && IntStream.range(0, list.size()).allMatch(i -> isSame(list.get(i), others.get(i)));
    } else if (one instanceof Number && other instanceof Number) {
      return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
    }
    return one instanceof String text && other instanceof String otherText
        ? stripped(text).equals(stripped(otherText)) : Objects.equals(one, other);
  }

  private void known(Node mapping, String what, Collection<String> known) {
    demandMapping(mapping, what);
    for (NodeTuple entry : RouteYaml.entries(mapping)) {
      String name = String.valueOf(RouteYaml.text(entry.getKeyNode()));
      if (!known.contains(name)) {
        add(entry.getKeyNode(), what.isEmpty() ? name : what + "." + name, "'" + name + "'",
            "there is no such field" + Names.didYouMean(name, known).replaceFirst("^$", ".") + " There are: " + String.join(", ", known));
      }
    }
  }

  private void demandMapping(Node node, String what) {
    if (!(node instanceof MappingNode) && !isNull(node)) {
      add(node, what, "a mapping: write each of its fields as 'name: value'", YamlValue.of(node));
    }
  }

  private static boolean isNull(Node node) {
    return Tag.NULL.equals(node.getTag());
  }

  private void add(Node at, String what, Object expected, Object actual) {
    int[] place = CaseRun.place(document, at);
    mismatches.add(new Mismatch(document.file(), place[0], place[1], what,
        shown(expected), shown(actual)));
  }

  private static String shown(Object value) {
    return value == null ? "nothing" : value instanceof String text ? text : YamlValue.text(value).strip();
  }

  private static Map<String, Object> asMap(Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> given) {
      given.forEach((name, inner) -> map.put((String) name, inner));
    }
    return map;
  }

  @FunctionalInterface
  private interface Comparison {
    void compare(Node expected, String what, Object actual);
  }
}
