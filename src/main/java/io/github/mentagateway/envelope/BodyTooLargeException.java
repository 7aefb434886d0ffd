package io.github.mentagateway.envelope;

import java.io.IOException;

/** A compressed body has more bytes than it may: it was inflated up to the limit and no further. */
public final class BodyTooLargeException extends IOException {
  private final int most;

  BodyTooLargeException(int most) {
    super("the body is longer than " + most + " bytes once it is inflated");
    this.most = most;
  }

  /** The limit in bytes. */
  public int most() {
    return most;
  }
}
