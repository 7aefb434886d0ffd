package io.github.mentagateway.bench;

import java.time.Duration;

/**
 * A stretch of load at full speed, and the time after it until everything is delivered.
 *
 * @param elapsed both together
 */
record Burst(Sample accepted, long deliveries, Duration elapsed, Duration processorTime) {
  static final int CONNECTIONS = 64;
  private static final String DELIVERED = "outcome=\"delivered\"";
  private static final String ROUTER = "destination=\"notifications\"";

  /** @param destinations that each notification is delivered to */
  static Burst of(GatewayProcess gateway, Sender sender, Load load, Duration stretch, int destinations) {
    Metrics before = gateway.metrics();
    Duration spent = gateway.processorTime();
    long begin = System.nanoTime();
    Sample sample = sender.flatOut(gateway, load, CONNECTIONS, stretch);
    long deliveries = sample.latencies().getTotalCount() * destinations;
    awaitDelivered(gateway, before, deliveries);
    return new Burst(sample, deliveries, Duration.ofNanos(System.nanoTime() - begin), gateway.processorTime().minus(spent));
  }

  static void awaitDelivered(GatewayProcess gateway, Metrics before, long deliveries) {
    double earlier = delivered(before);
    while (delivered(gateway.metrics()) - earlier < deliveries) {
      Pause.millis(20);
    }
  }

  private static double delivered(Metrics metrics) {
    return metrics.sum("menta_deliveries_total", DELIVERED) - metrics.sum("menta_deliveries_total", DELIVERED, ROUTER);
  }

  double deliveriesPerSecond() {
    return deliveries / (elapsed.toNanos() / 1e9);
  }

  double acceptedPerSecond() {
    return accepted.perSecond();
  }

  double accepting() {
    return (double) accepted.elapsed().toNanos() / elapsed.toNanos();
  }

  double microsEach() {
    return processorTime.toNanos() / 1e3 / deliveries;
  }
}
