package io.github.mentagateway.simulator;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;

/**
 * How a run is verified.
 *
 * @param recorder where our own legacy system listens; port 0 is a free one
 * @param failing the share of its calls that it refuses with 503, from 0 to 1, so that they must be tried again
 * @param actions every acknowledged notification with one of these must come to the recorder
 * @param settle how long the run waits for missing deliveries, of real time, once menta has sent all that it will send
 */
public record VerificationOptions(InetSocketAddress recorder, double failing, Set<String> actions, Duration settle) {
  /** The actions that the shipped routes bring to a REST API. */
  public static final Set<String> SHIPPED_ACTIONS = PromiseChecker.SHIPPED_ACTIONS;
}
