package io.github.mentagateway.intake;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;

/** Where a request that was let in is answered: the answer, the log line and the meters. */
record IntakeDesk(
    Authenticator authenticator, Outcomes outcomes, Journal journal, OpenRequests open, int maxBodyBytes, Duration senderTimeout) {

  /** On the connection's thread. {@code certain} runs when the sender has a 202, and has it before it may have given up. */
  void answer(Admission admission, Outcome outcome, Runnable certain) {
    admission.open().answering();
    outcome.answer().writeTo(admission.request()).onComplete(written -> {
      boolean inTime = written.succeeded() && outcome.answer().status() == 202
          && admission.open().sinceBody().compareTo(senderTimeout) <= 0;
      try {
        journal.answered(admission.visit(), outcome, written.succeeded());
      } finally {
        try {
          if (inTime) {
            certain.run();
          }
        } finally {
          admission.open().end();
        }
      }
    });
  }

  /** On the connection's thread: something was thrown where no route catches it, or after the answer. */
  void failed(Admission admission, Throwable fault) {
    journal.fault(admission.visit(), HttpResponseStatus.INTERNAL_SERVER_ERROR.code(), fault);
    if (!admission.request().response().ended()) {
      outcomes.failed().writeTo(admission.request());
    }
    admission.open().end();
  }
}
