package io.github.mentagateway.intake;

import org.apache.camel.Exchange;

/** Where a request that was let in is answered: turns how its exchange ended into the answer, the log line and the meters. */
record IntakeDesk(Authenticator authenticator, Outcomes outcomes, Journal journal, OpenRequests open) {

  /** On the connection's thread; {@code afterwards} runs when the answer was written, or could not be. */
  void answer(Admission admission, Exchange exchange, Runnable afterwards) {
    answer(admission, outcomes.of(exchange), afterwards);
  }

  void answer(Admission admission, Outcome outcome, Runnable afterwards) {
    outcome.answer().writeTo(admission.request()).onComplete(written -> {
      try {
        journal.answered(admission.visit(), outcome, written.succeeded());
        afterwards.run();
      } finally {
        open.end();
      }
    });
  }
}
