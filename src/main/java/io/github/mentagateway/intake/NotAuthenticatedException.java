package io.github.mentagateway.intake;

/** The request does not carry the credentials that are asked for. Says nothing about which part was wrong. */
public final class NotAuthenticatedException extends RuntimeException {
  NotAuthenticatedException() {
    super("the request does not carry the credentials that gateway.intake.auth asks for");
  }
}
