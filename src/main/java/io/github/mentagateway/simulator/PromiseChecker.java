package io.github.mentagateway.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Compares the calls to the legacy system with what the endpoint said that it has. A promise counts as broken only where the times, the
 * owners and the contract of MENTA.md leave no other reading.
 */
final class PromiseChecker {
  /** What the shipped routes bring to a REST API; {@code event.unlock} leaves as mail. */
  static final Set<String> SHIPPED_ACTIONS = Set.of("ticket.updated", "listing.created", "listing.updated", "listing.deleted",
      "notifyMe.created.updated", "payouts.delivered");

  private PromiseChecker() {}

  /**
   * @param messages all that menta made, each once
   * @param attempts of these messages, in any order
   * @param calls in any order
   * @param expectedActions every acknowledged message with one of these must reach a destination; the others are not checked
   */
  static Verdict check(List<Message> messages, List<Attempt> attempts, List<Call> calls, Set<String> expectedActions) {
    Expectations expectations = Expectations.of(ArrivalInterval.of(messages, attempts), expectedActions);
    FindingCounter keyless =
        new FindingCounter("keyless", "calls without Idempotency-Key: a repeat of one counts as a delivery of its own");
    FindingCounter foreign = new FindingCounter("foreign", "calls that say what no judged notification of this run says");
    Content.Index index = new Content.Index(expectations.ofContent().keySet());
    Map<String, DestinationCalls> destinations = new TreeMap<>();
    for (Call call : calls.stream().sorted(Comparator.comparingLong(Call::at)).toList()) {
      Content content = index.of(call);
      if (content == null) {
        foreign.found(1, null, call.destination(), call.action() + (call.entity() == null ? "" : " of " + call.entity()));
        continue;
      }
      if (call.key() == null) {
        keyless.found(1, expectations.ofContent().get(content).get(0).message(), call.destination(), "called without a key");
      }
      destinations.computeIfAbsent(call.destination(), DestinationCalls::new).add(content, call);
    }
    DeliveryCountCheck counting = new DeliveryCountCheck(expectations);
    counting.check(new ArrayList<>(destinations.values()));
    OrderCheck ordering = new OrderCheck(expectations, new ObservedOutages(attempts));
    ordering.check(destinations.values());
    SenderQueueCheck waiting = new SenderQueueCheck();
    waiting.check(messages, attempts, expectations);
    SeenBeforeCheck familiar = new SeenBeforeCheck();
    familiar.check(attempts);
    return new Verdict(
        Stream.of(counting.lost, counting.twice, counting.swallowed, ordering.order, ordering.lastWord, waiting.refused)
            .map(FindingCounter::asPromise).toList(),
        Stream.of(waiting.waiting, waiting.overtaken, counting.indistinguishable, ordering.rough, ordering.repeated, ordering.rewound,
            keyless, foreign, familiar.familiar).map(FindingCounter::asNote).toList(),
        UnrecognisedCalls.NONE);
  }
}
