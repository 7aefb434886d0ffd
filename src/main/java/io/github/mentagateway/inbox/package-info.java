/**
 * The durable store: what the gateway has custody of, and the order in which it must be delivered. The only package that knows SQL
 * and {@code java.sql}. Knows nothing of HTTP, Camel or JSON: bodies are bytes, entities are text.
 *
 * <p>Door: {@link io.github.mentagateway.inbox.Inbox} for the way of a notification, {@link io.github.mentagateway.inbox.Letters},
 * {@link io.github.mentagateway.inbox.Duplicates} and {@link io.github.mentagateway.inbox.Channels} for people. One conformance suite
 * says what they promise, whatever the database.
 *
 * <p>To read it: whatever is written is a {@code Change} ({@code Accept}, {@code Settle}, {@code Decision}, …), which {@code GroupCommit}
 * writes with others in one {@code Transaction}. The changes and the {@code …Table}s are the same for both databases. What differs stands
 * behind {@code Dialect}: on H2 ({@code H2Inbox}, {@code Memory…}, {@code Lanes} and what is under it) lanes, heads and unanswered
 * notifications are in memory, since there is one process; on PostgreSQL ({@code PostgresInbox}, {@code Shared…}, {@code LaneClaims},
 * {@code Leases}, {@code Outages}) they are rows that all instances share.
 */
package io.github.mentagateway.inbox;
