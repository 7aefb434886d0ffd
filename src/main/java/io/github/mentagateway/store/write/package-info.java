/**
 * Writing: one thread takes all that waits, writes it in one transaction, and tells everybody; the price of an fsync is shared by whoever
 * came while the last one ran.
 *
 * <p>Door: {@link io.github.mentagateway.store.write.Writer}. What is to be written is a {@link io.github.mentagateway.store.write.Change};
 * what the changes of a {@link io.github.mentagateway.store.write.Group} have in common, such as the statements of one table, is a
 * {@link io.github.mentagateway.store.write.Part}, asked and written once for all of them.
 */
package io.github.mentagateway.store.write;
