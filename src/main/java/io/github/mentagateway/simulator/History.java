package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.Arrival.Landing;
import io.github.mentagateway.simulator.Range.Span;
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
      List<Span> possible = equals.stream().flatMap(arrival -> possible(arrival).stream()).toList();
      ranges.merge(identity.content(), new Range(taken, certain(identity, equals), possible), Range::plus);
    });
    return ranges;
  }

  /** Of a content that has no entity: it can only be compared with what may not have been answered. */
  static Range loose(List<Arrival> equals) {
    Map<Integer, Boolean> toldByAnswer = new HashMap<>();
    tellByAnswer(equals, toldByAnswer);
    List<Arrival> taken = equals.stream().filter(Arrival::isTaken).toList();
    List<Span> certain = IntStream.range(0, taken.size())
        .filter(i -> i == 0 || toldByAnswer.get(taken.get(i).message().number()))
        .mapToObj(i -> new Span(taken.get(i).begin(), taken.get(i).end())).toList();
    List<Span> possible = equals.stream().flatMap(arrival -> arrival.landings().stream())
        .map(landing -> new Span(landing.begin(), landing.latest())).toList();
    return new Range(taken.size(), certain, possible);
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
  private List<Span> certain(Identity identity, List<Arrival> equals) {
    List<Span> certain = new ArrayList<>();
    long last = 0;
    for (Arrival arrival : equals.stream().filter(Arrival::isTaken).sorted(Comparator.comparingLong(Arrival::end)).toList()) {
      if (certain.isEmpty()) {
        certain.add(new Span(equals.get(0).begin(), arrival.end()));
        last = arrival.end();
      } else if (isNewest.get(arrival.message().number())) {
        Arrival separator = separators.between(last, arrival.begin(), identity);
        if (separator != null) {
          // a copy of an equal one may have come for it, but not before the separator
          certain.add(new Span(separator.begin(), arrival.end()));
          last = arrival.end();
        }
      }
    }
    return certain;
  }

  private List<Span> possible(Arrival arrival) {
    List<Landing> all = arrival.landings();
    long latest = all.stream().mapToLong(Landing::latest).max().orElseThrow();
    List<Span> possible = new ArrayList<>();
    possible.add(new Span(arrival.begin(), Math.min(latest, arrival.end())));
    latest = all.get(0).latest();
    for (Landing copy : all.subList(1, all.size())) {
      latest = Math.max(latest, copy.latest());
      if (mayPassForNew(arrival, copy, latest)) {
        possible.add(new Span(copy.begin(), latest));
      }
    }
    return possible;
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
