package io.github.mentagateway.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of the messages by the answers alone, before any call is looked at.
 *
 * @param ofEntity the arrivals of each entity in the order of their beginning; without those that never arrived, nonsense and what has no
 *     entity
 * @param newest of each entity those that certainly were the newest at some moment, and are expected to be delivered
 * @param ofContent the arrivals of each expected content, those that never arrived too
 * @param ranges of each expected content
 */
record Facts(Map<String, List<Arrival>> ofEntity, Map<String, List<Arrival>> newest, Map<Content, List<Arrival>> ofContent,
    Map<Content, Range> ranges) {

  static Facts of(List<Arrival> arrivals, Set<String> expectedActions) {
    Map<String, List<Arrival>> ofEntity = new LinkedHashMap<>();
    Map<Content, List<Arrival>> ofContent = new LinkedHashMap<>();
    for (Arrival arrival : arrivals) {
      Message message = arrival.message();
      if (message.isNonsense()) {
        continue;
      }
      if (message.entity() != null && !arrival.landings().isEmpty()) {
        ofEntity.computeIfAbsent(message.entity(), entity -> new ArrayList<>()).add(arrival);
      }
      if (expectedActions.contains(message.action())) {
        ofContent.computeIfAbsent(Content.of(message), content -> new ArrayList<>()).add(arrival);
      }
    }
    Map<String, List<Arrival>> newest = new HashMap<>();
    Map<Content, Range> ranges = new HashMap<>();
    ofEntity.forEach((entity, all) -> {
      History history = new History(all);
      newest.put(entity, history.newest().stream().filter(arrival -> expectedActions.contains(arrival.message().action())).toList());
      ranges.putAll(history.ranges());
    });
    ofContent.forEach((content, equals) -> {
      if (content.entity() == null) {
        ranges.put(content, History.loose(equals));
      }
      ranges.putIfAbsent(content, Range.NONE);
    });
    ranges.keySet().retainAll(ofContent.keySet());
    return new Facts(ofEntity, newest, ofContent, ranges);
  }
}
