package io.github.mentagateway.simulator;

import java.util.List;
import java.util.stream.Stream;

/**
 * How many deliveries of one content are right, and when the receiver accepted what they deliver.
 *
 * @param messages how many the receiver said that it has
 * @param certain each parted from the others, so that it must be delivered
 * @param possible each of them, or a copy that can be taken for new, so that it may be delivered
 */
record ExpectedCount(int messages, List<Interval> certain, List<Interval> possible) {
  static final ExpectedCount NONE = new ExpectedCount(0, List.of(), List.of());

  /** Somewhere from begin to end, both of {@link System#nanoTime}. */
  record Interval(long begin, long end) {}

  /** Fewer, and a notification is missing that could be told from the others. */
  int lower() {
    return certain.size();
  }

  /** More, and one was delivered twice that could be told to be a copy. */
  int upper() {
    return possible.size();
  }

  ExpectedCount plus(ExpectedCount other) {
    return new ExpectedCount(messages + other.messages, Stream.concat(certain.stream(), other.certain.stream()).toList(),
        Stream.concat(possible.stream(), other.possible.stream()).toList());
  }

  /** When as many came as there are messages, each of them came once: none can be a copy that made up for another one's loss. */
  boolean isExactly(int deliveries) {
    return deliveries == messages && (lower() == messages || upper() == messages);
  }
}
