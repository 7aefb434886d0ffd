/**
 * The durable store: what the gateway has custody of, and the order in which it must be delivered. The only package that knows SQL
 * and {@code java.sql}. Knows nothing of HTTP, Camel or JSON: bodies are bytes, entities are text.
 *
 * <p>Door: {@link io.github.mentagateway.inbox.Inbox} for the way of a notification, {@link io.github.mentagateway.inbox.Letters} for
 * what waits for a person. One conformance suite says what they promise, whatever the database.
 */
package io.github.mentagateway.inbox;
