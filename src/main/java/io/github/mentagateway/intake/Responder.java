package io.github.mentagateway.intake;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;

/** Answers requests that were let in, and tells of them in the log and the meters. */
final class Responder {
  private final Problems problems;
  private final RequestLog requestLog;
  private final Duration senderTimeout;

  /** @param senderTimeout how long after its body a sender waits for the answer before it gives up */
  Responder(Problems problems, RequestLog requestLog, Duration senderTimeout) {
    this.problems = problems;
    this.requestLog = requestLog;
    this.senderTimeout = senderTimeout;
  }

  /** On the connection's thread. {@code certain} runs when the sender has a 202, and has it before it may have given up. */
  void answer(IntakeRequest request, Response response, Runnable certain) {
    request.answering();
    response.answer().writeTo(request.http()).onComplete(written -> {
      boolean inTime = written.succeeded() && response.answer().status() == 202 && request.sinceBody().compareTo(senderTimeout) <= 0;
      try {
        requestLog.answered(request, response, written.succeeded());
      } finally {
        try {
          if (inTime) {
            certain.run();
          }
        } finally {
          request.end();
        }
      }
    });
  }

  /** On the connection's thread: something was thrown where no route catches it, or after the answer. */
  void failed(IntakeRequest request, Throwable fault) {
    requestLog.fault(request, HttpResponseStatus.INTERNAL_SERVER_ERROR.code(), fault);
    if (!request.http().response().ended()) {
      problems.failed().writeTo(request.http());
    }
    request.end();
  }
}
