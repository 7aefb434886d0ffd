/**
 * {@code durable:NAME}, the one Camel component of our own: a durable channel (the Guaranteed Delivery pattern) on the gateway's
 * inbox, with the two reserved names {@code durable:dead-letters} and {@code durable:quarantine}. Owns the translation between Camel's
 * exchanges and the inbox's deliveries; decides nothing about order or retries, which is {@code delivery}'s.
 */
package io.github.mentagateway.durable;
