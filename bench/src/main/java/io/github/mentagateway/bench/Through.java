package io.github.mentagateway.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From the sender's request to the end at three destinations: how many a second, and how long one takes at half of that load. */
final class Through {
  private static final String DELIVERED = "outcome=\"delivered\"";
  private static final String ROUTER = "destination=\"notifications\"";
  private static final int CONNECTIONS = 64;

  private final Options options;
  private final Sender sender;
  private final Load load;

  Through(Options options, Sender sender, Load load) {
    this.options = options;
    this.sender = sender;
    this.load = load;
  }

  void measure(GatewayProcess gateway) {
    System.out.printf("%n## through, %s: medians of %d rounds of %d s%n%n", gateway.name(), options.rounds(), options.stretch().toSeconds());
    burst(gateway);
    List<Burst> bursts = new ArrayList<>();
    for (int round = 0; round < options.rounds(); round++) {
      bursts.add(burst(gateway));
    }
    Figures rate = Rounds.of(bursts, Burst::deliveriesPerSecond);
    System.out.printf("flat out, until everything is delivered: %s deliveries/s, %s notifications/s accepted meanwhile, "
            + "%s of the time spent accepting, %s processor µs per delivery%n",
        rate.print("%.0f"), Rounds.of(bursts, Burst::acceptedPerSecond).print("%.0f"), Rounds.of(bursts, Burst::accepting).print("%.2f"),
        Rounds.of(bursts, Burst::microsEach).print("%.0f"));
    double half = rate.median() / NoOp.DESTINATIONS.length / 2;
    Metrics before = gateway.metrics();
    Sample sample = sender.paced(gateway, load, CONNECTIONS, options.stretch().multipliedBy(options.rounds()), half);
    awaitDelivered(gateway, before, sample.latencies().getTotalCount());
    Lag lag = Lag.between(before.buckets("menta_delivery_seconds", ROUTER), gateway.metrics().buckets("menta_delivery_seconds", ROUTER));
    System.out.printf("at half of that load (%.0f notifications/s asked for, %.0f sent): answered p50 %.1f ms, p99 %.1f ms; received to "
        + "delivered p50 %s, p99 %s%n", half, sample.perSecond(), sample.p50Millis(), sample.p99Millis(), lag.at(0.5), lag.at(0.99));
  }

  private Burst burst(GatewayProcess gateway) {
    Metrics before = gateway.metrics();
    Duration spent = gateway.processorTime();
    long begin = System.nanoTime();
    Sample sample = sender.flatOut(gateway, load, CONNECTIONS, options.stretch());
    long deliveries = awaitDelivered(gateway, before, sample.latencies().getTotalCount());
    return new Burst(sample, deliveries, Duration.ofNanos(System.nanoTime() - begin), gateway.processorTime().minus(spent));
  }

  private static long awaitDelivered(GatewayProcess gateway, Metrics before, long notifications) {
    long expected = notifications * NoOp.DESTINATIONS.length;
    double earlier = delivered(before);
    while (delivered(gateway.metrics()) - earlier < expected) {
      Pause.millis(20);
    }
    return expected;
  }

  private static double delivered(Metrics metrics) {
    return metrics.sum("menta_deliveries_total", DELIVERED) - metrics.sum("menta_deliveries_total", DELIVERED, ROUTER);
  }

  private record Burst(Sample accepted, long deliveries, Duration elapsed, Duration processorTime) {
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

  /** Between two looks at a histogram of the gateway, which knows times only by its buckets. */
  private record Lag(Map<Double, Double> counts) {
    static Lag between(Map<Double, Double> before, Map<Double, Double> after) {
      Map<Double, Double> counts = new java.util.TreeMap<>();
      after.forEach((limit, count) -> counts.put(limit, count - before.getOrDefault(limit, 0.0)));
      return new Lag(counts);
    }

    String at(double part) {
      double all = counts.getOrDefault(Double.POSITIVE_INFINITY, 0.0);
      for (Map.Entry<Double, Double> bucket : counts.entrySet()) {
        if (bucket.getValue() >= all * part) {
          return bucket.getKey().isInfinite() ? "beyond the last bucket" : String.format("≤ %.0f ms", bucket.getKey() * 1000);
        }
      }
      return "unknown";
    }
  }
}
