package io.github.mentagateway.reload;

import java.time.Duration;

/** The requests to the intake, which wait while its route is exchanged. */
public interface ArrivingRequests {
  /**
   * From now on requests wait. Returns when the route has ended those that it has.
   *
   * @return false when it still has some after that time
   */
  boolean hold(Duration most) throws InterruptedException;

  /** The route that reads them now gets those that waited. */
  void release();
}
