package io.github.mentagateway.simulator;

/**
 * A message in menta's queue.
 *
 * @param attempt the number of its next attempt, 1 for the first
 * @param at when that attempt is due, in menta's time
 */
record QueuedMessage(Message message, int attempt, long at) {

  /** The message was not yet sent again 50 times. */
  boolean isPriority() {
    return RetryPolicy.isPriority(attempt - 1);
  }

  QueuedMessage again(long later) {
    return new QueuedMessage(message, attempt + 1, later);
  }

  QueuedMessage dueAt(long other) {
    return new QueuedMessage(message, attempt, other);
  }
}
