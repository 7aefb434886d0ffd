package io.github.mentagateway.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What one stretch of load showed.
 *
 * @param latencies of the answers, in nanoseconds
 * @param processorTime of all the server's processes
 */
record Sample(Histogram latencies, Duration elapsed, Duration processorTime) {
  double perSecond() {
    return latencies.getTotalCount() / (elapsed.toNanos() / 1e9);
  }

  double p50Millis() {
    return latencies.getValueAtPercentile(50) / 1e6;
  }

  double p99Millis() {
    return latencies.getValueAtPercentile(99) / 1e6;
  }

  /** Time on the processors for each notification. */
  double microsEach() {
    return processorTime.toNanos() / 1e3 / latencies.getTotalCount();
  }
}
