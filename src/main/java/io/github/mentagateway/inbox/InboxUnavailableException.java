package io.github.mentagateway.inbox;

/** Custody is not possible now. Nothing was taken; the sender may try again later. The message is for the operator. */
public final class InboxUnavailableException extends RuntimeException {
  private final boolean passing;

  public InboxUnavailableException(String message) {
    this(message, null);
  }

  public InboxUnavailableException(String message, Throwable cause) {
    this(message, cause, false);
  }

  /** @param passing the store does not answer, and is asked again: the same request may go through later */
  public InboxUnavailableException(String message, Throwable cause, boolean passing) {
    super(message, cause);
    this.passing = passing;
  }

  public boolean isPassing() {
    return passing;
  }
}
