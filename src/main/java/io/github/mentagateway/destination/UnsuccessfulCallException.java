package io.github.mentagateway.destination;

/** A call that ended without an error and whose answer is, by the author's {@code success}, none yet: it is tried again. */
public final class UnsuccessfulCallException extends Exception {
  public UnsuccessfulCallException(String message) {
    super(message);
  }
}
