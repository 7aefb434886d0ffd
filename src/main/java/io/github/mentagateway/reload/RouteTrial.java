package io.github.mentagateway.reload;

import io.github.mentagateway.routes.Finding;
import io.github.mentagateway.routes.RouteFiles;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs routes that passed the check before they count, with every outside system stubbed. An error among its findings refuses them. */
@FunctionalInterface
public interface RouteTrial {
  RouteTrial NONE = files -> List.of();

  /** The same, which fails after that time: a route may never end, and a start must. */
  static RouteTrial within(Duration most, RouteTrial trial) {
    return files -> {
      FutureTask<List<Finding>> task = new FutureTask<>(() -> trial.of(files));
      Thread thread = new Thread(task, "route-trial");
      thread.setDaemon(true);
      thread.start();
      try {
        return task.get(most.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        task.cancel(true);
        throw new TimeoutException("their cases had not ended after " + most.toSeconds() + " s");
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    };
  }

  /** @throws Exception when the trial itself could not be made; the routes are refused then too */
  List<Finding> of(RouteFiles files) throws Exception;
}
