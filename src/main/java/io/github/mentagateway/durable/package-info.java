/**
 * {@code durable:NAME}, the one Camel component of our own: a durable channel (the Guaranteed Delivery pattern) on the gateway's
 * inbox, with the two reserved names {@code durable:dead-letters} and {@code durable:quarantine}. Owns the translation between Camel's
 * exchanges and the inbox's arrivals and deliveries, and what is committed with a route's run. Decides nothing about order, which is the
 * store's, or retries, which are {@code delivery}'s, and never opens a connection or a database.
 *
 * <p>Doors: {@link io.github.mentagateway.durable.DurableComponent} for routes, {@link io.github.mentagateway.durable.IncomingRequest} for
 * the server that takes requests.
 */
package io.github.mentagateway.durable;
