package io.github.mentagateway.simulator;

import java.util.Set;

/**
 * One try to send a message, when it was over.
 *
 * @param number 1 for the first one of its message
 * @param begin of {@link System#nanoTime}, before the first byte left
 * @param end of {@link System#nanoTime}, after the last byte came, or when it was given up
 * @param receipt what is known of the request's arrival
 * @param answer what came back over the wire; null when nothing did
 * @param answerLost the answer came, and menta is made to believe that it did not
 * @param cause why it failed, in one word; null when menta counts it as a success
 */
record Attempt(Message message, int number, long begin, long end, Receipt receipt, Answer answer, boolean answerLost, Cause cause) {
  /** MENTA.md: success is 200, 201, 202 or 204, and nothing else. */
  private static final Set<Integer> SUCCESS = Set.of(200, 201, 202, 204);

  /** Whether the receiver can have it. */
  enum Receipt {
    /** No whole request left. */
    NONE,
    /** It left, and no answer came. */
    POSSIBLE,
    /** An answer came. */
    CERTAIN
  }

  /** Why menta does not count it as a success. {@link #byDesign} ones were made by the simulator itself. */
  enum Cause {
    STATUS, UNREACHABLE, BROKEN, TIMEOUT, LOST_ANSWER, RESET, OUTAGE;

    boolean byDesign() {
      return this == LOST_ANSWER || this == RESET || this == OUTAGE;
    }
  }

  /**
   * @param outcome the member of that name, as our gateway answers it ({@code accepted}, {@code duplicate}, {@code quarantined}); null of
   *     others
   */
  record Answer(int status, String outcome) {
    boolean isSuccess() {
      return SUCCESS.contains(status);
    }
  }

  /** The receiver said that it has it, whether menta saw that or not. */
  boolean isTaken() {
    return answer != null && answer.isSuccess();
  }

  /** Menta takes it out of its queue. */
  boolean isAcknowledged() {
    return isTaken() && !answerLost;
  }
}
