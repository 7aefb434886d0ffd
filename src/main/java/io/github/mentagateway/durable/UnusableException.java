package io.github.mentagateway.durable;

/** What came is no envelope, and {@code gateway.intake.unusable=reject} asks to say so to the sender. The message is the reason. */
public final class UnusableException extends RuntimeException {
  public UnusableException(String reason) {
    super(reason);
  }
}
