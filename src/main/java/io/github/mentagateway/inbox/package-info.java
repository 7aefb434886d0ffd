/**
 * What the store promises, in words and records: custody of notifications, and the order in which they must be delivered. Knows no database,
 * HTTP, Camel or JSON: bodies are bytes, entities are text. The package {@code store} keeps the promises, and one conformance suite says
 * what they are, whatever the database.
 *
 * <p>Door: {@link io.github.mentagateway.inbox.Inbox} for the way of a notification; {@link io.github.mentagateway.inbox.Letters},
 * {@link io.github.mentagateway.inbox.Duplicates} and {@link io.github.mentagateway.inbox.Channels} and
 * {@link io.github.mentagateway.inbox.Backlogs} for people, and {@link io.github.mentagateway.inbox.Acts} for what they did.
 */
package io.github.mentagateway.inbox;
