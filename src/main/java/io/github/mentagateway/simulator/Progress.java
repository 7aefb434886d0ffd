package io.github.mentagateway.simulator;

import java.time.Duration;

/**
 * How far a run is.
 *
 * @param made notifications that were made so far
 * @param waiting notifications that were made and are not acknowledged yet
 * @param last what the last attempt ended with, such as {@code 202} or {@code LOST_ANSWER}; null before the first one
 * @param outage whether a simulated outage is under way
 */
public record Progress(Duration elapsed, int made, int acknowledged, int waiting, int attempts, String last, boolean outage) {}
