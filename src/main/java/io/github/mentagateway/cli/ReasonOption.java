package io.github.mentagateway.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option for the reason of a person's decision. */
final class ReasonOption {
  private static final int LONGEST = 500;

  @Spec(Spec.Target.MIXEE) private CommandSpec command;

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it is kept with it. At most 500 characters.")
  private String reason;

  String text() {
    return checked(reason, command);
  }

  static String checked(String reason, CommandSpec command) {
    String text = reason.strip();
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new CommandLine.ParameterException(command.commandLine(),
          "--reason has " + text.length() + " characters: it must say why, in 1 to " + LONGEST);
    }
    return text;
  }
}
