package io.github.mentagateway.destination;

/**
 * A delivery that no retry can cure, such as a field that is not there. {@code routes/errors.camel.yaml} sends it to the dead
 * letters with this message as the reason.
 */
public final class PermanentFailureException extends RuntimeException {
  public PermanentFailureException(String reason) {
    super(reason);
  }
}
