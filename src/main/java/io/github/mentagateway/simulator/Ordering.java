package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.Destination.Delivery;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Holds the order of the calls about one entity against the order in which its messages certainly arrived. */
final class Ordering {
  final Finding order = new Finding("order", "the order of arrival is kept for each entity");
  final Finding lastWord = new Finding("last-word", "the last word on each entity is the newest");
  final Finding rough = new Finding("roughly-ordered", "deliveries whose number leaves open which one is which: ordered roughly");
  final Finding repeated = new Finding("repeated", "calls with the key of an earlier one");
  final Finding rewound = new Finding("rewound", "such calls behind a newer one, after the endpoint was gone");

  private final Facts facts;
  private final Outages outages;

  /** A delivery, and when the receiver accepted what it delivers: somewhere from begin to end. */
  private record Slot(Message message, long begin, long end, boolean exact) {}

  Ordering(Facts facts, Outages outages) {
    this.facts = facts;
    this.outages = outages;
  }

  void judge(Collection<Destination> destinations) {
    for (Destination destination : destinations) {
      Map<Content, List<Slot>> slots = new HashMap<>();
      destination.ofEntity().forEach((entity, calls) -> {
        calls.forEach(call -> slots.computeIfAbsent(call.content(), content -> slots(content, destination.deliveries(content))));
        judgeOrder(destination, calls, slots);
        judgeLast(destination, calls.get(calls.size() - 1), slots);
      });
    }
  }

  private void judgeOrder(Destination destination, List<Delivery> calls, Map<Content, List<Slot>> slots) {
    Slot newest = null;
    Set<Slot> late = new HashSet<>();
    for (Delivery call : calls) {
      Slot slot = slot(slots, call);
      Finding finding = order;
      if (call.before() != null) {
        repeated.found(1, slot == null ? null : slot.message, destination.name(), "called again with the same key");
        finding = slot != null && outages.isAnyBetween(call.before().at(), call.at()) ? rewound : order;
      } else {
        order.tested(slot == null ? 0 : 1);
        if (slot == null || !slot.exact) {
          Message one = facts.ofContent().get(call.content()).get(0).message();
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

  private void judgeLast(Destination destination, Delivery last, Map<Content, List<Slot>> slots) {
    Slot slot = slot(slots, last);
    if (slot == null) {
      return;
    }
    lastWord.tested(1);
    List<Arrival> newest = facts.newest().getOrDefault(last.content().entity(), List.of());
    for (int i = newest.size() - 1; i >= 0 && newest.get(i).begin() > slot.end; i--) {
      Message message = newest.get(i).message();
      if (destination.actions().contains(message.action()) && !Content.of(message).equals(last.content())) {
        lastWord.found(1, slot.message, destination.name(), "message " + message.number() + " arrived when it had been answered");
        return;
      }
    }
  }

  /** Null when nothing can be told, since there are too few or too many of it. */
  private static Slot slot(Map<Content, List<Slot>> slots, Delivery call) {
    List<Slot> ofContent = slots.get(call.content());
    return ofContent.isEmpty() ? null : ofContent.get(call.place());
  }

  private List<Slot> slots(Content content, int deliveries) {
    List<Arrival> arrivals = facts.ofContent().get(content);
    Range range = facts.ranges().get(content);
    List<Range.Span> places = Places.of(range, deliveries);
    // more deliveries than messages have copies among them: whose they are is open, and any message shows the content
    return IntStream.range(0, places.size()).mapToObj(i -> new Slot(arrivals.get(Math.min(i, arrivals.size() - 1)).message(),
        places.get(i).begin(), places.get(i).end(), range.isExactly(deliveries))).toList();
  }
}
