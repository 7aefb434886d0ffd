package io.github.mentagateway.lib;

/** Nothing was added or removed. The message is the sentence for the person who typed the command. */
public final class LibraryException extends RuntimeException {
  LibraryException(String message) {
    super(message);
  }

  LibraryException(String message, Throwable cause) {
    super(message, cause);
  }
}
