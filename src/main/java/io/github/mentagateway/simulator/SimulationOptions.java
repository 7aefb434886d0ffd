package io.github.mentagateway.simulator;

import java.time.Duration;

/**
 * What is played.
 *
 * @param seed decides the notifications and the faults
 * @param notifications how many new ones, at least 1
 * @param tickets how many there are, at least 1
 * @param nonsense the share of notifications that are none, from 0 to 1
 * @param rate new ones per second of real time; 0 as fast as possible
 * @param connections of menta's, at least 1
 * @param speed menta's time in multiples of real time, more than 0
 * @param senderTimeout how long menta waits for an answer, of real time
 * @param patience how long it goes on after the last new one, of real time
 */
public record SimulationOptions(long seed, int notifications, int tickets, double nonsense, double rate, int connections, double speed,
    BackoffGrowth growth, Duration senderTimeout, Duration patience, FaultPlan faults) {}
