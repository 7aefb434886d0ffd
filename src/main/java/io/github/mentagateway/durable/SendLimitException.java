package io.github.mentagateway.durable;

/** A run has sent more than it may. It ends the route where it is; the delivery was already given up. */
public final class SendLimitException extends RuntimeException {
  SendLimitException(String message) {
    super(message);
  }
}
