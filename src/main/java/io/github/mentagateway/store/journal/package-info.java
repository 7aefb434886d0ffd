/** Reads what was received, beside a store that others have open. Writes nothing. */
package io.github.mentagateway.store.journal;
