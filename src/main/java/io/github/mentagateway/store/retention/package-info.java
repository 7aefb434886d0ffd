/** Retention: removes what is done with, some at a time, so that nobody waits for more than one step. */
package io.github.mentagateway.store.retention;
