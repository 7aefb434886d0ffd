package io.github.mentagateway.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Messages that menta still has, since their answers were lost, and that it sends again only when a newer one of the same entity has been
 * acknowledged: as one from non-priority sending comes, a day late.
 */
final class LateCopies {
  private final Map<String, Integer> newestMade = new HashMap<>();
  private final Map<String, Integer> newestAcknowledged = new HashMap<>();
  private final Map<String, List<QueuedMessage>> held = new HashMap<>();
  private boolean allMade;
  private int count;

  void made(Message message) {
    if (message.entity() != null) {
      newestMade.put(message.entity(), message.number());
    }
  }

  /** @return whether it is held back; else it has been overtaken already, or never will be */
  boolean hold(QueuedMessage queued) {
    String entity = queued.message().entity();
    int number = queued.message().number();
    if (newestAcknowledged.getOrDefault(entity, -1) > number || allMade && newestMade.get(entity) == number) {
      return false;
    }
    held.computeIfAbsent(entity, any -> new ArrayList<>()).add(queued);
    count++;
    return true;
  }

  /** @return what it overtook */
  List<QueuedMessage> acknowledged(Message message) {
    if (message.entity() == null) {
      return List.of();
    }
    newestAcknowledged.merge(message.entity(), message.number(), Math::max);
    return release(message.entity(), queued -> queued.message().number() < message.number());
  }

  /** From now on nothing newer comes than what was made. Returns what will not be overtaken. */
  List<QueuedMessage> allMade() {
    allMade = true;
    return held.keySet().stream().flatMap(entity ->
        release(entity, queued -> queued.message().number() == newestMade.get(entity)).stream()).toList();
  }

  private List<QueuedMessage> release(String entity, Predicate<QueuedMessage> which) {
    List<QueuedMessage> waiting = held.getOrDefault(entity, List.of());
    List<QueuedMessage> released = waiting.stream().filter(which).toList();
    if (!released.isEmpty()) {
      waiting.removeAll(released);
      count -= released.size();
    }
    return released;
  }

  int count() {
    return count;
  }
}
