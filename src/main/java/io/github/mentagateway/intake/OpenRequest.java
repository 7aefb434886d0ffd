package io.github.mentagateway.intake;

import io.github.mentagateway.settings.Settings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One request that was let in, until it is answered or lost; on its connection's thread. */
final class OpenRequest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final OpenRequests all;
  private final OpenConnection connection;
  private final Settings.Intake.Limits limits;
  private final Consumer<OpenRequest> whenLate;
  private final long began = System.nanoTime();
  private long bytes;
  private long bodyArrivedAt;
  private long answeredAt;
  private boolean answered;
  private boolean ended;

  OpenRequest(OpenRequests all, OpenConnection connection, Settings.Intake.Limits limits, Consumer<OpenRequest> whenLate) {
    this.all = all;
    this.connection = connection;
    this.limits = limits;
    this.whenLate = whenLate;
    connection.begin(this);
  }

  void received(int more) {
    bytes += more;
  }

  void bodyArrived() {
    bodyArrivedAt = System.nanoTime();
    connection.bodyArrived(this);
  }

  /** How long the sender has been waiting for its answer. */
  Duration sinceBody() {
    return Duration.ofNanos(System.nanoTime() - bodyArrivedAt);
  }

  /** From here on it waits for its sender to take the answer. */
  void answering() {
    if (!ended) {
      answered = true;
      answeredAt = System.nanoTime();
      connection.answering(this);
    }
  }

  /**
   * When its sender must have done its part, by {@link System#nanoTime}: sent the whole body, of which what arrived already earns it more
   * time, or taken the answer.
   */
  long senderBy() {
    return (answered ? answeredAt : began + bytes * SECOND / limits.bodyRate()) + limits.bodyTimeout().toNanos();
  }

  void giveUp() {
    if (answered) {
      connection.answerNotTaken();
    } else {
      whenLate.accept(this);
    }
  }

  /** Whether it was open; once it has ended this does nothing. */
  boolean end() {
    if (ended) {
      return false;
    }
    ended = true;
    connection.end(this);
    all.end();
    return true;
  }
}
