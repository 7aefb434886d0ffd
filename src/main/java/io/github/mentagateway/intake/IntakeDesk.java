package io.github.mentagateway.intake;

import io.github.mentagateway.durable.IncomingRequest;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/** Where a request that was let in is answered: turns how its exchange ended into the answer, the log line and the meters. */
record IntakeDesk(Authenticator authenticator, Outcomes outcomes, Journal journal, OpenRequests open, Duration senderTimeout) {

  /** On the connection's thread; {@code afterwards} runs when the answer was written, or could not be. */
  void answer(Admission admission, Exchange exchange, Runnable afterwards) {
    IncomingRequest request = IncomingRequest.of(exchange);
    answer(admission, outcomes.of(exchange), written -> {
      if (written && request != null) {
        request.answered();
      }
      afterwards.run();
    });
  }

  void answer(Admission admission, Outcome outcome, Runnable afterwards) {
    answer(admission, outcome, written -> afterwards.run());
  }

  /** {@code afterwards} gets whether the sender has a 202, and has it before it may have given up. */
  private void answer(Admission admission, Outcome outcome, Consumer<Boolean> afterwards) {
    outcome.answer().writeTo(admission.request()).onComplete(written -> {
      try {
        journal.answered(admission.visit(), outcome, written.succeeded());
        afterwards.accept(written.succeeded() && outcome.answer().status() == 202
            && admission.visit().took().compareTo(senderTimeout) <= 0);
      } finally {
        open.end();
      }
    });
  }
}
