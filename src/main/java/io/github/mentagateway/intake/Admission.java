package io.github.mentagateway.intake;

import io.github.mentagateway.inbox.Original;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.Executor;

/**
 * A request that was let in and whose body is there. Its route runs on the workers, its answer is written by its connection's own
 * thread.
 */
record Admission(
    HttpServerRequest request, Context context, Original original, Visit visit, OpenRequest open, Executor workers) {

  /** Runs on the connection's thread, which many connections share: nothing of a route's. */
  void onConnection(Runnable task) {
    context.runOnContext(nothing -> task.run());
  }
}
