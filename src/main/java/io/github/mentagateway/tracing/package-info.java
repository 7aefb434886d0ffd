/**
 * The trace of a notification, for a collector of OpenTelemetry: a span for its request and one for each attempt of each of its deliveries. Owns
 * what a span holds, the ids, and how spans leave. No other package knows OpenTelemetry, and nothing of it is loaded when no collector is set.
 * It never makes a request or an attempt wait or fail.
 *
 * <p>The ids are made of those of notifications and deliveries, so that spans of several instances and starts meet in one trace, and the store
 * keeps nothing for it.
 *
 * <p>Door: {@link io.github.mentagateway.tracing.Tracing}.
 */
package io.github.mentagateway.tracing;
