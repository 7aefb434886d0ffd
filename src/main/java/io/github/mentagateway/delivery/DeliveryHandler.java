package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.Work;

/** Makes one attempt of a delivery. Blocks until the attempt has ended, and throws nothing that an {@link AttemptResult} can say. */
@FunctionalInterface
public interface DeliveryHandler {
  AttemptResult attempt(Work work);
}
