package io.github.mentagateway.simulator;

import io.github.mentagateway.simulator.Attempt.Answer;
import io.github.mentagateway.simulator.Attempt.Cause;
import io.github.mentagateway.simulator.Attempt.Receipt;

/**
 * The result of one exchange over the wire: the parts of {@link Attempt} that have the same names.
 *
 * @param reason the network's message; null when the network did not fail
 * @param fault the fault that really happened: one that was planned for an endpoint that could not be reached did not
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
