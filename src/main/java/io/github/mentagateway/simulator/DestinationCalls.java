package io.github.mentagateway.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The calls to one destination, by content and by entity. Calls are added in the order in which they came. */
final class DestinationCalls {
  private final String name;
  private final Map<Content, Integer> deliveries = new HashMap<>();
  private final Map<String, List<EntityCall>> ofEntity = new LinkedHashMap<>();
  private final Map<Content, Map<String, EntityCall>> byKey = new HashMap<>();
  private final Set<String> actions = new HashSet<>();

  /**
   * One call that is about an entity.
   *
   * @param index which delivery of its content it is, from 0
   * @param before the call before it with the same key; null when it is the first one
   */
  record EntityCall(Content content, long at, int index, EntityCall before) {}

  DestinationCalls(String name) {
    this.name = name;
  }

  /** @return whether the call is the first one with its key, or has no key */
  boolean add(Content content, Call call) {
    actions.add(content.action());
    Map<String, EntityCall> keys = byKey.computeIfAbsent(content, any -> new HashMap<>());
    EntityCall before = call.key() == null ? null : keys.get(call.key());
    int index = before == null ? deliveries.merge(content, 1, Integer::sum) - 1 : before.index;
    EntityCall entityCall = new EntityCall(content, call.at(), index, before);
    if (call.key() != null) {
      keys.put(call.key(), entityCall);
    }
    if (content.entity() != null) {
      ofEntity.computeIfAbsent(content.entity(), entity -> new ArrayList<>()).add(entityCall);
    }
    return before == null;
  }

  String name() {
    return name;
  }

  /** The actions that the destination was called with at least once: it must get every notification of these. */
  Set<String> actions() {
    return actions;
  }

  /** How many calls delivered the content; repeated calls do not count. */
  int deliveries(Content content) {
    return deliveries.getOrDefault(content, 0);
  }

  /** The calls of each entity, in the order in which they came. */
  Map<String, List<EntityCall>> ofEntity() {
    return ofEntity;
  }
}
