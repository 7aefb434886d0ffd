package io.github.mentagateway.intake;

import io.github.mentagateway.inbox.Original;
import io.github.mentagateway.settings.Settings;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One request, from its head to its answer. All of it happens on its connection's thread, which many connections share, but for its
 * route, which runs on workers.
 */
final class IntakeRequest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final HttpServerRequest http;
  private final Context context = Vertx.currentContext();
  private final String remote;
  private final long began = System.nanoTime();
  private OpenConnection connection;
  private OpenRequests all;
  private Settings.Intake.Limits limits;
  private Runnable whenLate;
  private long bytes;
  private Original original;
  private long bodyArrivedAt;
  private long answeredAt;
  private boolean answered;
  private boolean open;

  private IntakeRequest(HttpServerRequest http, String remote) {
    this.http = http;
    this.remote = remote;
  }

  static IntakeRequest of(HttpServerRequest http) {
    return new IntakeRequest(http, OpenConnection.of(http.connection()).remote());
  }

  /** For what tells of requests, without the request. */
  static IntakeRequest from(String remote) {
    return new IntakeRequest(null, remote);
  }

  HttpServerRequest http() {
    return http;
  }

  /** The sender's address; null when it is not known. */
  String remote() {
    return remote;
  }

  Duration took() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** The length of its body; null while that is not there. */
  Integer bytes() {
    return original == null ? null : Integer.valueOf(original.body().length);
  }

  /** What is kept of it. Null while its body is not there. */
  Original original() {
    return original;
  }

  /** Runs on the connection's thread: nothing of a route's. */
  void onConnection(Runnable task) {
    context.runOnContext(nothing -> task.run());
  }

  /**
   * It was let in, and is open until {@link #end}.
   *
   * @param whenLate what happens when the body is not there in time
   */
  void open(OpenRequests ofAll, OpenConnection itsConnection, Settings.Intake.Limits itsLimits, Runnable whenLate) {
    this.all = ofAll;
    this.connection = itsConnection;
    this.limits = itsLimits;
    this.whenLate = whenLate;
    open = true;
    connection.begin(this);
  }

  void received(int more) {
    bytes += more;
  }

  void bodyArrived(Original whole) {
    original = whole;
    bodyArrivedAt = System.nanoTime();
    connection.bodyArrived(this);
  }

  /** How long the sender has been waiting for its answer. */
  Duration sinceBody() {
    return Duration.ofNanos(System.nanoTime() - bodyArrivedAt);
  }

  /** From here on it waits for its sender to take the answer. */
  void answering() {
    if (open) {
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
      whenLate.run();
    }
  }

  /** Whether it was open; once it has ended this does nothing. */
  boolean end() {
    if (!open) {
      return false;
    }
    open = false;
    connection.end(this);
    all.end();
    return true;
  }
}
