package io.github.mentagateway.durable;

/** A run has sent more than it may. Ends the route where it is; what becomes of the delivery is decided already. */
public final class SendLimitException extends RuntimeException {
  SendLimitException(String message) {
    super(message);
  }
}
