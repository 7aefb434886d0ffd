package io.github.mentagateway.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the answers alone say about the messages, before any call is looked at.
 *
 * @param ofEntity the arrivals of each entity in the order of their beginning; messages that never arrived, nonsense and messages without
 *     an entity are left out
 * @param newest the arrivals of each entity that certainly were the newest at some moment, and are expected to be delivered
 * @param ofContent the arrivals of each expected content, messages that never arrived included
 * @param expectedCounts how many deliveries of each expected content are right
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
