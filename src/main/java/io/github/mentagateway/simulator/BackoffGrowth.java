package io.github.mentagateway.simulator;

/** How menta's gaps grow from 5 s to 8 min. Menta has published that they grow, and not how. */
public enum BackoffGrowth {
  /** The gap reaches 8 min after seven retries. */
  DOUBLING,
  /** The gap reaches 8 min with the last retry. */
  LINEAR
}
