package io.github.mentagateway.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Our own legacy system beside a run, and the verdict at its end. */
public final class Verification implements AutoCloseable {
  private static final long LOOK_EVERY_MS = 200;
  /** What comes twice may come a little later than the first time. */
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
   * @param seed the run's, whose ids it knows
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
   * Waits until nothing is missing and nothing comes any more, or for as long as it may.
   *
   * @param hurried whether somebody waits for it now
   */
  Verdict verdict(List<Message> messages, List<Attempt> attempts, BooleanSupplier hurried) throws InterruptedException {
    long until = System.nanoTime() + options.settle().toNanos();
    while (true) {
      int judged = awaitQuiet(hurried);
      Verdict verdict = PromiseChecker.check(messages, attempts, recorder.calls(), options.actions()).with(recorder.unrecognised());
      if (!verdict.misses()) {
        return verdict;
      }
      // the same calls would be judged the same
      while (recorder.count() == judged) {
        if (hurried.getAsBoolean() || System.nanoTime() >= until) {
          return verdict;
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
      }
    }
  }

  /** @return how many calls there are */
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
