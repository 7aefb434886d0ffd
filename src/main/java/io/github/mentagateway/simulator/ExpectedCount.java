package io.github.mentagateway.simulator;

import java.util.List;
import java.util.stream.Stream;

/**
 * How many deliveries of one content are right, and when the receiver accepted what they deliver.
 *
 * @param messages how many messages the receiver said that it has
 * @param certain the messages between which another content came: each must be delivered
 * @param possible the messages and the copies that can be taken for new: each may be delivered
 */
record ExpectedCount(int messages, List<Interval> certain, List<Interval> possible) {
  static final ExpectedCount NONE = new ExpectedCount(0, List.of(), List.of());

  /** The times from begin to end, both of {@link System#nanoTime}. */
  record Interval(long begin, long end) {}

  /** With fewer deliveries a notification is missing that could be told from the others. */
  int lower() {
    return certain.size();
  }

  /** With more deliveries one was delivered twice that could be told to be a copy. */
  int upper() {
    return possible.size();
  }

  ExpectedCount plus(ExpectedCount other) {
    return new ExpectedCount(messages + other.messages, Stream.concat(certain.stream(), other.certain.stream()).toList(),
        Stream.concat(possible.stream(), other.possible.stream()).toList());
  }

  /** Whether each message certainly was delivered once: no copy can have made up for the loss of another message. */
  boolean isExactly(int deliveries) {
    return deliveries == messages && (lower() == messages || upper() == messages);
  }
}
