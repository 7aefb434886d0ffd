/**
 * Statements: what the store says to a database, and the little in which the two databases differ. One text serves both; a statement about
 * many rows calls them {@code e}. Times are microseconds since 1970 in a whole number.
 *
 * <p>Door: {@link io.github.mentagateway.store.sql.Database}, made by {@link io.github.mentagateway.store.sql.Sqlite} or
 * {@link io.github.mentagateway.store.sql.Postgres}; {@link io.github.mentagateway.store.sql.Transaction} runs the statements.
 */
package io.github.mentagateway.store.sql;
