/**
 * Brings what waits in a durable channel to the route that reads it: the dispatcher claims due deliveries, a runner makes one attempt, and
 * a settler gives its end to the store: done, again later, or given up. Owns retries, backoff, timeouts, the limit of concurrency, and the
 * one log line and the figures of each attempt. Knows nothing of Camel, HTTP or SQL, and never touches the order of a line, which is the
 * store's.
 *
 * <p>Doors: {@link io.github.mentagateway.delivery.Dispatcher}, and {@link io.github.mentagateway.delivery.SteppedReaders} where routes are only
 * tried out.
 */
package io.github.mentagateway.delivery;
