package io.github.mentagateway.durable;

/** The intake's route is written in a way in which nothing can be taken. The message says what to change in it. */
public final class IntakeRouteException extends RuntimeException {
  IntakeRouteException(String message) {
    super(message);
  }
}
