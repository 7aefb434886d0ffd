package io.github.mentagateway.durable;

/** The intake's route cannot take a notification as it is written. The message says what to change in it. */
public final class IntakeRouteException extends RuntimeException {
  IntakeRouteException(String message) {
    super(message);
  }
}
