package io.github.mentagateway.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Holds messages whose answers were lost until a newer message of the same entity is acknowledged. Their copies then come as one from
 * non-priority sending does, a day late.
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

  /** @return whether the message is held back; else a newer one was acknowledged already, or none will come */
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

  /** @return the messages that were held back for this one, and are due now */
  List<QueuedMessage> acknowledged(Message message) {
    if (message.entity() == null) {
      return List.of();
    }
    newestAcknowledged.merge(message.entity(), message.number(), Math::max);
    return release(message.entity(), queued -> queued.message().number() < message.number());
  }

  /**
   * No further message is made from now on.
   *
   * @return the messages that no newer one can overtake, and that are due now
   */
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
