package io.github.mentagateway.inbox;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Takes notifications into custody.
 *
 * <p>Futures complete on the store's own thread: whoever has more to do than a few instructions goes on elsewhere.
 */
public interface Acceptance {

  /**
   * Completes after the notification's bytes are on disk (fsync), so that neither {@code kill -9} nor a power failure loses what was
   * acknowledged. Fails with {@link InboxUnavailableException} when that is not possible; then the notification may still turn up after
   * a restart, when the failure hit the commit itself.
   */
  CompletableFuture<Receipt> accept(Arrival arrival);

  /**
   * The answer to this arrival certainly reached the sender, and in time: it has no reason to send that one again. Cheap, on any thread;
   * recorded with whatever is written next, at the latest within a second. An arrival of which this was never said counts as unanswered.
   */
  void answered(Receipt receipt);

  /** Why no notification can be taken now, or empty when all is well. */
  Optional<String> problem();
}
