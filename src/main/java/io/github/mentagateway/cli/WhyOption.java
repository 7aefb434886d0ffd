package io.github.mentagateway.cli;

import picocli.CommandLine.Option;

/** The option for a reason where none is demanded. */
final class WhyOption {
  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record (./menta-gateway acts). At most 500 characters.")
  private String reason;

  /** Null when none was given. */
  String text() {
    return reason == null || reason.isBlank() ? null : reason.strip();
  }
}
