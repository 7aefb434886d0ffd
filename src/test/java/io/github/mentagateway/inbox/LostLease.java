package io.github.mentagateway.inbox;

/** For tests of whoever has to bear one. */
public final class LostLease {
  private LostLease() {}

  public static LeaseLostException of(Work work) {
    return new LeaseLostException(work.deliveryId());
  }
}
