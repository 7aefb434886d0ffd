package io.github.mentagateway.simulator;

import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One run of menta tech against an endpoint: its messages, its queue, and the faults. */
public final class Simulation {
  private static final double NANOS_PER_SECOND = 1e9;

  private final Endpoint endpoint;
  private final SimulationOptions options;
  private final Verification verification;
  private final MentaClock clock;
  private final Journal journal;
  private final SimulatedOutages outages;
  private final Sender sender;
  private volatile boolean ended;

  /**
   * @param log gets a line of JSON for each attempt at its end, without bodies, addresses and credentials; null writes none
   * @param verification listens already; null verifies nothing
   */
  public Simulation(Endpoint endpoint, SimulationOptions options, Writer log, Verification verification) {
    this.endpoint = endpoint;
    this.options = options;
    this.verification = verification;
    clock = new MentaClock(System::nanoTime, options.speed());
    journal = new Journal(log == null ? (attempt, fault) -> { } : new JournalFile(log, System.nanoTime()));
    FaultPlan faults = options.faults();
    outages = new SimulatedOutages(faults.outages(), faults.outageLength(), options.notifications());
    long pace = options.rate() == 0 ? 0 : clock.toMenta((long) (NANOS_PER_SECOND / options.rate()));
    NotificationGenerator generator = new NotificationGenerator(options.seed(), options.tickets(), options.nonsense());
    SenderQueue queue = new SenderQueue(generator, options.notifications(), pace, new RetryPolicy(options.growth(), options.seed()),
        faults.bursts(), outages, journal::made);
    sender = new Sender(endpoint, options, queue, journal, clock);
  }

  /**
   * Returns when everything is acknowledged, the patience is over, or {@link #end} was called; with a verification, when that has its
   * verdict.
   *
   * @param progress is called each second
   * @throws java.io.UncheckedIOException when the log cannot be written
   */
  public Report run(Consumer<Progress> progress) throws InterruptedException {
    long begin = System.nanoTime();
    long[] told = {begin};
    sender.run(() -> {
      long now = System.nanoTime();
      if (now - told[0] >= TimeUnit.SECONDS.toNanos(1)) {
        told[0] = now;
        progress.accept(sender.progress(Duration.ofNanos(now - begin)));
      }
    });
    Report report = journal.report(options.seed(), endpoint.place(), sender.waiting(), outages.begun(),
        (System.nanoTime() - begin) / NANOS_PER_SECOND, clock.now() / NANOS_PER_SECOND);
    return verification == null ? report : report.with(verification.verdict(journal.messages(), journal.attempts(), () -> ended));
  }

  /** Sends nothing new; {@link #run} returns its report as soon as nothing is under way. Called from another thread. */
  public void end() {
    ended = true;
    sender.end();
  }

  /** All messages that menta made, each once. */
  List<Message> messages() {
    return journal.messages();
  }

  List<Attempt> attempts() {
    return journal.attempts();
  }
}
