package io.github.mentagateway.destination;

/** An update that must find its row found none, and {@code onNoRow} is {@code retry}. */
public final class NoRowException extends Exception {
  public NoRowException(String message) {
    super(message);
  }
}
