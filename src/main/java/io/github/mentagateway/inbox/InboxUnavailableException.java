package io.github.mentagateway.inbox;

/** Custody is not possible now. Nothing was taken; the sender may try again later. The message is for the operator. */
public final class InboxUnavailableException extends RuntimeException {
  public InboxUnavailableException(String message) {
    super(message);
  }

  public InboxUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
