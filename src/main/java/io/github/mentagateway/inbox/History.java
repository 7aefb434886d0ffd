package io.github.mentagateway.inbox;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** What was received and is done with. */
public interface History {

  /**
   * One small step of a round that removes what was received and done with before that moment, with its attempts. Dead letters and
   * quarantine are never removed, nor is anything of their entity there, which tells that a newer one was delivered.
   *
   * @return whether the round goes on with the next call; false once at its end, then the next call begins another
   */
  CompletableFuture<Boolean> removeDelivered(Instant before);
}
