package io.github.mentagateway.simulator;

import java.util.Set;

/**
 * One try to send a message, after its end.
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

  /** Whether the receiver can have the request. */
  enum Receipt {
    /** The request did not leave as a whole. */
    NONE,
    /** The request left, and no answer came. */
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

  /** The receiver answered that it has the message, whether menta read that answer or not. */
  boolean isTaken() {
    return answer != null && answer.isSuccess();
  }

  /** Menta takes the message out of its queue. */
  boolean isAcknowledged() {
    return isTaken() && !answerLost;
  }
}
