package io.github.mentagateway.intake;

import io.github.mentagateway.inbox.Original;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** A request that was let in and whose body is there. Its route runs on workers, its answer is written by its connection's own thread. */
record Admission(HttpServerRequest request, Context context, Original original, Visit visit, OpenRequest open) {

  /** Runs on the connection's thread, which many connections share: nothing of a route's. */
  void onConnection(Runnable task) {
    context.runOnContext(nothing -> task.run());
  }

  /** Runs on a thread that may be held: a route's steps may block, or think. What the task throws is the future's failure. */
  Future<Void> onWorker(Runnable task) {
    return context.executeBlocking(() -> {
      task.run();
      return null;
    }, false);
  }
}
