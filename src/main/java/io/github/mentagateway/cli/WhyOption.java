package io.github.mentagateway.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option for a reason where none is demanded. */
final class WhyOption {
  @Spec(Spec.Target.MIXEE) private CommandSpec command;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record (./menta-gateway acts). At most 500 characters.")
  private String reason;

  /** Null when none was given. */
  String text() {
    return reason == null ? null : ReasonOption.checked(reason, command);
  }
}
