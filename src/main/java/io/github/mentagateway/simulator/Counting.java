package io.github.mentagateway.simulator;

import java.util.List;

/** Holds the number of deliveries of each content against what can be right. */
final class Counting {
  final Finding lost = new Finding("lost", "no acknowledged notification is lost");
  final Finding twice = new Finding("delivered-twice", "no notification is delivered twice");
  final Finding swallowed = new Finding("swallowed", "no genuine repeat is swallowed");
  final Finding indistinguishable = new Finding("indistinguishable", "repeats and late copies that no receiver can tell apart");

  private final Facts facts;

  Counting(Facts facts) {
    this.facts = facts;
  }

  void judge(List<Destination> destinations) {
    facts.ofContent().forEach((content, arrivals) -> {
      List<Destination> told = destinations.stream().filter(destination -> destination.actions().contains(content.action())).toList();
      if (told.isEmpty()) {
        nobody(content, arrivals);
      }
      told.forEach(destination -> judge(destination, content, arrivals));
    });
  }

  private void nobody(Content content, List<Arrival> arrivals) {
    int messages = facts.ranges().get(content).messages();
    lost.tested(messages);
    if (messages > 0) {
      lost.found(messages, last(arrivals), null, "no destination was told of any " + content.action());
    }
  }

  private void judge(Destination destination, Content content, List<Arrival> arrivals) {
    Range range = facts.ranges().get(content);
    int count = destination.deliveries(content);
    lost.tested(range.messages());
    twice.tested(count);
    swallowed.tested(Math.max(0, range.messages() - 1));
    if (count < range.lower()) {
      String seen = seen(range, count) + ", must be " + range.lower() + " at least";
      Finding finding = range.messages() > 1 && count > 0 ? swallowed : lost;
      finding.found(range.lower() - count, last(arrivals), destination.name(), seen);
    } else if (count > range.upper()) {
      String seen = "sent as " + notifications(arrivals.size()) + ", delivered " + times(count) + ", can be " + range.upper()
          + " at most";
      twice.found(count - range.upper(), last(arrivals), destination.name(), seen);
    } else if (count != range.messages()) {
      indistinguishable.found(Math.abs(count - range.messages()), last(arrivals), destination.name(),
          seen(range, count) + ": " + range.lower() + " to " + range.upper() + " are right");
    }
  }

  /** The one that is shown: of those that the receiver said that it has, if there is one. */
  private static Message last(List<Arrival> arrivals) {
    List<Arrival> taken = arrivals.stream().filter(Arrival::isTaken).toList();
    List<Arrival> shown = taken.isEmpty() ? arrivals : taken;
    return shown.get(shown.size() - 1).message();
  }

  private static String seen(Range range, int count) {
    return "taken " + times(range.messages()) + ", delivered " + times(count);
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }

  private static String notifications(int count) {
    return count == 1 ? "1 notification" : count + " notifications";
  }
}
