package io.github.mentagateway.simulator;

/**
 * A message in menta's queue.
 *
 * @param attempt the number of the next one, 1 for the first
 * @param at when that is due, of menta's time
 */
record QueuedMessage(Message message, int attempt, long at) {

  /** Not sent 50 times again already. */
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
