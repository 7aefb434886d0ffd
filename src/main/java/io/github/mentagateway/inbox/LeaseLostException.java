package io.github.mentagateway.inbox;

/** The claim ended before the attempt did: another instance may have made the attempt as well, and what this one found counts no more. */
public final class LeaseLostException extends RuntimeException {
  public LeaseLostException(String deliveryId) {
    super("the lease of " + deliveryId + " ended before its attempt did: another instance has it now");
  }
}
