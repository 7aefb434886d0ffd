package io.github.mentagateway.management;

import io.github.mentagateway.inbox.Acts;
import io.github.mentagateway.inbox.InboxUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A test double: acts in a map. The real store has its own conformance suite. */
public final class InMemoryActs implements Acts {
  /** Refuses {@link #begin}, as a store that cannot write. */
  public volatile String problem;
  private final Map<Long, Recorded> acts = new TreeMap<>();
  private final Map<Long, Map<String, Boolean>> about = new HashMap<>();
  private final Map<Long, Long> next = new HashMap<>();

  synchronized void clear() {
    acts.clear();
    about.clear();
    next.clear();
    problem = null;
  }

  /** The oldest first, each on a line. */
  public synchronized List<String> lines() {
    return acts.values().stream().map(act -> act.who() + " " + act.what() + " " + act.about() + " why=" + act.why() + " " + act.outcome()
        + " " + act.detail() + (act.done() + act.refused() == 0 ? "" : " " + act.done() + "/" + act.refused())).toList();
  }

  @Override
  public synchronized long begin(Act act, long after) {
    if (problem != null) {
      throw new InboxUnavailableException(problem);
    }
    long number = acts.values().stream().filter(one -> after != 0 && next.getOrDefault(one.number(), 0L) == after && one.who().equals(act.who())
        && one.what() == act.what() && one.about().equals(act.about())).mapToLong(Recorded::number).max().orElse(acts.size() + 1L);
    acts.putIfAbsent(number, new Recorded(number, InMemoryInbox.RECEIVED.plusSeconds(number), act.who(), act.what(), act.about(), act.why(),
        Outcome.BEGUN, null, 0, 0));
    act.ids().forEach(id -> about.computeIfAbsent(number, any -> new TreeMap<>()).putIfAbsent(id, false));
    return number;
  }

  @Override
  public synchronized void end(long number, Ending ending) {
    acts.computeIfPresent(number, (same, act) -> new Recorded(number, act.at(), act.who(), act.what(), act.about(), act.why(), ending.outcome(),
        ending.detail(), act.done() + ending.done(), act.refused() + ending.refused()));
    ending.changed().forEach(id -> about.computeIfAbsent(number, any -> new TreeMap<>()).put(id, true));
    next.put(number, ending.next() == null ? 0L : ending.next());
  }

  @Override
  public synchronized List<Recorded> list(Filter filter, long before, int most) {
    List<Recorded> newestFirst = new ArrayList<>();
    acts.values().stream().filter(act -> act.number() < before && (filter.who() == null || filter.who().equals(act.who()))
        && (filter.what() == null || filter.what() == act.what()) && (filter.since() == null || !act.at().isBefore(filter.since()))
        && (filter.about() == null || about.getOrDefault(act.number(), Map.of()).containsKey(filter.about())))
        .forEach(act -> newestFirst.add(0, act));
    return newestFirst.subList(0, Math.min(most, newestFirst.size()));
  }

  @Override
  public synchronized Optional<Recorded> find(long number) {
    return Optional.ofNullable(acts.get(number));
  }

  @Override
  public synchronized List<About> about(long number, String after, int most) {
    return about.getOrDefault(number, Map.of()).entrySet().stream().filter(one -> one.getKey().compareTo(after) > 0)
        .map(one -> new About(one.getKey(), one.getValue())).limit(most).toList();
  }

  @Override
  public boolean removeOld(Instant before) {
    throw new UnsupportedOperationException();
  }
}
