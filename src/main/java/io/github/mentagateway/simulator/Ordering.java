package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.Destination.Delivery;
import java.util.Collection;
import java.util.Comparator;
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
  final Finding unjudged = new Finding("unjudged", "deliveries whose number leaves open which one is which");
  final Finding repeated = new Finding("repeated", "calls with the key of an earlier one");
  final Finding rewound = new Finding("rewound", "such calls behind a newer one, after the endpoint was gone");

  private final Facts facts;
  private final Outages outages;
  private final Map<Content, List<Slot>> slots = new HashMap<>();

  /** The first, second, ... message of one content arrived somewhere from begin to end, whichever it was. */
  private record Slot(Message message, long begin, long end) {}

  Ordering(Facts facts, Outages outages) {
    this.facts = facts;
    this.outages = outages;
    facts.ofContent().forEach((content, arrivals) -> slots.put(content, slots(arrivals.stream().filter(Arrival::isTaken).toList())));
  }

  void judge(Collection<Destination> destinations) {
    destinations.forEach(destination -> destination.ofEntity().forEach((entity, calls) -> {
      judgeOrder(destination, calls);
      judgeLast(destination, calls.get(calls.size() - 1));
    }));
  }

  private void judgeOrder(Destination destination, List<Delivery> calls) {
    Slot newest = null;
    Set<Slot> late = new HashSet<>();
    for (Delivery call : calls) {
      Slot slot = slot(destination, call);
      Finding finding = order;
      if (call.before() != null) {
        repeated.found(1, slot == null ? null : slot.message, destination.name(), "called again with the same key");
        finding = slot != null && outages.isAnyBetween(call.before().at(), call.at()) ? rewound : order;
      } else if (slot == null) {
        unjudged.found(1, facts.ofContent().get(call.content()).get(0).message(), destination.name(), "one of several that say the same");
      } else {
        order.tested(1);
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

  private void judgeLast(Destination destination, Delivery last) {
    Slot slot = slot(destination, last);
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

  /** Null when it is open which message the call delivers. */
  private Slot slot(Destination destination, Delivery call) {
    boolean exact = facts.ranges().get(call.content()).isExactly(destination.deliveries(call.content()));
    return exact ? slots.get(call.content()).get(call.place()) : null;
  }

  private static List<Slot> slots(List<Arrival> taken) {
    long[] ends = taken.stream().mapToLong(Arrival::end).sorted().toArray();
    List<Arrival> byBegin = taken.stream().sorted(Comparator.comparingLong(Arrival::begin)).toList();
    return IntStream.range(0, ends.length)
        .mapToObj(i -> new Slot(byBegin.get(i).message(), byBegin.get(i).begin(), ends[i])).toList();
  }
}
