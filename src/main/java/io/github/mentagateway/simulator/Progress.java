package io.github.mentagateway.simulator;

import java.time.Duration;

/**
 * A run under way.
 *
 * @param made notifications so far
 * @param waiting made, and not acknowledged yet
 * @param last what the last attempt ended with, such as {@code 202} or {@code LOST_ANSWER}; null before the first one
 * @param outage in an outage
 */
public record Progress(Duration elapsed, int made, int acknowledged, int waiting, int attempts, String last, boolean outage) {}
