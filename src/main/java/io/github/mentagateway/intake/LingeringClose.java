package io.github.mentagateway.intake;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/**
 * Reads and throws away what still comes of a request that was refused, for a moment and up to a length; then cuts. Used on the
 * connection's thread alone.
 */
final class LingeringClose {
  private static final int MOST_BYTES = 1 << 20;
  private static final long MOST_MS = 2_000;

  private final Vertx vertx;
  private final boolean cutsWhenDone;
  private final Runnable cut;
  private long timer;
  private int left = MOST_BYTES;
  private boolean reading;
  private boolean answered;

  /** @param cutsWhenDone also when the request came to its end in time */
  LingeringClose(Vertx vertx, boolean cutsWhenDone, Runnable cut) {
    this.vertx = vertx;
    this.cutsWhenDone = cutsWhenDone;
    this.cut = cut;
  }

  void begin(HttpServerRequest request) {
    reading = true;
    timer = vertx.setTimer(MOST_MS, time -> cut.run());
    request.exceptionHandler(lost -> stop());
    request.handler(part -> {
      left -= part.length();
      if (left < 0 && reading) {
        stop();
        cut.run();
      }
    });
    request.endHandler(end -> {
      stop();
      cutWhenDone();
    });
  }

  void answerWritten() {
    answered = true;
    cutWhenDone();
  }

  private void cutWhenDone() {
    if (answered && !reading && cutsWhenDone) {
      cut.run();
    }
  }

  private void stop() {
    reading = false;
    vertx.cancelTimer(timer);
  }
}
