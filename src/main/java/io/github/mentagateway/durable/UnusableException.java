package io.github.mentagateway.durable;

/** The body is no envelope, and {@code gateway.intake.unusable=reject} makes the gateway answer so. The message is the reason. */
public final class UnusableException extends RuntimeException {
  public UnusableException(String reason) {
    super(reason);
  }
}
