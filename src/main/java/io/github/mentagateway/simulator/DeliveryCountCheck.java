package io.github.mentagateway.simulator;

import java.util.List;

/** Compares the number of deliveries of each content with the numbers that can be right. */
final class DeliveryCountCheck {
  final FindingCounter lost = new FindingCounter("lost", "no acknowledged notification is lost");
  final FindingCounter twice = new FindingCounter("delivered-twice", "no notification is delivered twice");
  final FindingCounter swallowed = new FindingCounter("swallowed", "no genuine repeat is swallowed");
  final FindingCounter indistinguishable =
      new FindingCounter("indistinguishable", "repeats and late copies that no receiver can tell apart");

  private final Expectations expectations;

  DeliveryCountCheck(Expectations expectations) {
    this.expectations = expectations;
  }

  void check(List<DestinationCalls> destinations) {
    expectations.ofContent().forEach((content, arrivals) -> {
      List<DestinationCalls> told = destinations.stream().filter(destination -> destination.actions().contains(content.action())).toList();
      if (told.isEmpty()) {
        nobody(content, arrivals);
      }
      told.forEach(destination -> check(destination, content, arrivals));
    });
  }

  private void nobody(Content content, List<ArrivalInterval> arrivals) {
    int messages = expectations.expectedCounts().get(content).messages();
    lost.tested(messages);
    if (messages > 0) {
      lost.found(messages, last(arrivals), null, "no destination was told of any " + content.action());
    }
  }

  private void check(DestinationCalls destination, Content content, List<ArrivalInterval> arrivals) {
    ExpectedCount expected = expectations.expectedCounts().get(content);
    int count = destination.deliveries(content);
    lost.tested(expected.messages());
    twice.tested(count);
    swallowed.tested(Math.max(0, expected.messages() - 1));
    if (count < expected.lower()) {
      String seen = seen(expected, count) + ", must be " + expected.lower() + " at least";
      FindingCounter finding = expected.messages() > 1 && count > 0 ? swallowed : lost;
      finding.found(expected.lower() - count, last(arrivals), destination.name(), seen);
    } else if (count > expected.upper()) {
      String seen = "sent as " + notifications(arrivals.size()) + ", delivered " + times(count) + ", can be " + expected.upper()
          + " at most";
      twice.found(count - expected.upper(), last(arrivals), destination.name(), seen);
    } else if (count != expected.messages()) {
      indistinguishable.found(Math.abs(count - expected.messages()), last(arrivals), destination.name(),
          seen(expected, count) + ": " + expected.lower() + " to " + expected.upper() + " are right");
    }
  }

  /** The message that is shown: the last one that the receiver said that it has, or the last one at all. */
  private static Message last(List<ArrivalInterval> arrivals) {
    List<ArrivalInterval> taken = arrivals.stream().filter(ArrivalInterval::isTaken).toList();
    List<ArrivalInterval> shown = taken.isEmpty() ? arrivals : taken;
    return shown.get(shown.size() - 1).message();
  }

  private static String seen(ExpectedCount expected, int count) {
    return "taken " + times(expected.messages()) + ", delivered " + times(count);
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }

  private static String notifications(int count) {
    return count == 1 ? "1 notification" : count + " notifications";
  }
}
