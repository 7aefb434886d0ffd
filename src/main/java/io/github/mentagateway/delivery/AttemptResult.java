package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.Send;
import java.time.Duration;
import java.util.List;

/** How one attempt ended, as its reader tells it. */
public sealed interface AttemptResult {

  /** The route ended well; {@code sends} are what it sent to other channels, in order. */
  record Done(List<Send> sends) implements AttemptResult {}

  /**
   * It failed and may go better later.
   *
   * @param retryAfter what the destination asked for, or null
   * @param destinationDown whether the failure speaks for the destination as a whole, whatever was delivered
   */
  record Failed(String error, Duration retryAfter, boolean destinationDown) implements AttemptResult {}

  /** The route gave it up. */
  record GivenUp(String reason) implements AttemptResult {}

  /** The route found that nothing can take the notification. */
  record Unroutable(String reason) implements AttemptResult {}
}
