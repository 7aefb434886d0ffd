package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.DestinationCalls.EntityCall;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Compares the order of the calls about one entity with the order in which its messages certainly arrived. */
final class OrderCheck {
  final FindingCounter order = new FindingCounter("order", "the order of arrival is kept for each entity");
  final FindingCounter lastWord = new FindingCounter("last-word", "the last word on each entity is the newest");
  final FindingCounter rough =
      new FindingCounter("roughly-ordered", "deliveries whose number leaves open which one is which: ordered roughly");
  final FindingCounter repeated = new FindingCounter("repeated", "calls with the key of an earlier one");
  final FindingCounter rewound = new FindingCounter("rewound", "such calls behind a newer one, after the endpoint was gone");

  private final Expectations expectations;
  private final ObservedOutages outages;

  /** A delivery, whose message the receiver accepted somewhere from begin to end. */
  private record Slot(Message message, long begin, long end, boolean exact) {}

  OrderCheck(Expectations expectations, ObservedOutages outages) {
    this.expectations = expectations;
    this.outages = outages;
  }

  void check(Collection<DestinationCalls> destinations) {
    for (DestinationCalls destination : destinations) {
      Map<Content, List<Slot>> slots = new HashMap<>();
      destination.ofEntity().forEach((entity, calls) -> {
        calls.forEach(call -> slots.computeIfAbsent(call.content(), content -> slots(content, destination.deliveries(content))));
        checkOrder(destination, calls, slots);
        checkLast(destination, calls.get(calls.size() - 1), slots);
      });
    }
  }

  private void checkOrder(DestinationCalls destination, List<EntityCall> calls, Map<Content, List<Slot>> slots) {
    Slot newest = null;
    Set<Slot> late = new HashSet<>();
    for (EntityCall call : calls) {
      Slot slot = slot(slots, call);
      FindingCounter finding = order;
      if (call.before() != null) {
        repeated.found(1, slot == null ? null : slot.message, destination.name(), "called again with the same key");
        finding = slot != null && outages.isAnyBetween(call.before().at(), call.at()) ? rewound : order;
      } else {
        order.tested(slot == null ? 0 : 1);
        if (slot == null || !slot.exact) {
          Message one = expectations.ofContent().get(call.content()).get(0).message();
          rough.found(1, one, destination.name(), slot == null ? "too few or too many of it came" : "one of several that say the same");
        }
      }
      if (slot != null && newest != null && slot.end < newest.begin && (call.before() == null || !late.contains(slot))) {
        late.add(slot);
        finding.found(1, slot.message, destination.name(), (call.before() == null ? "delivered" : "delivered again")
            + " after message " + newest.message.number() + ", which arrived when it had been answered");
      }
      if (slot != null && (newest == null || slot.begin > newest.begin)) {
        newest = slot;
      }
    }
  }

  private void checkLast(DestinationCalls destination, EntityCall last, Map<Content, List<Slot>> slots) {
    Slot slot = slot(slots, last);
    if (slot == null) {
      return;
    }
    lastWord.tested(1);
    List<ArrivalInterval> newest = expectations.newest().getOrDefault(last.content().entity(), List.of());
    for (int i = newest.size() - 1; i >= 0 && newest.get(i).begin() > slot.end; i--) {
      Message message = newest.get(i).message();
      if (destination.actions().contains(message.action()) && !Content.of(message).equals(last.content())) {
        lastWord.found(1, slot.message, destination.name(), "message " + message.number() + " arrived when it had been answered");
        return;
      }
    }
  }

  /** Null when there are too few or too many deliveries of the content to assign them. */
  private static Slot slot(Map<Content, List<Slot>> slots, EntityCall call) {
    List<Slot> ofContent = slots.get(call.content());
    return ofContent.isEmpty() ? null : ofContent.get(call.index());
  }

  private List<Slot> slots(Content content, int deliveries) {
    List<ArrivalInterval> arrivals = expectations.ofContent().get(content);
    ExpectedCount expected = expectations.expectedCounts().get(content);
    List<ExpectedCount.Interval> intervals = AcceptanceIntervals.of(expected, deliveries);
    // where there are more deliveries than messages some are copies: any message of that content serves as their example
    return IntStream.range(0, intervals.size()).mapToObj(i -> new Slot(arrivals.get(Math.min(i, arrivals.size() - 1)).message(),
        intervals.get(i).begin(), intervals.get(i).end(), expected.isExactly(deliveries))).toList();
  }
}
