package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.Arrival.Landing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a receiver can and cannot tell about the messages of one entity, by MENTA.md ("What follows for the gateway", 2): a copy that equals
 * the newest is a duplicate; one that equals an older one is told by the chain of owners, else by whether the answer was read. Where
 * the times leave it open, both readings are right.
 */
final class History {
  /** Of the others a copy may well be the next change, so that whoever delivers it is careful. */
  private static final Set<String> KNOWN_PAYLOADS = Set.of("ticket.updated", "event.unlock");

  private final Landings landings;
  private final Settled settled = new Settled();
  private final Map<Identity, List<Arrival>> copies = new LinkedHashMap<>();
  private final List<Arrival> newest = new ArrayList<>();
  private final Map<Integer, Boolean> isNewest = new HashMap<>();
  private final Separators separators;

  /** @param arrivals of one entity, that is not null, in the order of their beginning */
  History(List<Arrival> arrivals) {
    landings = new Landings(arrivals);
    arrivals.forEach(arrival -> copies.computeIfAbsent(Identity.of(arrival.message()), identity -> new ArrayList<>()).add(arrival));
    Map<Integer, Boolean> toldByAnswer = new HashMap<>();
    copies.values().forEach(equals -> tellByAnswer(equals, toldByAnswer));
    for (Arrival arrival : arrivals) {
      boolean certain = arrival.isTaken() && toldByAnswer.get(arrival.message().number()) && isToldByChain(arrival);
      isNewest.put(arrival.message().number(), certain);
      if (certain) {
        newest.add(arrival);
        settled.add(arrival.begin(), arrival.end());
      }
    }
    separators = new Separators(newest);
  }

  /** Those that certainly were the newest of the entity at some moment from their begin to their end; in the order of beginning. */
  List<Arrival> newest() {
    return newest;
  }

  /** Of each content of the entity. */
  Map<Content, Range> ranges() {
    Map<Content, Range> ranges = new HashMap<>();
    copies.forEach((identity, equals) -> {
      int taken = (int) equals.stream().filter(Arrival::isTaken).count();
      int upper = equals.stream().mapToInt(this::upper).sum();
      ranges.merge(identity.content(), new Range(taken, lower(identity, equals), upper), Range::plus);
    });
    return ranges;
  }

  /** Of a content that has no entity: it can only be compared with what may not have been answered. */
  static Range loose(List<Arrival> equals) {
    Map<Integer, Boolean> toldByAnswer = new HashMap<>();
    tellByAnswer(equals, toldByAnswer);
    List<Arrival> taken = equals.stream().filter(Arrival::isTaken).toList();
    long told = taken.stream().skip(1).filter(arrival -> toldByAnswer.get(arrival.message().number())).count();
    int upper = equals.stream().mapToInt(arrival -> arrival.landings().size()).sum();
    return new Range(taken.size(), taken.isEmpty() ? 0 : 1 + (int) told, upper);
  }

  /** True for a first one, and for one before which all its equals had certainly been answered. */
  private static void tellByAnswer(Collection<Arrival> equals, Map<Integer, Boolean> told) {
    long answered = Long.MIN_VALUE;
    Arrival last = null;
    for (Arrival arrival : equals) {
      told.put(arrival.message().number(), answered < arrival.begin());
      if (last != null && arrival.begin() < last.end()) {
        told.put(last.message().number(), false);
      }
      answered = Math.max(answered, arrival.answered());
      last = arrival;
    }
  }

  private boolean isToldByChain(Arrival arrival) {
    Message message = arrival.message();
    if (message.handover() == null || copies.get(Identity.of(message)).get(0) == arrival) {
      return true;
    }
    long superseded = settled.before(arrival.begin());
    return superseded != Settled.NOTHING && !landings.any(superseded, arrival.end(),
        landing -> landing.message() != message && !landing.message().change().equals(message.handover().from()));
  }

  /** As many as certainly are parted from one another by something else. */
  private int lower(Identity identity, List<Arrival> equals) {
    int count = 0;
    long last = 0;
    for (Arrival arrival : equals.stream().filter(Arrival::isTaken).sorted(Comparator.comparingLong(Arrival::end)).toList()) {
      boolean told = isNewest.get(arrival.message().number()) && count > 0 && separators.isBetween(last, arrival.begin(), identity);
      if (told || count == 0) {
        count++;
        last = arrival.end();
      }
    }
    return count;
  }

  private int upper(Arrival arrival) {
    int count = 1;
    long latest = arrival.landings().get(0).latest();
    for (Landing copy : arrival.landings().subList(1, arrival.landings().size())) {
      latest = Math.max(latest, copy.latest());
      if (mayPassForNew(arrival, copy, latest)) {
        count++;
      }
    }
    return count;
  }

  private boolean mayPassForNew(Arrival arrival, Landing copy, long latest) {
    Message message = arrival.message();
    if (!KNOWN_PAYLOADS.contains(message.action())) {
      return true;
    }
    boolean equalsNewest = !landings.any(arrival.begin(), latest, landing -> !Arrays.equals(landing.message().body(), message.body()));
    if (equalsNewest || message.handover() == null) {
      return !equalsNewest;
    }
    return landings.any(settled.before(copy.begin()), latest,
        landing -> landing.message().change().equals(message.handover().from()));
  }
}
