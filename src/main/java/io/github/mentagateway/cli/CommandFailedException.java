package io.github.mentagateway.cli;

/** A command could not do its work. The message is the sentence for the person who typed it. */
final class CommandFailedException extends RuntimeException {
  CommandFailedException(String message) {
    super(message);
  }

  CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
