package io.github.mentagateway.delivery;

import io.github.mentagateway.inbox.Work;

/** Reads a durable channel: makes one attempt. Blocks until it has ended, and never throws what an {@link AttemptResult} can say. */
@FunctionalInterface
public interface DeliveryHandler {
  AttemptResult attempt(Work work);
}
