package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.ArrivalInterval.Reception;
import io.github.mentagateway.simulator.ExpectedCount.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The deliveries that are right for the messages of one entity, by MENTA.md ("What follows for the gateway", 2). A copy that equals the
 * newest message is a duplicate. A copy that equals an older one is told by the chain of owners, else by whether the answer was read. Where
 * the times leave it open, both readings are right.
 */
final class EntityExpectation {
  /** A copy with any other payload may well be the next change: a receiver that delivers it is right too. */
  private static final Set<String> KNOWN_PAYLOADS = Set.of("ticket.updated", "event.unlock");

  private final ReceptionIndex receptions;
  private final SupersededArrivals settled = new SupersededArrivals();
  private final Map<DeduplicationKey, List<ArrivalInterval>> copies = new LinkedHashMap<>();
  private final List<ArrivalInterval> newest = new ArrayList<>();
  private final Map<Integer, Boolean> isNewest = new HashMap<>();
  private final SeparatingArrivals separators;

  /** @param arrivals of one entity, that is not null, in the order of their beginning */
  EntityExpectation(List<ArrivalInterval> arrivals) {
    receptions = new ReceptionIndex(arrivals);
    arrivals.forEach(arrival -> copies.computeIfAbsent(DeduplicationKey.of(arrival.message()), identity -> new ArrayList<>()).add(arrival));
    Map<Integer, Boolean> toldByAnswer = new HashMap<>();
    copies.values().forEach(equals -> tellByAnswer(equals, toldByAnswer));
    for (ArrivalInterval arrival : arrivals) {
      boolean certain = arrival.isTaken() && toldByAnswer.get(arrival.message().number()) && isToldByChain(arrival);
      isNewest.put(arrival.message().number(), certain);
      if (certain) {
        newest.add(arrival);
        settled.add(arrival.begin(), arrival.end());
      }
    }
    separators = new SeparatingArrivals(newest);
  }

  /** The arrivals that certainly were the newest of the entity at some moment of their interval, in the order of their beginning. */
  List<ArrivalInterval> newest() {
    return newest;
  }

  /** How many deliveries are right, for each content of the entity. */
  Map<Content, ExpectedCount> expectedCounts() {
    Map<Content, ExpectedCount> expectedCounts = new HashMap<>();
    copies.forEach((identity, equals) -> {
      int taken = (int) equals.stream().filter(ArrivalInterval::isTaken).count();
      List<Interval> possible = equals.stream().flatMap(arrival -> possible(arrival).stream()).toList();
      expectedCounts.merge(identity.content(), new ExpectedCount(taken, certain(identity, equals), possible), ExpectedCount::plus);
    });
    return expectedCounts;
  }

  /** How many deliveries of a content without an entity are right: it is compared only with what may not have been answered. */
  static ExpectedCount loose(List<ArrivalInterval> equals) {
    Map<Integer, Boolean> toldByAnswer = new HashMap<>();
    tellByAnswer(equals, toldByAnswer);
    List<ArrivalInterval> taken = equals.stream().filter(ArrivalInterval::isTaken).toList();
    List<Interval> certain = IntStream.range(0, taken.size())
        .filter(i -> i == 0 || toldByAnswer.get(taken.get(i).message().number()))
        .mapToObj(i -> new Interval(taken.get(i).begin(), taken.get(i).end())).toList();
    List<Interval> possible = equals.stream().flatMap(arrival -> arrival.receptions().stream())
        .map(reception -> new Interval(reception.begin(), reception.latest())).toList();
    return new ExpectedCount(taken.size(), certain, possible);
  }

  /** Marks the first arrival of a content, and each one before which all its equals had certainly been answered. */
  private static void tellByAnswer(Collection<ArrivalInterval> equals, Map<Integer, Boolean> told) {
    long answered = Long.MIN_VALUE;
    ArrivalInterval last = null;
    for (ArrivalInterval arrival : equals) {
      told.put(arrival.message().number(), answered < arrival.begin());
      if (last != null && arrival.begin() < last.end()) {
        told.put(last.message().number(), false);
      }
      answered = Math.max(answered, arrival.answered());
      last = arrival;
    }
  }

  private boolean isToldByChain(ArrivalInterval arrival) {
    Message message = arrival.message();
    if (message.handover() == null || copies.get(DeduplicationKey.of(message)).get(0) == arrival) {
      return true;
    }
    long superseded = settled.before(arrival.begin());
    return superseded != SupersededArrivals.NOTHING && !receptions.any(superseded, arrival.end(),
        reception -> reception.message() != message && !reception.message().change().equals(message.handover().from()));
  }

  /** The arrivals of a content between which another content certainly came: each must be delivered. */
  private List<Interval> certain(DeduplicationKey identity, List<ArrivalInterval> equals) {
    List<Interval> certain = new ArrayList<>();
    long last = 0;
    List<ArrivalInterval> taken =
        equals.stream().filter(ArrivalInterval::isTaken).sorted(Comparator.comparingLong(ArrivalInterval::end)).toList();
    for (ArrivalInterval arrival : taken) {
      if (certain.isEmpty()) {
        certain.add(new Interval(equals.get(0).begin(), arrival.end()));
        last = arrival.end();
      } else if (isNewest.get(arrival.message().number())) {
        ArrivalInterval separator = separators.between(last, arrival.begin(), identity);
        if (separator != null) {
          // a copy of an equal message may stand for it, but not before the separator
          certain.add(new Interval(separator.begin(), arrival.end()));
          last = arrival.end();
        }
      }
    }
    return certain;
  }

  private List<Interval> possible(ArrivalInterval arrival) {
    List<Reception> all = arrival.receptions();
    long latest = all.stream().mapToLong(Reception::latest).max().orElseThrow();
    List<Interval> possible = new ArrayList<>();
    possible.add(new Interval(arrival.begin(), Math.min(latest, arrival.end())));
    latest = all.get(0).latest();
    for (Reception copy : all.subList(1, all.size())) {
      latest = Math.max(latest, copy.latest());
      if (mayPassForNew(arrival, copy, latest)) {
        possible.add(new Interval(copy.begin(), latest));
      }
    }
    return possible;
  }

  private boolean mayPassForNew(ArrivalInterval arrival, Reception copy, long latest) {
    Message message = arrival.message();
    if (!KNOWN_PAYLOADS.contains(message.action())) {
      return true;
    }
    boolean equalsNewest =
        !receptions.any(arrival.begin(), latest, reception -> !Arrays.equals(reception.message().body(), message.body()));
    if (equalsNewest || message.handover() == null) {
      return !equalsNewest;
    }
    return receptions.any(settled.before(copy.begin()), latest,
        reception -> reception.message().change().equals(message.handover().from()));
  }
}
