package io.github.mentagateway.envelope;

import java.io.IOException;

/** A compressed body comes to more bytes than it may: it was inflated up to there and no further. */
public final class BodyTooLargeException extends IOException {
  private final int most;

  BodyTooLargeException(int most) {
    super("the body is longer than " + most + " bytes once it is inflated");
    this.most = most;
  }

  /** How many bytes it might have come to. */
  public int most() {
    return most;
  }
}
