package io.github.mentagateway.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * From the command to the first 202, and what the process takes of the memory then, and after minutes under load; and how long a person
 * waits for a command beside it. On SQLite.
 */
final class Start {
  private final Options options;
  private final Path project;
  private final Path folder;
  private final Sender sender;
  private final Load load;

  Start(Options options, Path project, Path folder, Sender sender, Load load) {
    this.options = options;
    this.project = project;
    this.folder = folder;
    this.sender = sender;
    this.load = load;
  }

  void measure() throws IOException {
    System.out.printf("%n## start: medians of %d rounds that take turns, [least to most]; under load: 64 connections, %d s, everything is "
        + "delivered%n%n", options.rounds(), 10 * options.stretch().toSeconds());
    System.out.println("| command | first 202, new folder, s | first 202, with data, s | send, s | memory at rest, MB | the most under load, MB |");
    System.out.println("|---|---|---|---|---|---|");
    Map<String, GatewayProcess.Setup> commands = new LinkedHashMap<>();
    commands.put("./menta-gateway", new GatewayProcess.Setup(List.of(project.resolve("menta-gateway").toString()), Map.of()));
    commands.put("java -jar, options of config/jvm.options", GatewayProcess.Setup.plain(options.jar(), options.jvm(), Map.of()));
    commands.put("java -jar", GatewayProcess.Setup.plain(options.jar(), List.of(), Map.of()));
    // what the launcher does once for a jar is not part of a start
    try (GatewayProcess once = run("once", commands.get("./menta-gateway"))) {
      untilTaken(once);
    }
    Map<String, List<Run>> runs = new LinkedHashMap<>();
    for (int round = 0; round < options.rounds(); round++) {
      for (Map.Entry<String, GatewayProcess.Setup> command : commands.entrySet()) {
        try (GatewayProcess gateway = run("start-" + round + "-" + runs.size(), command.getValue())) {
          runs.computeIfAbsent(command.getKey(), name -> new ArrayList<>()).add(look(gateway, round == 0));
        }
      }
    }
    runs.forEach((name, all) -> System.out.printf("| %s | %s | %s | %s | %s | %d |%n", name, Rounds.of(all, Run::first).print("%.1f"),
        Rounds.of(all, Run::again).print("%.1f"), Rounds.of(all, Run::send).print("%.2f"), Rounds.of(all, Run::atRest).print("%.0f"), all.get(0).underLoad()));
  }

  private GatewayProcess run(String name, GatewayProcess.Setup setup) throws IOException {
    Path home = folder.resolve(name + "-" + load.made());
    return new GatewayProcess(name, home, setup, Stream::empty).routes(project, Ends.none());
  }

  private Run look(GatewayProcess gateway, boolean underLoad) throws IOException {
    double first = untilTaken(gateway);
    gateway.stop();
    double again = untilTaken(gateway);
    Pause.millis(3000);
    double atRest = gateway.residentBytes() >> 20;
    double send = gateway.send(project.resolve("samples/ticket.updated.flat.json")).toMillis() / 1e3;
    if (underLoad) {
      for (int burst = 0; burst < 10; burst++) {
        Burst.of(gateway, sender, load, options.stretch(), Ends.DESTINATIONS.length);
      }
    }
    return new Run(first, again, send, atRest, underLoad ? gateway.mostResidentBytes() >> 20 : 0);
  }

  private double untilTaken(GatewayProcess gateway) throws IOException {
    long begin = System.nanoTime();
    gateway.launch();
    while (!sender.isTaken(gateway, load)) {
      if (!gateway.isAlive()) {
        throw new IllegalStateException("the gateway ended before it took a notification: see " + gateway.home().resolve("gateway.log"));
      }
      Pause.millis(5);
    }
    return Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1e3;
  }

  /** Seconds and megabytes. */
  private record Run(double first, double again, double send, double atRest, long underLoad) {}
}
