package io.github.mentagateway.durable;

/**
 * A notification that no route can take, where {@code gateway.intake.unusable=reject} says that its sender is told so (400) instead of
 * keeping it. The message is the reason, for the sender.
 */
public final class UnusableException extends RuntimeException {
  public UnusableException(String reason) {
    super(reason);
  }
}
