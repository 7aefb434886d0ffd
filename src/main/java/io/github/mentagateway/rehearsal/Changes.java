package io.github.mentagateway.rehearsal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Names what differs between what was done with a notification and what would be done. */
final class Changes {
  private final Set<String> named = new LinkedHashSet<>();

  private Changes() {}

  /** @param before and {@code after}: by channel, each delivery with its fields */
  static List<String> between(Map<String, List<Map<String, Object>>> before, Map<String, List<Map<String, Object>>> after) {
    Changes changes = new Changes();
    Set<String> channels = new TreeSet<>(before.keySet());
    channels.addAll(after.keySet());
    for (String channel : channels) {
      changes.channel(channel, before.getOrDefault(channel, List.of()), after.getOrDefault(channel, List.of()));
    }
    return List.copyOf(changes.named);
  }

  private void channel(String channel, List<Map<String, Object>> before, List<Map<String, Object>> after) {
    if (before.isEmpty() || after.isEmpty()) {
      named.add(channel + (before.isEmpty() ? ": is reached now" : ": is no longer reached"));
      return;
    }
    if (before.size() != after.size()) {
      named.add(channel + ": " + after.size() + " deliveries instead of " + before.size());
    }
    for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
      delivery(channel, before.get(i), after.get(i));
    }
  }

  private void delivery(String channel, Map<String, Object> before, Map<String, Object> after) {
    if (!Objects.equals(before.get("ends"), after.get("ends"))) {
      named.add(channel + ": ends " + after.get("ends") + " instead of " + before.get("ends"));
    } else if (!Objects.equals(before.get("reason"), after.get("reason"))) {
      named.add(channel + ": reason");
    }
    List<?> calls = calls(before);
    List<?> others = calls(after);
    if (calls.size() != others.size()) {
      named.add(channel + ": " + others.size() + (others.size() == 1 ? " call" : " calls") + " instead of " + calls.size());
    }
    for (int i = 0; i < Math.min(calls.size(), others.size()); i++) {
      fields(channel + ": ", (Map<?, ?>) calls.get(i), (Map<?, ?>) others.get(i), true);
    }
  }

  private static List<?> calls(Map<String, Object> delivery) {
    return delivery.get("calls") instanceof List<?> calls ? calls : List.of();
  }

  private void fields(String prefix, Map<?, ?> before, Map<?, ?> after, boolean inside) {
    List<String> names = new ArrayList<>();
    before.keySet().forEach(name -> names.add((String) name));
    after.keySet().stream().filter(name -> !before.containsKey(name)).forEach(name -> names.add((String) name));
    for (String name : names) {
      Object one = before.get(name);
      Object other = after.get(name);
      if (Objects.equals(one, other)) {
        continue;
      }
      if (inside && one instanceof Map<?, ?> map && other instanceof Map<?, ?> others) {
        fields(prefix + name + ".", map, others, false);
      } else {
        named.add(prefix + name);
      }
    }
  }
}
