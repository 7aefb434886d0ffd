package io.github.mentagateway.inbox;

import io.github.mentagateway.MovableClock;
import java.time.Duration;

/** What each part of the conformance suite of a shared store gets: two instances on a new database, and ways to stop one of them. */
interface SharedSuite {
  /** So long that no instance renews anything by itself while a test runs. */
  Duration LEASE = Duration.ofDays(365);

  InboxDriver one();

  InboxDriver other();

  /** The time of both machines and of the database. */
  MovableClock clock();

  /** Ends the first one as {@code kill -9} would: for the database, it is just not heard of any more. */
  void cutOne();

  /** From now on the first one's own time stands still, as that of a machine that is suspended. */
  void suspendOne();

  default void bothRead(String... channels) {
    one().reading(channels);
    other().reading(channels);
  }
}
