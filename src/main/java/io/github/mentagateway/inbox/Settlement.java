package io.github.mentagateway.inbox;

import java.time.Instant;
import java.util.List;

/** How an attempt ended, and what becomes of its delivery. */
public sealed interface Settlement {

  /** It is done; what its route sent to other channels exists from the same moment on. */
  record Delivered(List<Send> sends) implements Settlement {}

  /**
   * It failed and is tried again at {@code at}; its lane waits until then.
   *
   * @param destinationDown the failure speaks for the destination, not for this delivery: it could not be reached, took too long, or
   *     said that it cannot. Of three entities, with no success between, it closes the channel for all but a probe now and then
   */
  record Retry(Instant at, String error, boolean destinationDown) implements Settlement {}

  /** It is given up and waits for a person. */
  record DeadLetter(String error) implements Settlement {}

  /** No route can take its notification. */
  record Quarantine(String reason) implements Settlement {}
}
