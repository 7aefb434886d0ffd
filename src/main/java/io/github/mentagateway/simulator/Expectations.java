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
 * @param expectedCounts of each expected content
 */
record Expectations(Map<String, List<ArrivalInterval>> ofEntity, Map<String, List<ArrivalInterval>> newest,
    Map<Content, List<ArrivalInterval>> ofContent, Map<Content, ExpectedCount> expectedCounts) {

  static Expectations of(List<ArrivalInterval> arrivals, Set<String> expectedActions) {
    Map<String, List<ArrivalInterval>> ofEntity = new LinkedHashMap<>();
    Map<Content, List<ArrivalInterval>> ofContent = new LinkedHashMap<>();
    for (ArrivalInterval arrival : arrivals) {
      Message message = arrival.message();
      if (message.isNonsense()) {
        continue;
      }
      if (message.entity() != null && !arrival.receptions().isEmpty()) {
        ofEntity.computeIfAbsent(message.entity(), entity -> new ArrayList<>()).add(arrival);
      }
      if (expectedActions.contains(message.action())) {
        ofContent.computeIfAbsent(Content.of(message), content -> new ArrayList<>()).add(arrival);
      }
    }
    Map<String, List<ArrivalInterval>> newest = new HashMap<>();
    Map<Content, ExpectedCount> expectedCounts = new HashMap<>();
    ofEntity.forEach((entity, all) -> {
      EntityExpectation history = new EntityExpectation(all);
      newest.put(entity, history.newest().stream().filter(arrival -> expectedActions.contains(arrival.message().action())).toList());
      expectedCounts.putAll(history.expectedCounts());
    });
    ofContent.forEach((content, equals) -> {
      if (content.entity() == null) {
        expectedCounts.put(content, EntityExpectation.loose(equals));
      }
      expectedCounts.putIfAbsent(content, ExpectedCount.NONE);
    });
    expectedCounts.keySet().retainAll(ofContent.keySet());
    return new Expectations(ofEntity, newest, ofContent, expectedCounts);
  }
}
