package io.github.mentagateway.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The parameters of a request, in their order; those without a value are left out. */
record Query(Map<String, Object> given) {
  static final Query NONE = new Query(Map.of());

  /** @param value null when it is not given */
  Query with(String name, Object value) {
    return with(value == null ? Map.of() : Map.of(name, value));
  }

  Query with(Map<String, Object> more) {
    Map<String, Object> all = new LinkedHashMap<>(given);
    all.putAll(more);
    return new Query(all);
  }

  /** Of what there was up to a moment alone, unless less is wanted. */
  Query bounded(String moment) {
    return given.containsKey("until") ? this : with("until", moment);
  }

  /** A flag is left out when it is not set. */
  Query withFlag(String name, boolean set) {
    return with(name, set ? Boolean.TRUE : null);
  }

  /** What goes behind the path. */
  @Override
  public String toString() {
    return given.isEmpty() ? "" : given.entrySet().stream().map(one -> one.getKey() + "=" + ManagementClient.part(one.getValue().toString()))
        .collect(Collectors.joining("&", "?", ""));
  }

  /** As options, so that a command can be copied. A time is the moment that was meant. */
  String typed() {
    return given.entrySet().stream().map(one -> " --" + one.getKey() + " " + quoted(one.getValue().toString())).collect(Collectors.joining());
  }

  /** For a shell. */
  static String quoted(String text) {
    return text.matches("[A-Za-z0-9.:/_~-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
