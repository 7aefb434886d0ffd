package io.github.mentagateway.destination;

/**
 * A failure that no retry can cure, such as a missing field. {@code routes/errors.camel.yaml} sends the delivery to the dead letters with
 * this message as the reason.
 */
public final class PermanentFailureException extends RuntimeException {
  public PermanentFailureException(String reason) {
    super(reason);
  }
}
