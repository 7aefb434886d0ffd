package io.github.mentagateway.cli;

import picocli.CommandLine.Option;

/** The options of every command; {@link GatewayCommand} looks at what was typed of them. */
final class CommonOptions {
  @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this and end.")
  private boolean help;

  @Option(names = "--verbose", description = "Show the stack trace of a failure.")
  private boolean verbose;
}
