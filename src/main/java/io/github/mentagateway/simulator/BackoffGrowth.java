package io.github.mentagateway.simulator;

/** How menta's gaps grow from 5 s to 8 min: that it does is published, how is not. */
public enum BackoffGrowth {
  /** Reaches 8 min after seven retries. */
  DOUBLING,
  /** Reaches 8 min with the last one. */
  LINEAR
}
