package io.github.mentagateway.simulator;

/**
 * How many deliveries of one content are right.
 *
 * @param messages how many the receiver said that it has
 * @param lower fewer, and a notification is missing that could be told from the others
 * @param upper more, and one was delivered twice that could be told to be a copy
 */
record Range(int messages, int lower, int upper) {
  static final Range NONE = new Range(0, 0, 0);

  Range plus(Range other) {
    return new Range(messages + other.messages, lower + other.lower, upper + other.upper);
  }

  /** When as many came as there are messages, each of them came once: none can be a copy that made up for another one's loss. */
  boolean isExactly(int deliveries) {
    return deliveries == messages && (lower == messages || upper == messages);
  }
}
