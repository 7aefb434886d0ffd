package io.github.mentagateway.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a full store is slower than one with few. Each notification is delivered to two destinations and waits for the third, which is
 * paused: so as many wait as are history. Both gateways are started afresh before they are compared, and warmed with as many.
 */
final class Growth {
  private static final String PAUSED = Ends.DESTINATIONS[2];
  private static final int DELIVERED_TO = Ends.DESTINATIONS.length - 1;
  private static final int FEW = 10_000;
  private static final int WARM = 40_000;

  private final Options options;
  private final Sender sender;
  private final Load load;
  private final Runnable settle;

  /** @param settle lets the database come to rest after it was filled */
  Growth(Options options, Sender sender, Load load, Runnable settle) {
    this.options = options;
    this.sender = sender;
    this.load = load;
    this.settle = settle;
  }

  static void title(Options options) {
    System.out.printf("%n## growth: medians of %d rounds of %d s that take turns with a store that has few; 64 connections%n%n",
        options.rounds(), options.stretch().toSeconds());
    System.out.println("| gateway | waiting, and history | accepted/s while delivering | to the other store's | deliveries/s "
        + "| to the other store's | memory MB |");
    System.out.println("|---|---|---|---|---|---|---|");
  }

  void measure(GatewayProcess few, GatewayProcess full) throws IOException {
    few.pause(PAUSED);
    full.pause(PAUSED);
    fill(few, FEW);
    long filled = 0;
    for (int wanted : options.filled()) {
      filled += fill(full, wanted - filled);
      System.err.printf("growth: %s has %d%n", full.name(), filled);
      settle.run();
      warmedAnew(few);
      filled += warmedAnew(full);
      List<Burst> without = new ArrayList<>();
      List<Burst> with = new ArrayList<>();
      for (int round = 0; round < options.rounds(); round++) {
        without.add(burst(few, options.stretch()));
        with.add(burst(full, options.stretch()));
      }
      filled += with.stream().mapToLong(burst -> burst.deliveries() / DELIVERED_TO).sum();
      System.out.printf("| %s | %d | %s | %s | %s | %s | %d |%n", full.name(), wanted,
          Rounds.of(with, Burst::acceptedPerSecond).print("%.0f"), Rounds.ratio(with, without, Burst::acceptedPerSecond).print("%.2f"),
          Rounds.of(with, Burst::deliveriesPerSecond).print("%.0f"), Rounds.ratio(with, without, Burst::deliveriesPerSecond).print("%.2f"),
          full.residentBytes() >> 20);
    }
  }

  private long warmedAnew(GatewayProcess gateway) throws IOException {
    gateway.stop();
    gateway.start();
    return fill(gateway, WARM);
  }

  private long fill(GatewayProcess gateway, long wanted) {
    long filled = 0;
    while (filled < wanted) {
      filled += burst(gateway, Duration.ofSeconds(2)).deliveries() / DELIVERED_TO;
    }
    return filled;
  }

  private Burst burst(GatewayProcess gateway, Duration stretch) {
    return Burst.of(gateway, sender, load, stretch, DELIVERED_TO);
  }
}
