package io.github.mentagateway.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Runs our own legacy system beside a run, and gives the verdict at its end. */
public final class Verification implements AutoCloseable {
  private static final long LOOK_EVERY_MS = 200;
  /** A second delivery may come a little later than the first one. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  private final VerificationOptions options;
  private final Recorder recorder;

  private Verification(VerificationOptions options, Recorder recorder) {
    this.options = options;
    this.recorder = recorder;
  }

  /**
   * Listens when it returns.
   *
   * @param seed the run's, by which the recorder knows its ids
   * @throws IOException when the address cannot be listened on
   */
  public static Verification start(VerificationOptions options, long seed) throws IOException {
    CallParser recognition = new CallParser(new RunIds(seed)::ticketEntity, CallParser.OWNERS);
    return new Verification(options, Recorder.start(options.recorder(), recognition, options.failing(), new Random(seed)));
  }

  public int port() {
    return recorder.port();
  }

  /**
   * Waits until nothing is missing and no call comes any more, at most for the time to settle.
   *
   * @param hurried whether the verdict is wanted now
   */
  Verdict verdict(List<Message> messages, List<Attempt> attempts, BooleanSupplier hurried) throws InterruptedException {
    long until = System.nanoTime() + options.settle().toNanos();
    while (true) {
      int judged = awaitQuiet(hurried);
      Verdict verdict = PromiseChecker.check(messages, attempts, recorder.calls(), options.actions()).with(recorder.unrecognised());
      if (!verdict.misses()) {
        return verdict;
      }
      // the same calls would give the same verdict
      while (recorder.count() == judged) {
        if (hurried.getAsBoolean() || System.nanoTime() >= until) {
          return verdict;
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
      }
    }
  }

  /** @return how many calls there are when no more have come for a while */
  private int awaitQuiet(BooleanSupplier hurried) throws InterruptedException {
    int seen = recorder.count();
    long quietSince = System.nanoTime();
    while (!hurried.getAsBoolean() && System.nanoTime() - quietSince < QUIET.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
      if (recorder.count() != seen) {
        seen = recorder.count();
        quietSince = System.nanoTime();
      }
    }
    return seen;
  }

  @Override
  public void close() {
    recorder.close();
  }
}
