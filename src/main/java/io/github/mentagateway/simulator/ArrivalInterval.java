package io.github.mentagateway.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The interval in which a message certainly came to the receiver for the first time: somewhere from {@code begin} to {@code end}.
 *
 * @param receptions every attempt that the receiver can have got, in the order of their beginning
 * @param begin when the first of them began; {@link #NEVER} when there is none
 * @param end when the receiver said for the first time that it has the message; {@link #NEVER} when it did not
 * @param answered from when on the receiver can rely on menta's having read its answer; {@link #NEVER} when it cannot
 */
record ArrivalInterval(Message message, List<Reception> receptions, long begin, long end, long answered) {
  static final long NEVER = Long.MAX_VALUE;
  /** Menta's timeout is published nowhere: a receiver that answers later than this cannot know that menta still waited. */
  private static final long PROMPT = 5_000_000_000L;
  /** A request whose connection is gone may still be on its way through the receiver. */
  private static final long LINGERING = 5_000_000_000L;

  /** One attempt that the receiver can have got, somewhere from {@code begin} to {@code latest}. */
  record Reception(Message message, long begin, long latest) {}

  /** One for each message, in the order of their beginning; messages that never left come last. */
  static List<ArrivalInterval> of(List<Message> messages, List<Attempt> attempts) {
    Map<Integer, List<Attempt>> ofMessage = new HashMap<>();
    attempts.forEach(attempt -> ofMessage.computeIfAbsent(attempt.message().number(), number -> new ArrayList<>()).add(attempt));
    return messages.stream().map(message -> of(message, ofMessage.getOrDefault(message.number(), List.of())))
        .sorted(Comparator.comparingLong(ArrivalInterval::begin).thenComparing(arrival -> arrival.message.number())).toList();
  }

  private static ArrivalInterval of(Message message, List<Attempt> attempts) {
    List<Reception> receptions = attempts.stream().filter(attempt -> attempt.receipt() != Attempt.Receipt.NONE)
        .map(attempt -> new Reception(message, attempt.begin(), attempt.answer() == null ? attempt.end() + LINGERING : attempt.end()))
        .sorted(Comparator.comparingLong(Reception::begin)).toList();
    return new ArrivalInterval(message, receptions, receptions.isEmpty() ? NEVER : receptions.get(0).begin(),
        attempts.stream().filter(Attempt::isTaken).mapToLong(Attempt::end).min().orElse(NEVER),
        attempts.stream().filter(attempt -> isHeard(attempt, attempts)).mapToLong(Attempt::end).min().orElse(NEVER));
  }

  /** An earlier attempt that reaches the receiver only after this one has no sender any more: the receiver takes it for unanswered. */
  private static boolean isHeard(Attempt attempt, List<Attempt> attempts) {
    return attempt.isAcknowledged() && attempt.end() - attempt.begin() < PROMPT && attempts.stream()
        .allMatch(other -> other.receipt() != Attempt.Receipt.POSSIBLE || other.end() + LINGERING < attempt.begin());
  }

  boolean isTaken() {
    return end != NEVER;
  }

  boolean isCertainlyBefore(ArrivalInterval other) {
    return end < other.begin;
  }
}
