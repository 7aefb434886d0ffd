package io.github.mentagateway.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many mails a second go out of those that wait, from the first to the last, at the shipped concurrency. */
final class Mails {
  private static final String DESTINATION = "owner-mail";

  private final Options options;
  private final Sender sender;
  private final Load load;
  private final MailSystem server;

  /** @param microsEach the gateway's processor time for each, its queue included */
  private record Run(double mailsPerSecond, double microsEach, double connectionsEach) {}

  Mails(Options options, Sender sender, Load load, MailSystem server) {
    this.options = options;
    this.sender = sender;
    this.load = load;
    this.server = server;
  }

  void measure(List<GatewayProcess> gateways) {
    gateways.forEach(this::run); // to warm up
    Map<GatewayProcess, List<Run>> runs = new LinkedHashMap<>();
    gateways.forEach(gateway -> runs.put(gateway, new ArrayList<>()));
    List<GatewayProcess> turn = new ArrayList<>(gateways);
    for (int round = 0; round < options.rounds(); round++) {
      turn.forEach(gateway -> runs.get(gateway).add(run(gateway)));
      Collections.reverse(turn);
    }
    System.out.printf("%n## mails: medians of %d rounds that take turns, [least to most]; what waits after %d s of load, sent when its "
        + "destination is resumed%n%n", options.rounds(), options.stretch().toSeconds());
    System.out.println("| gateway | mails/s | to the last's | processor µs per mail | to the last's | connections per 1000 mails |");
    System.out.println("|---|---|---|---|---|---|");
    List<Run> last = runs.get(gateways.get(gateways.size() - 1));
    runs.forEach((gateway, own) -> System.out.printf("| %s | %s | %s | %s | %s | %s |%n", gateway.name(),
        Rounds.of(own, Run::mailsPerSecond).print("%.0f"), Rounds.ratio(own, last, Run::mailsPerSecond).print("%.2f"),
        Rounds.of(own, Run::microsEach).print("%.0f"), Rounds.ratio(own, last, Run::microsEach).print("%.2f"),
        Rounds.of(own, run -> run.connectionsEach() * 1000).print("%.0f")));
  }

  private Run run(GatewayProcess gateway) {
    gateway.pause(DESTINATION);
    Metrics before = gateway.metrics();
    long notifications = sender.flatOut(gateway, load, Burst.CONNECTIONS, options.stretch()).latencies().getTotalCount();
    Burst.awaitDelivered(gateway, before, notifications * (Ends.DESTINATIONS.length - 1));
    server.forget();
    long spent = gateway.processorTime().toNanos();
    gateway.resume(DESTINATION);
    Burst.awaitDelivered(gateway, before, notifications * Ends.DESTINATIONS.length);
    return new Run(server.mailsPerSecond(), (gateway.processorTime().toNanos() - spent) / 1e3 / notifications,
        (double) server.connections() / server.mails());
  }
}
