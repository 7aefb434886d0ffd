package io.github.mentagateway.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.mentagateway.settings.Address;
import io.github.mentagateway.simulator.BackoffGrowth;
import io.github.mentagateway.simulator.Endpoint;
import io.github.mentagateway.simulator.Report;
import io.github.mentagateway.simulator.Simulation;
import io.github.mentagateway.simulator.SimulationOptions;
import io.github.mentagateway.simulator.Verification;
import io.github.mentagateway.simulator.VerificationOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

@Command(name = "simulate", sortOptions = false, sortSynopsis = false, abbreviateSynopsis = true,
    description = "Play menta tech against this folder's gateway, or any HTTPS endpoint: notifications from a seed, its published retries, "
        + "and faults on the wire.",
    footer = {"", "Ends with 0 when everything was acknowledged, with 1 when menta would still be holding messages;",
        "with --verify: with 1 when a promise is broken. Ctrl-C still prints what was seen, and ends with 130.",
        "What it sends is invented, and is treated as real: never play against an endpoint whose systems somebody works with."})
final class SimulateCommand implements Callable<Integer> {
  private static final int SEEDS = 1_000_000;
  private static final int MOST_NOTIFICATIONS = 10_000_000;
  private static final int MOST_CONNECTIONS = 1000;
  private static final long MOST_SEED = 999_999_999;

  private final CommandContext context;

  @Spec private CommandSpec command;

  @Mixin private final EndpointOptions endpoint = new EndpointOptions();

  @Option(names = "--seed", paramLabel = "N", description = "Decides the notifications and the faults; the ids begin with "
      + "it. An inbox that has had them takes them for duplicates (random, and shown).")
  private Long seed;

  @Option(names = "--notifications", paramLabel = "N", description = "How many are made (1000).")
  private int notifications = 1000;

  @Option(names = "--tickets", paramLabel = "N", description = "How many tickets change hands (100).")
  private int tickets = 100;

  @Option(names = "--nonsense", paramLabel = "SHARE", converter = Converters.Share.class,
      description = "The share that is no notification, or one that nobody has published (0.02).")
  private double nonsense = 0.02;

  @Option(names = "--rate", paramLabel = "N", converter = Converters.Rate.class,
      description = "New notifications per second of real time; 0 is as fast as possible (50).")
  private double rate = 50;

  @Option(names = "--connections", paramLabel = "N", description = "How many menta sends over at once (16).")
  private int connections = 16;

  @Option(names = "--speed", paramLabel = "N", converter = Converters.Speed.class,
      description = "How many times faster than real time menta's clock runs: its retries, its outages (1).")
  private double speed = 1;

  @Option(names = "--growth", paramLabel = "HOW",
      description = "How the gaps grow from 5 s to 8 min, which is not published: doubling, linear (doubling).")
  private BackoffGrowth growth = BackoffGrowth.DOUBLING;

  @Option(names = "--sender-timeout", paramLabel = "TIME", converter = Converters.Time.class,
      description = "How long menta waits for an answer, of real time; menta's own is not published (10s).")
  private Duration senderTimeout = Duration.ofSeconds(10);

  @Option(names = "--patience", paramLabel = "TIME", converter = Converters.Time.class,
      description = "How long the retries go on after the last new notification, of real time (2m).")
  private Duration patience = Duration.ofMinutes(2);

  @Mixin private final FaultOptions faults = new FaultOptions();

  @Mixin private final VerifyOptions verify = new VerifyOptions();

  @Option(names = {"-o", "--journal"}, paramLabel = "FILE", description = "Write a line of JSON for each attempt to this file.")
  private Path journal;

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  @Mixin
  private final CommonOptions common = new CommonOptions();

  SimulateCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    SimulationOptions options = options();
    Endpoint target = endpoint.endpoint(context);
    VerificationOptions verification = verify.verification();
    context.err().println("menta tech plays against " + target.place() + "; to repeat it, on an empty inbox: --seed "
        + options.seed());
    // a run that is ended half-way still reports what it saw
    try (GracefulShutdown shutdown = new GracefulShutdown(options.senderTimeout())) {
      Report report = verification == null
          ? report(target, options, null, shutdown) : verified(target, options, verification, shutdown);
      print(report);
      return (report.verdict() == null ? report.allAcknowledged() : !report.verdict().broken()) ? 0 : 1;
    }
  }

  private void print(Report report) throws IOException {
    if (json) {
      context.out().println(ConsoleText.safe(new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report)));
    } else {
      SimulationText.lines(report).stream().map(ConsoleText::plain).forEach(context.out()::println);
    }
    context.out().flush();
  }

  private Report verified(Endpoint target, SimulationOptions options, VerificationOptions asked, GracefulShutdown shutdown)
      throws InterruptedException {
    try (Verification verification = Verification.start(asked, options.seed())) {
      String url = "http://" + new Address(asked.recorder().getAddress().getHostAddress(), verification.port());
      context.err().println("its legacy system listens on " + url + "; the gateway must run with FULFILMENT_URL=" + url
          + "/fulfilment and PLATFORM_EVENTS_URL=" + url + "/platform-events, or your own routes must call it");
      return report(target, options, verification, shutdown);
    } catch (IOException e) {
      throw new CommandFailedException("--recorder is " + asked.recorder().getAddress().getHostAddress() + ":" + asked.recorder().getPort()
          + ": nothing can listen there (" + e.getMessage() + "); choose an address of this machine and a port that is free", e);
    }
  }

  private SimulationOptions options() {
    long chosen = seed == null ? new Random().nextInt(SEEDS) : seed;
    if (chosen < 0 || chosen > MOST_SEED) {
      throw wrong(command, "--seed is " + chosen + ": it must be between 0 and " + MOST_SEED);
    }
    between(command, "--notifications", notifications, 1, MOST_NOTIFICATIONS);
    between(command, "--tickets", tickets, 1, MOST_NOTIFICATIONS);
    between(command, "--connections", connections, 1, MOST_CONNECTIONS);
    if (senderTimeout.isZero()) {
      throw wrong(command, "--sender-timeout is 0: it must be at least 1ms");
    }
    return new SimulationOptions(chosen, notifications, tickets, nonsense, rate, connections, speed, growth, senderTimeout, patience,
        faults.plan());
  }

  private Report report(Endpoint target, SimulationOptions options, Verification verification, GracefulShutdown shutdown)
      throws InterruptedException {
    if (journal == null) {
      return play(new Simulation(target, options, null, verification), shutdown);
    }
    Path file = context.caller().resolve(journal);
    try (Writer log = Files.newBufferedWriter(file)) {
      return play(new Simulation(target, options, log, verification), shutdown);
    } catch (NoSuchFileException e) {
      throw new CommandFailedException("the journal " + file + " cannot be written (there is no such folder): give -o another file", e);
    } catch (IOException | UncheckedIOException e) {
      throw new CommandFailedException("the journal " + file + " cannot be written (" + e.getMessage() + "): give -o another file", e);
    }
  }

  private Report play(Simulation simulation, GracefulShutdown shutdown) throws InterruptedException {
    shutdown.ends(simulation::end);
    ProgressLine progress = new ProgressLine(context.err(), context.terminal());
    try {
      return simulation.run(progress::show);
    } finally {
      progress.end();
    }
  }

  static void between(CommandSpec command, String option, int given, int least, int most) {
    if (given < least || given > most) {
      throw wrong(command, option + " is " + given + ": it must be between " + least + " and " + most);
    }
  }

  private static CommandLine.ParameterException wrong(CommandSpec command, String sentence) {
    return new CommandLine.ParameterException(command.commandLine(), sentence);
  }
}
