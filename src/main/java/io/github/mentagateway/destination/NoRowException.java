package io.github.mentagateway.destination;

/** An update that must find its row found none, and {@code onNoRow} is {@code retry}. */
final class NoRowException extends Exception {
  NoRowException(String message) {
    super(message);
  }
}
