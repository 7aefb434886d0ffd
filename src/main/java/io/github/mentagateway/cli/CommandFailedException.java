package io.github.mentagateway.cli;

/** A command that could not do its work; the message is the sentence for the person who typed it. */
final class CommandFailedException extends RuntimeException {
  CommandFailedException(String message) {
    super(message);
  }

  CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
