package io.github.mentagateway.inbox;

import io.github.mentagateway.MovableClock;
import java.time.Duration;

/** What each part of the conformance suite gets: a new inbox per test, and ways to end and to begin it. */
interface InboxSuite {

  InboxDriver inbox();

  MovableClock clock();

  /** Ends it in order and opens it again. */
  InboxDriver reopen();

  /** Opens what a process that was killed at this moment would leave behind. */
  InboxDriver reopenAfterCrash();

  /** What the store has received, read beside the inbox. */
  Journal journal();

  /** What the disk of the store is told to have free. */
  void freeBytes(long bytes);

  /** As many arrivals may wait for a commit. */
  int QUEUE = 3000;

  /** A copy of the newest one that is older than this is judged by the other rules. */
  Duration HORIZON = Duration.ofHours(48);

  /** Less free than this, and nothing is accepted. */
  long MIN_FREE = 1000;
}
