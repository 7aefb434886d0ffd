/**
 * What a failure was caused by. Owns the walk along a chain of causes. Knows nothing of anything else. Door:
 * {@link io.github.mentagateway.failure.Causes}.
 */
package io.github.mentagateway.failure;
