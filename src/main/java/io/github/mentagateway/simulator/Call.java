package io.github.mentagateway.simulator;

/**
 * A call that the recorder, the simulator's own legacy system, answered with 200.
 *
 * @param at of {@link System#nanoTime}
 * @param destination the first segment of the path: each destination is checked by itself
 * @param key its {@code Idempotency-Key}; null when it had none
 * @param action null when the call does not say it
 * @param entity as in {@link Message}
 * @param change as in {@link Message}
 */
record Call(long at, String destination, String key, String action, String entity, String change) {}
