/**
 * Finds what a failure was caused by. Owns the walk along a chain of causes. Knows no other package. Door:
 * {@link io.github.mentagateway.failure.Causes}.
 */
package io.github.mentagateway.failure;
