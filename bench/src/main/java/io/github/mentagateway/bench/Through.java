package io.github.mentagateway.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** From the sender's request to the end at three destinations: how many a second, and how long one takes at half of that load. */
final class Through {
  private static final long WARM = 60_000;

  private final Options options;
  private final Sender sender;
  private final Load load;

  Through(Options options, Sender sender, Load load) {
    this.options = options;
    this.sender = sender;
    this.load = load;
  }

  /** @param legacy where the deliveries end; null when they end in the gateway, whose own count is all that is known then */
  void measure(List<GatewayProcess> gateways, LegacySystem legacy) {
    gateways.forEach(this::warmUp);
    Map<GatewayProcess, List<Burst>> bursts = rounds(gateways);
    List<Burst> first = bursts.get(gateways.get(0));
    bursts.forEach((gateway, own) -> {
      Figures rate = Rounds.of(own, Burst::deliveriesPerSecond);
      System.out.printf("| %s | %s | %s | %s | %s | %s | %s | %d |", gateway.name(), rate.print("%.0f"),
          Rounds.ratio(own, first, Burst::deliveriesPerSecond).print("%.2f"), Rounds.of(own, Burst::acceptedPerSecond).print("%.0f"),
          Rounds.of(own, Burst::accepting).print("%.2f"), Rounds.of(own, Burst::microsEach).print("%.0f"),
          Rounds.ratio(own, first, Burst::microsEach).print("%.2f"), gateway.mostResidentBytes() >> 20);
      System.out.println(legacy == null ? " | |" : lag(gateway, legacy, rate.median() / Ends.DESTINATIONS.length / 2));
    });
  }

  private Map<GatewayProcess, List<Burst>> rounds(List<GatewayProcess> gateways) {
    Map<GatewayProcess, List<Burst>> bursts = new LinkedHashMap<>();
    List<GatewayProcess> turn = new ArrayList<>(gateways);
    gateways.forEach(gateway -> bursts.put(gateway, new ArrayList<>()));
    for (int round = 0; round < options.rounds(); round++) {
      for (GatewayProcess gateway : turn) {
        bursts.get(gateway).add(burst(gateway));
      }
      Collections.reverse(turn);
    }
    return bursts;
  }

  static void title(Options options) {
    System.out.printf("%n## through: medians of %d rounds of %d s that take turns, [least to most]; 64 connections, as fast as they are "
        + "answered, and then waited for until all is delivered; the lag at half of that load%n%n", options.rounds(), options.stretch().toSeconds());
    System.out.println("| gateway | deliveries/s | to the first's | notifications/s accepted meanwhile | part of the time spent accepting "
        + "| processor µs per delivery | to the first's | the most memory, MB | answered p50, p99 ms | sent to delivered p50, p99 ms |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
  }

  private void warmUp(GatewayProcess gateway) {
    long from = load.made();
    while (load.made() < from + WARM) {
      burst(gateway);
    }
  }

  private String lag(GatewayProcess gateway, LegacySystem legacy, double perSecond) {
    legacy.forget();
    Metrics before = gateway.metrics();
    Sample sample = sender.paced(gateway, load, Burst.CONNECTIONS, options.stretch().multipliedBy(options.rounds()), perSecond);
    Burst.awaitDelivered(gateway, before, sample.latencies().getTotalCount() * Ends.DESTINATIONS.length);
    Histogram lags = legacy.lags();
    return String.format(java.util.Locale.ROOT, " %.1f, %.1f | %.1f, %.1f |", sample.p50Millis(), sample.p99Millis(),
        lags.getValueAtPercentile(50) / 1e6, lags.getValueAtPercentile(99) / 1e6);
  }

  private Burst burst(GatewayProcess gateway) {
    return Burst.of(gateway, sender, load, options.stretch(), Ends.DESTINATIONS.length);
  }
}
