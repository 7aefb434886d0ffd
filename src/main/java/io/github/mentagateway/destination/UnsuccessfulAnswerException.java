package io.github.mentagateway.destination;

/** An API's answer is no success, and the call is tried again. What the answer says is marked as private in the message. */
public final class UnsuccessfulAnswerException extends RuntimeException {
  private final int statusCode;
  private final String retryAfter;

  /** @param retryAfter the answer's header; null when it has none */
  public UnsuccessfulAnswerException(int statusCode, String retryAfter, String reason) {
    super(reason);
    this.statusCode = statusCode;
    this.retryAfter = retryAfter;
  }

  public int getStatusCode() {
    return statusCode;
  }

  public String getRetryAfter() {
    return retryAfter;
  }
}
