package io.github.mentagateway.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How fast notifications are taken, beside the ceiling. Nothing is routed meanwhile: the inbox is paused, as an operator can do it. */
final class Accept {
  /** Java's compiler is busy for that long; what is measured earlier measures it. */
  private static final long WARM = 100_000;

  private final Options options;
  private final Sender sender;
  private final Load load;

  Accept(Options options, Sender sender, Load load) {
    this.options = options;
    this.sender = sender;
    this.load = load;
  }

  /** @param servers the ceiling first */
  void measure(List<Server> servers) {
    for (Server server : servers) {
      warmUp(server);
    }
    System.out.printf("%n## accept: medians of %d rounds of %d s, [least to most]; the ratios are those within one round%n%n",
        options.rounds(), options.stretch().toSeconds());
    System.out.println("| connections | server | requests/s | of the ceiling | p50 ms | p99 ms | p99 to the ceiling's "
        + "| processor µs each | to the ceiling's |");
    System.out.println("|---|---|---|---|---|---|---|---|---|");
    for (int connections : options.connections()) {
      Map<Server, List<Sample>> samples = rounds(servers, connections);
      List<Sample> ceiling = samples.get(servers.get(0));
      samples.forEach((server, own) -> print(connections, server, own, ceiling));
    }
  }

  private void warmUp(Server server) {
    for (long sent = 0; sent < WARM; ) {
      sent += sender.flatOut(server, load, 64, Duration.ofSeconds(5)).latencies().getTotalCount();
    }
  }

  private Map<Server, List<Sample>> rounds(List<Server> servers, int connections) {
    Map<Server, List<Sample>> samples = new LinkedHashMap<>();
    List<Server> turn = new ArrayList<>(servers);
    servers.forEach(server -> samples.put(server, new ArrayList<>()));
    for (int round = 0; round < options.rounds(); round++) {
      for (Server server : turn) {
        samples.get(server).add(sender.flatOut(server, load, connections, options.stretch()));
      }
      Collections.reverse(turn);
    }
    return samples;
  }

  private static void print(int connections, Server server, List<Sample> own, List<Sample> ceiling) {
    System.out.printf("| %d | %s | %s | %s | %s | %s | %s | %s | %s |%n", connections, server.name(),
        Rounds.of(own, Sample::perSecond).print("%.0f"), Rounds.ratio(own, ceiling, Sample::perSecond).print("%.2f"),
        Rounds.of(own, Sample::p50Millis).print("%.1f"), Rounds.of(own, Sample::p99Millis).print("%.1f"),
        Rounds.ratio(own, ceiling, Sample::p99Millis).print("%.1f"), Rounds.of(own, Sample::microsEach).print("%.0f"),
        Rounds.ratio(own, ceiling, Sample::microsEach).print("%.1f"));
  }
}
