package io.github.mentagateway.intake;

/** An exchange that does not come from a request which the intake's server has let in. */
public final class NotAuthenticatedException extends RuntimeException {
  NotAuthenticatedException() {
    super("no request stands behind this message that the intake's server has let in: gateway.intake.auth says what is asked for");
  }
}
