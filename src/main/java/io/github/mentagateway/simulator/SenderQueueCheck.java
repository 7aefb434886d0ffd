package io.github.mentagateway.simulator;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what is left in menta's queue, and what overtook an older message there. */
final class SenderQueueCheck {
  private static final int SERVER_ERROR = 500;

  final FindingCounter refused = new FindingCounter("refused", "nothing is refused that sending it again cannot cure");
  final FindingCounter waiting = new FindingCounter("waiting", "notifications still in menta's queue");
  final FindingCounter overtaken = new FindingCounter("overtaken", "notifications that a newer one overtook in menta's queue");

  void check(List<Message> messages, List<Attempt> attempts, Expectations expectations) {
    Set<Integer> acknowledged = new HashSet<>();
    Map<Integer, Attempt> answered = new HashMap<>();
    Map<Integer, Attempt> last = new HashMap<>();
    attempts.stream().sorted(Comparator.comparingLong(Attempt::begin)).forEach(attempt -> {
      int number = attempt.message().number();
      last.put(number, attempt);
      if (attempt.isAcknowledged()) {
        acknowledged.add(number);
      }
      if (isRefusal(attempt)) {
        answered.put(number, attempt);
      }
    });
    refused.tested(last.size());
    for (Message message : messages) {
      if (acknowledged.contains(message.number())) {
        continue;
      }
      Attempt refusal = answered.get(message.number());
      if (refusal != null) {
        refused.found(1, message, null, "answered " + refusal.answer().status() + " in attempt " + refusal.number());
      }
      waiting.found(1, message, null, seen(last.get(message.number())));
    }
    expectations.ofEntity().values().forEach(this::overtaken);
  }

  /** The answer is neither a success nor a server error: menta would send the message for ever. */
  private static boolean isRefusal(Attempt attempt) {
    return attempt.answer() != null && !attempt.answer().isSuccess() && attempt.answer().status() < SERVER_ERROR;
  }

  private static String seen(Attempt last) {
    if (last == null) {
      return "never sent";
    }
    String answer = last.answer() == null ? "" : ", answered " + last.answer().status();
    return "attempt " + last.number() + " failed: " + last.cause() + answer;
  }

  private void overtaken(List<ArrivalInterval> arrivals) {
    ArrivalInterval first = null;
    for (ArrivalInterval arrival : arrivals.stream().sorted(Comparator.comparing(any -> -any.message().number())).toList()) {
      if (first != null && first.isCertainlyBefore(arrival)) {
        overtaken.found(1, arrival.message(), null, "message " + first.message().number() + " had arrived before it");
      }
      if (first == null || arrival.end() < first.end()) {
        first = arrival;
      }
    }
  }
}
