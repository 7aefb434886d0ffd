/**
 * Brings what waits in a durable channel to whoever reads it: claims, runs one attempt, and decides what its end means: done, again
 * later, or given up. Owns retries, backoff, time limits, and the one log line and the figures of each attempt. Knows nothing of
 * Camel, HTTP or SQL. Door: {@link io.github.mentagateway.delivery.Dispatcher}.
 */
package io.github.mentagateway.delivery;
