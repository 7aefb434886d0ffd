package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.Attempt.Answer;
import io.github.mentagateway.simulator.Attempt.Cause;
import io.github.mentagateway.simulator.Attempt.Receipt;

/**
 * What came of one try over the wire: the parts of {@link Attempt} of the same name.
 *
 * @param reason what the network said of it; null when it has nothing to do with it
 * @param fault what really went wrong by intent: one that came to nothing, since the endpoint could not be reached, is none
 */
record ExchangeResult(Receipt receipt, Answer answer, boolean answerLost, Cause cause, String reason, Fault fault) {

  static ExchangeResult answered(Answer answer, Fault fault) {
    return new ExchangeResult(Receipt.CERTAIN, answer, fault.losesAnswer(),
        fault.losesAnswer() ? Cause.LOST_ANSWER : answer.isSuccess() ? null : Cause.STATUS, null, fault);
  }

  static ExchangeResult failed(Receipt receipt, Cause cause, String reason) {
    return new ExchangeResult(receipt, null, false, cause, reason, Fault.NONE);
  }

  static ExchangeResult broken(Receipt receipt, Fault fault) {
    return new ExchangeResult(receipt, null, false, Cause.RESET, null, fault);
  }
}
