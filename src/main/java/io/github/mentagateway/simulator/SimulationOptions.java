package io.github.mentagateway.simulator;

import java.time.Duration;

/**
 * What a run simulates.
 *
 * @param seed decides the notifications and the faults
 * @param notifications how many are made, at least 1
 * @param tickets how many tickets there are, at least 1
 * @param nonsense the share of bodies that are no notification, from 0 to 1
 * @param rate new notifications per second of real time; 0 is as fast as possible
 * @param connections how many menta sends over at once, at least 1
 * @param speed menta's time in multiples of real time, more than 0
 * @param senderTimeout how long menta waits for an answer, of real time
 * @param patience how long the retries go on after the last new notification, of real time
 */
public record SimulationOptions(long seed, int notifications, int tickets, double nonsense, double rate, int connections, double speed,
    BackoffGrowth growth, Duration senderTimeout, Duration patience, FaultPlan faults) {}
