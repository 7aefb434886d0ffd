package io.github.mentagateway.intake;

/** The intake cannot be served. The message is one sentence that names the setting and what to do about it. */
public final class IntakeStartException extends RuntimeException {
  IntakeStartException(String message, Throwable cause) {
    super(message, cause);
  }
}
