package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.Send;
import java.time.Duration;
import java.util.List;

/** How one attempt ended, as its handler says. */
public sealed interface AttemptResult {

  /** The route ended well; {@code sends} are what it sent to other channels, in order. */
  record Done(List<Send> sends) implements AttemptResult {}

  /**
   * The attempt failed, and a later one may succeed.
   *
   * @param retryAfter the delay that the destination asked for, or null
   * @param destinationDown whether the failure speaks for the destination as a whole, whatever was delivered
   */
  record Failed(String error, Duration retryAfter, boolean destinationDown) implements AttemptResult {}

  /** The route gave the delivery up. */
  record GivenUp(String reason) implements AttemptResult {}

  /** The route found that no route can take the notification. */
  record Unroutable(String reason) implements AttemptResult {}
}
