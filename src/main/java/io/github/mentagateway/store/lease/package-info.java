/** Small texts that one instance holds at a time. */
package io.github.mentagateway.store.lease;
