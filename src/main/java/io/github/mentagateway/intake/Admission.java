package io.github.mentagateway.intake;

import io.github.mentagateway.inbox.Original;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.Executor;

/** A request that was let in and whose body is there. It is answered on its connection's own thread, to which it leads back. */
record Admission(HttpServerRequest request, Context context, Original original, Visit visit) implements Executor {

  @Override
  public void execute(Runnable task) {
    if (Vertx.currentContext() == context) {
      task.run();
    } else {
      context.runOnContext(nothing -> task.run());
    }
  }

  /** Runs on a thread that may be held: a route's steps may block, or think. */
  void onWorker(Runnable task) {
    context.executeBlocking(() -> {
      task.run();
      return null;
    }, false);
  }
}
