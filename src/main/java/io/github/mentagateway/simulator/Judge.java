package io.github.mentagateway.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Holds what the legacy system was told against what the endpoint said that it has. It accuses only where the times, the owners and the
 * contract of MENTA.md leave no other reading.
 */
final class Judge {
  /** What the shipped routes bring to a REST API; {@code event.unlock} leaves as mail. */
  static final Set<String> SHIPPED_ACTIONS = Set.of("ticket.updated", "listing.created", "listing.updated", "listing.deleted",
      "notifyMe.created.updated", "payouts.delivered");

  private Judge() {}

  /**
   * @param messages all that menta made, each once
   * @param attempts of these messages, in any order
   * @param calls in any order
   * @param expectedActions of which every acknowledged message must reach a destination; the others are not judged
   */
  static Verdict judge(List<Message> messages, List<Attempt> attempts, List<Call> calls, Set<String> expectedActions) {
    Facts facts = Facts.of(Arrival.of(messages, attempts), expectedActions);
    Finding keyless = new Finding("keyless", "calls without Idempotency-Key: a repeat of one counts as a delivery of its own");
    Finding foreign = new Finding("foreign", "calls that say what no judged notification of this run says");
    Content.Index index = new Content.Index(facts.ofContent().keySet());
    Map<String, Destination> destinations = new TreeMap<>();
    for (Call call : calls.stream().sorted(Comparator.comparingLong(Call::at)).toList()) {
      Content content = index.of(call);
      if (content == null) {
        foreign.found(1, null, call.destination(), call.action() + (call.entity() == null ? "" : " of " + call.entity()));
        continue;
      }
      if (call.key() == null) {
        keyless.found(1, facts.ofContent().get(content).get(0).message(), call.destination(), "called without a key");
      }
      destinations.computeIfAbsent(call.destination(), Destination::new).add(content, call);
    }
    Counting counting = new Counting(facts);
    counting.judge(new ArrayList<>(destinations.values()));
    Ordering ordering = new Ordering(facts, new Outages(attempts));
    ordering.judge(destinations.values());
    Waiting waiting = new Waiting();
    waiting.judge(messages, attempts, facts);
    Familiar familiar = new Familiar();
    familiar.judge(attempts);
    return new Verdict(
        Stream.of(counting.lost, counting.twice, counting.swallowed, ordering.order, ordering.lastWord, waiting.refused)
            .map(Finding::asPromise).toList(),
        Stream.of(waiting.waiting, waiting.overtaken, counting.indistinguishable, ordering.rough, ordering.repeated, ordering.rewound,
            keyless, foreign, familiar.familiar).map(Finding::asNote).toList(),
        Unrecognised.NONE);
  }
}
