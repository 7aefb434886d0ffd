/**
 * The inbox on a database: SQLite, for one process, or PostgreSQL, which several share. One algorithm, and as far as possible one text of
 * SQL, for both. Knows nothing of HTTP, Camel or JSON: bodies are bytes, entities are text.
 *
 * <p>Door: {@link io.github.mentagateway.store.InboxFactory}. Its rooms: {@code sql}, what is said to a database; {@code write}, the one thread
 * that writes; {@code accept}, taking into custody; {@code delivery}, lines, claims and ends of attempts; {@code channel}, pauses and outages;
 * {@code letter}, what people decide; {@code act}, the record of that; {@code retention}.
 */
package io.github.mentagateway.store;
